package io.flatbook.client;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentTermsDecoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.PriceBoundsChangedDecoder;
import io.flatbook.sbe.ProposalRejectedDecoder;
import io.flatbook.sbe.ProposalsReportDecoder;
import io.flatbook.sbe.ProposedDecoder;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.testkit.ClusterExtension;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.USDC;
import static io.flatbook.client.VenueFixture.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a risk officer sends and reads, against the clearing service on a real node. */
final class RiskClientTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode();

    @Test
    void saysWhichScaleWouldCarryAnInstrument()
    {
        try (FlatbookClient risk = risk("alice", new RecordingListener()))
        {
            accepted(risk, RiskSettings.defineAsset("USDT", 6));
            final Outcome refused = risk.submit(
                RiskSettings.defineInstrument(oil("1000PEPE").units(new BigDecimal("1e-9"), BigDecimal.ONE)), PATIENCE);
            assertThat(refused.explanation())
                .isEqualTo("INVALID_DEFINITION, field TICK_SIZE: a scale of 9 would do");
        }
    }

    @Test
    void definesAnInstrumentBelowZeroAndReadsEveryTermBack()
    {
        try (FlatbookClient risk = risk("alice", new RecordingListener()))
        {
            accepted(risk, RiskSettings.defineAsset("USD", 2));
            final ProtectionSettings protection =
                new ProtectionSettings(50_000, 100, 60_000, 5_000, 0, 0, 100_000, 10L, 400L, 500L, 600L, 700L);
            final int instrumentId = (int)accepted(risk, RiskSettings.defineInstrument(
                oil("CL-\u77f3\u6cb9-MAY20").family("CL").minTicks(-5_000).protection(protection).spareHedges(true)
                    .marginTerms(MarginTerms.ofTiers(List.of(new MarginTier(0, 20, 10))).perLot(8, 7)))).detail();
            final InstrumentReportDecoder report = risk.query(Queries.instrument(instrumentId), PATIENCE);
            final InstrumentTermsDecoder terms = report.terms();
            assertThat(terms.symbol()).isEqualTo("CL-\u77f3\u6cb9-MAY20");
            assertThat(terms.family()).isEqualTo("CL");
            assertThat(terms.marginModel()).isEqualTo(MarginModel.TIERS);
            assertThat(terms.spareHedges()).isEqualTo(Switch.ON);
            assertThat(List.of(terms.minPriceTicks(), terms.initialPerLot(), terms.maintenancePerLot()))
                .containsExactly(-5_000L, 8L, 7L);
            assertThat(ProtectionSettings.of(report.protection())).isEqualTo(protection);
            final InstrumentSpec spec = risk.instrumentSpec(instrumentId, PATIENCE);
            assertThat(spec.ticks("price", "-37.63")).isEqualTo(-3_763);
            assertThat(risk.instrumentSpec("CL-\u77f3\u6cb9-MAY20", PATIENCE)).isEqualTo(spec);
            assertThatThrownBy(() -> risk.instrumentSpec("CL", PATIENCE)).hasMessage("there is no instrument CL");

            accepted(risk, RiskSettings.setPriceBounds(instrumentId, -6_000, 90_000));
            assertThat(risk.query(Queries.instrument(instrumentId), PATIENCE).terms().minPriceTicks())
                .isEqualTo(-6_000);
            final WaterfallSettings waterfall = new WaterfallSettings(
                1, 2L, 3L, 4, 5, 6, 7, 8, 9L, DefaultTrigger.OPERATOR, Recourse.OWNER, CloseOut.LEAST);
            accepted(risk, RiskSettings.setWaterfall(USDC, waterfall));
            assertThat(WaterfallSettings.of(risk.query(Queries.fund(USDC), PATIENCE).waterfall()))
                .isEqualTo(waterfall);
        }
    }

    @Test
    void definesAGatewayWithARangeAndReadsItBack()
    {
        VenueFixture.define(extension.ingressEndpoints());
        try (FlatbookClient risk = risk("alice", new RecordingListener());
            FlatbookClient gateway = FlatbookClient.connect(
                VenueFixture.context(extension.ingressEndpoints()).gateway("b")))
        {
            accepted(risk, RiskSettings.defineGateway(new GatewayDefinition(
                "b", 1, GatewayCapabilities.ALL, false, 2_000L, 2_999L, List.of(BTC))));
            final GatewaysReportDecoder.GatewaysDecoder row =
                risk.query(Queries.gateways(1), PATIENCE).gateways().next();
            assertThat(List.of(row.accountFrom(), row.accountTo())).containsExactly(2_000L, 2_999L);
            assertThat(row.instruments().next().instrument()).isEqualTo(BTC);
            accepted(gateway, GatewayCommands.openAccount(2_000, 9, USDC));
            final Outcome refused = gateway.submit(GatewayCommands.openAccount(3_000, 9, USDC), PATIENCE);
            assertThat(refused.explanation()).isEqualTo("NOT_AUTHORIZED, field ACCOUNT");
            assertThatThrownBy(() -> gateway.query(Queries.proposals(null), PATIENCE))
                .isInstanceOf(QueryRefusedException.class).hasMessageContaining("NOT_AUTHORIZED");
        }
    }

    @Test
    void anApproverSeesTheWholeCommandAndRejectsIt()
    {
        VenueFixture.define(extension.ingressEndpoints());
        final List<String> heard = new ArrayList<>();
        try (FlatbookClient alice = risk("alice", new RecordingListener());
            FlatbookClient bob = risk("bob", new ProposalLines(heard)))
        {
            accepted(alice, RiskCommands.setControls(Switch.ON));
            final Command loosen = RiskSettings.setPriceBounds(BTC, 1, 9_000_000);
            assertThat(alice.submit(loosen, PATIENCE).reason()).isEqualTo(RejectReason.FOUR_EYES_REQUIRED);
            final long first = accepted(alice, RiskCommands.propose(loosen)).detail();
            final ProposalsReportDecoder.ProposalsDecoder row =
                bob.query(Queries.proposals(null), PATIENCE).proposals().next();
            assertThat(row.proposal()).isEqualTo(first);
            assertThat(row.proposer()).isEqualTo("risk/alice");
            final byte[] bytes = new byte[row.proposedCommandLength()];
            row.getProposedCommand(bytes, 0, bytes.length);
            final ExpandableArrayBuffer expected = new ExpandableArrayBuffer();
            assertThat(new UnsafeBuffer(bytes))
                .isEqualTo(new UnsafeBuffer(expected, 0, loosen.encode(expected, 0, 0)));

            accepted(bob, RiskCommands.rejectProposal(first));
            final Outcome gone = bob.submit(RiskCommands.approve(first), PATIENCE);
            assertThat(gone.reason()).isEqualTo(RejectReason.UNKNOWN_PROPOSAL);
            assertThat(gone.field()).isEqualTo(RejectField.PROPOSAL);
            final long second = accepted(alice, RiskCommands.propose(loosen)).detail();
            accepted(bob, RiskCommands.approve(second));
            pollUntilHeard(bob, heard, "bounds");
            assertThat(heard).containsExactly("proposed " + first + " by risk/alice", "rejected " + first +
                " by risk/bob", "proposed " + second + " by risk/alice", "bounds 1 to 9000000");
        }
    }

    @Test
    void sendsWhatNeedsNoSecondPerson()
    {
        VenueFixture.define(extension.ingressEndpoints());
        try (FlatbookClient risk = risk("alice", new RecordingListener()))
        {
            accepted(risk, RiskCommands.setAccountMode(LONG, AccountMode.REDUCE_ONLY));
            accepted(risk, RiskSettings.setOffsetPolicy(BTC, OffsetPolicyKind.WATERFILL, true));
            accepted(risk, RiskSettings.setMarginTiers(BTC, List.of(new MarginTier(0, 60_000, 30_000))));
            assertThat(risk.submit(RiskCommands.sweepRounding(USDC), PATIENCE).reason())
                .isEqualTo(RejectReason.INSUFFICIENT_FUND);
            assertThat(risk.submit(RiskCommands.confirmMark(BTC, 5), PATIENCE).reason())
                .isEqualTo(RejectReason.NO_MARK);
            assertThat(risk.submit(RiskCommands.removeInstrument(BTC), PATIENCE).reason())
                .isEqualTo(RejectReason.INSTRUMENT_STATUS);
            accepted(risk, RiskCommands.settleInstrument(BTC, 100_000));
            accepted(risk, RiskCommands.removeInstrument(BTC));
            assertThatThrownBy(() -> risk.query(Queries.instrument(BTC), PATIENCE))
                .isInstanceOf(QueryRefusedException.class).hasMessageContaining("UNKNOWN_INSTRUMENT");
        }
    }

    private FlatbookClient risk(final String name, final ClientListener listener)
    {
        return FlatbookClient.connect(
            VenueFixture.context(extension.ingressEndpoints()).risk(name).listener(listener));
    }

    private static InstrumentDefinition oil(final String symbol)
    {
        return new InstrumentDefinition().symbol(symbol).kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(USDC)
            .units(new BigDecimal("0.01"), BigDecimal.ONE).marginTiers(List.of(new MarginTier(0, 20, 10)));
    }

    private static void pollUntilHeard(final FlatbookClient client, final List<String> heard, final String start)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (heard.stream().noneMatch(line -> line.startsWith(start)))
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time: " + heard).isNegative();
            client.poll();
            Thread.onSpinWait();
        }
    }

    private record ProposalLines(List<String> heard) implements ClientListener
    {
        @Override
        public void onProposed(final ProposedDecoder event)
        {
            heard.add("proposed " + event.proposal() + " by " + event.principal());
        }

        @Override
        public void onProposalRejected(final ProposalRejectedDecoder event)
        {
            heard.add("rejected " + event.proposal() + " by " + event.principal());
        }

        @Override
        public void onPriceBoundsChanged(final PriceBoundsChangedDecoder event)
        {
            heard.add("bounds " + event.newMinPriceTicks() + " to " + event.newMaxPriceTicks());
        }
    }
}
