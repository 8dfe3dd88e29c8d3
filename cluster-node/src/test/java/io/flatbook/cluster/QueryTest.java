package io.flatbook.cluster;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.FundReportDecoder;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.InstrumentsReportDecoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewReportDecoder;
import io.flatbook.sbe.OffsetQueueReportDecoder;
import io.flatbook.sbe.ProposalsReportDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;
import static org.assertj.core.api.Assertions.assertThat;

/** Contract: CMD-12. */
class QueryTest extends QueryFixture
{
    @Test
    void oneAccountComesWithItsMargin()
    {
        final AccountsReportDecoder.AccountsDecoder row = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.RISK, QueryMessages.accountQuery(1)), 0, header).accounts().next();
        assertThat(row.collateral()).isEqualTo(5_000_000);
        assertThat(row.equity()).isEqualTo(5_000_000);
        // 10 lots at 1,000 of 100 minor units: 1,000,000 at 5 % and 3 %.
        assertThat(row.initialMargin()).isEqualTo(50_000);
        assertThat(row.maintenanceMargin()).isEqualTo(30_000);
        assertThat(row.deadline()).isEqualTo(NULL_LONG);
    }

    @Test
    void theQueueComesInOrderAndItsLastPageSaysSo()
    {
        final List<Desk.Answer> pages = desk.all(OPS, QueryMessages.offsetQueueQuery(1, Side.SHORT, 100));
        assertThat(pages).hasSize(2);
        final List<Long> ids = new ArrayList<>();
        int rank = 0;
        for (final Desk.Answer page : pages)
        {
            final OffsetQueueReportDecoder report = new OffsetQueueReportDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(page.bytes()), 0, header);
            assertThat(report.positions()).isEqualTo(HOLDERS + 1);
            assertThat(report.sideLots()).isEqualTo(HOLDERS + 10);
            assertThat(report.last()).isEqualTo(page == pages.get(1) ? Switch.ON : Switch.OFF);
            for (final OffsetQueueReportDecoder.QueueDecoder row : report.queue())
            {
                rank++;
                assertThat(row.offsetRank()).isEqualTo(rank);
                ids.add(row.account());
            }
        }
        assertThat(ids).hasSize(100);
        assertThat(ids.get(0)).isEqualTo(FIRST + HOLDERS - 1L);
        assertThat(desk.all(Desk.OTHER_GATEWAY, QueryMessages.offsetQueueQuery(1, Side.SHORT, 100))).hasSize(1);
    }

    /** CMD-12: of what was just defined there is a queue, with nobody in it. */
    @Test
    void theQueueOfAnInstrumentThatNobodyHoldsIsEmpty()
    {
        final int eth = (int)desk.accepted(
            Desk.RISK, RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL)).detail();
        replicaHash = desk.replicaHash();
        for (final Side side : List.of(Side.LONG, Side.SHORT))
        {
            final OffsetQueueReportDecoder report = new OffsetQueueReportDecoder()
                .wrapAndApplyHeader(ask(OPS, QueryMessages.offsetQueueQuery(eth, side, 100)), 0, header);
            assertThat(report.positions()).isZero();
            assertThat(report.sideLots()).isZero();
            assertThat(report.last()).isEqualTo(Switch.ON);
            assertThat(report.queue().count()).isZero();
        }
    }

    @Test
    void aPreviewPlansARunWithoutEffect()
    {
        final OffsetPreviewReportDecoder report = new OffsetPreviewReportDecoder().wrapAndApplyHeader(
            ask(Desk.RISK, QueryMessages.offsetPreview(1, OffsetPolicyKind.QUEUE)), 0, header);
        assertThat(report.offsets()).isEqualTo(10);
        assertThat(report.accountsTouched()).isEqualTo(10);
        assertThat(report.accountsClosed()).isEqualTo(10);
        assertThat(report.deficit()).isZero();
        assertThat(report.pairs().count()).isEqualTo(10);
    }

    @Test
    void definitionsFundsAndTotalsAreAnswered()
    {
        assertThat(new AssetsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.assetsQuery(NULL_INT)), 0, header).assets().next().symbol()).isEqualTo("USD");
        assertThat(new InstrumentsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentsQuery(0)), 0, header).instruments().next().terms().kind())
            .isEqualTo(InstrumentKind.LINEAR_PERPETUAL);
        assertThat(new InstrumentsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentsQuery(Integer.MAX_VALUE)), 0, header).instruments().count()).isZero();
        assertThat(new InstrumentReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentQuery(1)), 0, header).marginTiers().count()).isEqualTo(2);
        assertThat(new FundReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.fundQuery(1)), 0, header).insuranceFund()).isEqualTo(1_000_000);
        final AuditReportDecoder audit =
            new AuditReportDecoder().wrapAndApplyHeader(ask(OPS, QueryMessages.auditQuery(1)), 0, header);
        assertThat(audit.balanced()).isEqualTo(Switch.ON);
        assertThat(audit.quantitySumZero()).isEqualTo(Switch.ON);
        assertThat(audit.accounts()).isEqualTo(HOLDERS + 5);
        assertThat(audit.positions()).isEqualTo(HOLDERS + 3);
        assertThat(audit.stateHash()).isEqualTo(desk.stateHash());
    }

    @Test
    void termsAndMarksComeWithTheInstrument()
    {
        desk.accepted(Desk.RISK, RiskMessages.setProtection(1, (terms) -> terms.markBandPpm(100_000)
            .markBandMs(60_000).doubtPpm(7).maxOwnerPositionLots(9_000)));
        desk.accepted(Desk.RISK, RiskMessages.setPriceBounds(1, 5, 2_000_000));
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_200));
        replicaHash = desk.replicaHash();
        final InstrumentReportDecoder one = new InstrumentReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentQuery(1)), 0, header);
        assertThat(one.terms().symbol()).isEqualTo("BTC");
        assertThat(one.terms().family()).isEqualTo("BTC");
        assertThat(List.of(one.terms().minPriceTicks(), one.terms().maxPriceTicks())).containsExactly(5L, 2_000_000L);
        assertThat(one.terms().marginModel()).isEqualTo(MarginModel.TIERS);
        assertThat(one.protection().doubtPpm()).isEqualTo(7);
        assertThat(one.protection().maxOwnerPositionLots()).isEqualTo(9_000);
        assertThat(one.suspect()).isEqualTo(Switch.ON);
        assertThat(List.of(one.markTicks(), one.heldTicks(), one.referenceTicks()))
            .containsExactly(1_000L, 1_200L, 1_000L);
        assertThat(one.tickValue()).isEqualTo(100);
        final InstrumentsReportDecoder.InstrumentsDecoder row = new InstrumentsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentsQuery(0)), 0, header).instruments().next();
        assertThat(row.protection().doubtPpm()).isEqualTo(7);
        assertThat(row.terms().minPriceTicks()).isEqualTo(5);
        assertThat(row.heldTicks()).isEqualTo(1_200);
    }

    @Test
    void anAccountComesWithDoubtDebtAndWhatHoldsItsRun()
    {
        desk.accepted(Desk.RISK, RiskMessages.setInstrumentStatus(1, InstrumentStatus.HALTED));
        desk.accepted(Desk.RISK, RiskMessages.declareDefault(2));
        replicaHash = desk.replicaHash();
        final AccountsReportDecoder.AccountsDecoder row = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.RISK, QueryMessages.accountQuery(2)), 0, header).accounts().next();
        assertThat(row.status()).isEqualTo(AccountStatus.DEFAULTED);
        assertThat(row.declared()).isEqualTo(Switch.ON);
        assertThat(row.heldReason()).isEqualTo(HoldReason.INSTRUMENT_HALTED);
        assertThat(row.debt()).isZero();
        assertThat(row.venue()).isEqualTo(1);
        assertThat(List.of(row.pledged(), row.keptByDoubt())).containsOnly(Switch.OFF);
        final AccountsReportDecoder.AccountsDecoder healthy = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.RISK, QueryMessages.accountQuery(5)), 0, header).accounts().next();
        assertThat(healthy.heldReason()).isEqualTo(HoldReason.NULL_VAL);
        assertThat(healthy.declared()).isEqualTo(Switch.OFF);
    }

    @Test
    void anUnpricedPositionIsInDoubt()
    {
        desk.accepted(Desk.RISK, RiskMessages.setProtection(1, (terms) -> terms.markMaxAgeMs(1_000)));
        desk.time(5_000);
        replicaHash = desk.replicaHash();
        final AccountsReportDecoder.AccountsDecoder row = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.RISK, QueryMessages.accountQuery(1)), 0, header).accounts().next();
        // A quarter of 1,000,000, at most 3 times the initial requirement of 50,000.
        assertThat(row.doubt()).isEqualTo(150_000);
    }

    @Test
    void proposalsComeWholeByPagesToPeopleOnly()
    {
        final UnsafeBuffer tiers = RiskMessages.setMarginTiers(1, 256);
        for (int i = 0; i < 3; i++)
        {
            desk.accepted(Desk.RISK, RiskMessages.propose(tiers));
        }
        desk.accepted(Desk.SECOND_RISK, RiskMessages.propose(RiskMessages.sweepRounding(1)));
        replicaHash = desk.replicaHash();
        final List<Long> ids = new ArrayList<>();
        long after = NULL_LONG;
        for (int pages = 0; pages < 4; pages++)
        {
            for (final ProposalsReportDecoder.ProposalsDecoder row : new ProposalsReportDecoder()
                .wrapAndApplyHeader(ask(OPS, QueryMessages.proposalsQuery(after)), 0, header).proposals())
            {
                after = row.proposal();
                ids.add(after);
                final boolean isLast = 4 == after;
                assertThat(row.proposer()).isEqualTo(isLast ? Desk.SECOND_RISK : Desk.RISK);
                final byte[] command = new byte[row.proposedCommandLength()];
                row.getProposedCommand(command, 0, command.length);
                assertThat(command).hasSize(isLast ? 20 : tiers.capacity());
                assertThat(MessageCheck.templateId(new UnsafeBuffer(command), 0)).isEqualTo(row.commandTemplateId());
            }
        }
        assertThat(ids).containsExactly(1L, 2L, 3L, 4L);
        assertThat(desk.raw(Desk.GATEWAY, QueryMessages.proposalsQuery(NULL_LONG)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
    }

    @Test
    void aGatewayIsListedWithItsAccountsAndInstruments()
    {
        desk.accepted(Desk.RISK, RiskMessages.defineGateway("b", 2, 15, 3, 900, 7, 1));
        replicaHash = desk.replicaHash();
        final GatewaysReportDecoder.GatewaysDecoder row = new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(Desk.OTHER_GATEWAY, QueryMessages.gatewaysQuery(NULL_INT)), 0, header).gateways().next();
        assertThat(List.of(row.accountFrom(), row.accountTo())).containsExactly(3L, 900L);
        assertThat(row.gateway()).isEqualTo("b");
        final GatewaysReportDecoder.GatewaysDecoder.InstrumentsDecoder instruments = row.instruments();
        assertThat(instruments.count()).isEqualTo(2);
        assertThat(instruments.next().instrument()).isEqualTo(1);
        assertThat(instruments.next().instrument()).isEqualTo(7);
    }

    @Test
    void gatewaysThatNameManyInstrumentsComeByPages()
    {
        final int[] instruments = IntStream.rangeClosed(1, 256).toArray();
        for (int i = 0; i < 20; i++)
        {
            desk.accepted(Desk.RISK, RiskMessages.defineGateway("g" + i, 3, 15, NULL_LONG, NULL_LONG, instruments));
        }
        replicaHash = desk.replicaHash();
        int after = 0;
        int pages = 0;
        while (after < 22)
        {
            pages++;
            for (final GatewaysReportDecoder.GatewaysDecoder row : new GatewaysReportDecoder().wrapAndApplyHeader(
                ask(OPS, QueryMessages.gatewaysQuery(after)), 0, header).gateways())
            {
                assertThat(row.gatewayNumber()).isEqualTo(after + 1);
                after = row.gatewayNumber();
                assertThat(row.gateway()).isEqualTo(after > 2 ? "g" + (after - 3) : 1 == after ? "a" : "b");
                int named = 0;
                for (final GatewaysReportDecoder.GatewaysDecoder.InstrumentsDecoder instrument : row.instruments())
                {
                    named++;
                    assertThat(instrument.instrument()).isEqualTo(named);
                }
                assertThat(named).isEqualTo(after > 2 ? 256 : 0);
            }
        }
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void gatewaysAreListedToWhomTheyConcern()
    {
        assertThat(new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.gatewaysQuery(NULL_INT)), 0, header).gateways().count()).isEqualTo(2);
        assertThat(new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.gatewaysQuery(Integer.MAX_VALUE)), 0, header).gateways().count()).isZero();
        final GatewaysReportDecoder.GatewaysDecoder own = new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(Desk.OTHER_GATEWAY, QueryMessages.gatewaysQuery(NULL_INT)), 0, header).gateways();
        assertThat(own.count()).isEqualTo(1);
        assertThat(own.next().gateway()).isEqualTo("b");
    }

    @Test
    void anOutcomeCanBeAskedFor()
    {
        final CommandOutcomeDecoder outcome = new CommandOutcomeDecoder().wrapAndApplyHeader(
            ask(Desk.GATEWAY, QueryMessages.commandOutcomeQuery(2)), 0, header);
        assertThat(outcome.commandId()).isEqualTo(2);
        assertThat(outcome.duplicate()).isEqualTo(Switch.ON);
    }
}
