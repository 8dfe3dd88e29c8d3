package io.flatbook.cluster;

import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.WideSum;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountPledgedDecoder;
import io.flatbook.sbe.AccountReleasedDecoder;
import io.flatbook.sbe.DefaultRunCompletedDecoder;
import io.flatbook.sbe.DefaultRunDroppedDecoder;
import io.flatbook.sbe.DefaultRunStartedDecoder;
import io.flatbook.sbe.FundingAppliedDecoder;
import io.flatbook.sbe.GatewayDefinedDecoder;
import io.flatbook.sbe.HouseDeficitChangedDecoder;
import io.flatbook.sbe.InstrumentExpiredDecoder;
import io.flatbook.sbe.InstrumentRemovedDecoder;
import io.flatbook.sbe.LiquidationDeadlineMovedDecoder;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.MarginTiersChangedDecoder;
import io.flatbook.sbe.MarkPriceHeldDecoder;
import io.flatbook.sbe.MarkPricesSkippedDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyChangedDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OwnAccountCollectedDecoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionTransferredDecoder;
import io.flatbook.sbe.PriceBoundsChangedDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.RoundingSweptDecoder;
import io.flatbook.sbe.ShutdownRequestedDecoder;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.VariationSettledDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Each figure of an event of contract 2 is in its field. */
class EventFieldsTest
{
    private final Desk desk = Books.traded();
    private final EventPublisher publisher = desk.clearing().publisher();
    private final Book book = desk.clearing().engine().book();
    private final Instrument instrument = book.instrument(1);
    private final Asset asset = book.asset(1);
    private final Account one = book.account(1);
    private final Account two = book.account(2);
    private final Account stranger = book.account(3);
    private final Principal rita = desk.clearing().engine().principals().byName(Desk.RISK);
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    @BeforeEach
    void forget()
    {
        desk.events();
    }

    private UnsafeBuffer event()
    {
        publisher.flushPages();
        final List<UnsafeBuffer> events = desk.events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private void assertReceivers(final int venueA, final int venueB)
    {
        final EventRing ring = publisher.ring();
        assertThat(List.of(ring.venueA(ring.nextSequence() - 1), ring.venueB(ring.nextSequence() - 1)))
            .containsExactly(venueA, venueB);
    }

    @Test
    void ofPriceBoundsAndPolicies()
    {
        publisher.priceBoundsChanged(instrument, -4, 3, -2, 5, rita);
        final PriceBoundsChangedDecoder bounds = new PriceBoundsChangedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(bounds.oldMinPriceTicks(), bounds.oldMaxPriceTicks(), bounds.newMinPriceTicks(),
            bounds.newMaxPriceTicks())).containsExactly(-4L, 3L, -2L, 5L);
        assertThat(bounds.principal()).isEqualTo(Desk.RISK);
        assertReceivers(EventRing.ALL, 0);

        publisher.offsetPolicyChanged(
            instrument, OffsetPolicyKind.QUEUE, Switch.OFF, OffsetPolicyKind.WATERFILL, Switch.ON, rita);
        final OffsetPolicyChangedDecoder policy =
            new OffsetPolicyChangedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(policy.oldOffsetPolicy(), policy.newOffsetPolicy()))
            .containsExactly(OffsetPolicyKind.QUEUE, OffsetPolicyKind.WATERFILL);
        assertThat(List.of(policy.oldSpareHedges(), policy.newSpareHedges()))
            .containsExactly(Switch.OFF, Switch.ON);

        publisher.marginTiersChanged(instrument, 6, MarginTerms.bounded(),
            new MarginTerms(MarginModel.TIERS, instrument.marginTerms().tiers(), 9, 8), rita);
        final MarginTiersChangedDecoder margin = new MarginTiersChangedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(margin.pushedBelow()).isEqualTo(6);
        assertThat(List.of(margin.oldMarginModel(), margin.newMarginModel()))
            .containsExactly(MarginModel.BOUNDED, MarginModel.TIERS);
        assertThat(List.of(margin.oldInitialPerLot(), margin.oldMaintenancePerLot(), margin.newInitialPerLot(),
            margin.newMaintenancePerLot())).containsExactly(0L, 0L, 9L, 8L);
        assertThat(margin.oldTiers().count()).isZero();
        assertThat(margin.newTiers().count()).isEqualTo(2);
    }

    @Test
    void ofMarksThatAreSkippedOrHeld()
    {
        publisher.markPricesSkipped(7, new int[]{8, -9, 1}, new long[]{-10, 11, 12},
            new RejectReason[]{RejectReason.UNKNOWN_INSTRUMENT, RejectReason.NOT_AUTHORIZED, null}, 2);
        final MarkPricesSkippedDecoder skipped = new MarkPricesSkippedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(skipped.markSequence()).isEqualTo(7);
        final MarkPricesSkippedDecoder.MarksDecoder rows = skipped.marks();
        assertThat(rows.count()).isEqualTo(2);
        rows.next();
        assertThat(List.of(rows.instrument(), rows.markTicks(), rows.reason()))
            .containsExactly(8, -10L, RejectReason.UNKNOWN_INSTRUMENT);
        rows.next();
        assertThat(List.of(rows.instrument(), rows.markTicks(), rows.reason()))
            .containsExactly(-9, 11L, RejectReason.NOT_AUTHORIZED);

        publisher.markPriceHeld(instrument, -3, Absent.LONG);
        final MarkPriceHeldDecoder held = new MarkPriceHeldDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(held.heldTicks(), held.acceptedTicks()))
            .containsExactly(-3L, MarkPriceHeldDecoder.acceptedTicksNullValue());
    }

    @Test
    void ofInstrumentsThatEnd()
    {
        publisher.instrumentExpired(instrument);
        assertThat(new InstrumentExpiredDecoder().wrapAndApplyHeader(event(), 0, header).instrument()).isEqualTo(1);
        publisher.instrumentRemoved(instrument, rita);
        final InstrumentRemovedDecoder removed = new InstrumentRemovedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(removed.symbol()).isEqualTo("BTC");
        assertThat(removed.principal()).isEqualTo(Desk.RISK);
    }

    @Test
    void ofTotalsThatNeedMoreThan64Bits()
    {
        publisher.fundingApplied(instrument, -5, 6, 7, new WideSum().set(1, 2), new WideSum().set(3, -4), -8);
        final FundingAppliedDecoder funding = new FundingAppliedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(funding.paid().high(), funding.paid().low(), funding.received().high(),
            funding.received().low(), funding.rounding(), funding.ratePpb(), funding.fundingId()))
            .containsExactly(1L, 2L, 3L, -4L, -8L, -5L, 6L);
        publisher.variationSettled(instrument, 9, new WideSum().set(1, 2), new WideSum().set(3, -4), rita);
        final VariationSettledDecoder variation = new VariationSettledDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(variation.paid().high(), variation.received().low(), variation.markTicks()))
            .containsExactly(1L, -4L, 1_000L);
        publisher.houseDeficitChanged(asset, -12, 13);
        final HouseDeficitChangedDecoder house =
            new HouseDeficitChangedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(house.amount(), house.run(), house.houseDeficit().low())).containsExactly(-12L, 13L, 0L);
    }

    @Test
    void ofPledgesDeadlinesAndCollections()
    {
        publisher.accountPledged(one, two);
        final AccountPledgedDecoder pledged = new AccountPledgedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(pledged.account(), pledged.distressed())).containsExactly(1L, 2L);
        assertReceivers(1, 0);
        publisher.accountReleased(stranger);
        assertThat(new AccountReleasedDecoder().wrapAndApplyHeader(event(), 0, header).account()).isEqualTo(3);
        assertReceivers(2, 0);
        publisher.liquidationDeadlineMoved(one, 5, Absent.LONG);
        final LiquidationDeadlineMovedDecoder moved =
            new LiquidationDeadlineMovedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(moved.oldDeadline(), moved.newDeadline()))
            .containsExactly(5L, LiquidationDeadlineMovedDecoder.newDeadlineNullValue());
        publisher.ownAccountCollected(7, one, two, 8);
        final OwnAccountCollectedDecoder collected =
            new OwnAccountCollectedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(collected.run(), collected.account(), collected.defaulter(), collected.amount(),
            collected.collateral())).containsExactly(7L, 1L, 2L, 8L, one.collateral());
    }

    @Test
    void ofTransfersAndSweeps()
    {
        publisher.positionTransferred(one, stranger, instrument, 5, -6, 7, rita);
        final PositionTransferredDecoder moved =
            new PositionTransferredDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(moved.from(), moved.to(), moved.quantityLots(), moved.cost(), moved.priceTicks()))
            .containsExactly(1L, 3L, 5L, -6L, 7L);
        assertReceivers(1, 2);
        publisher.positionChanged(one, instrument, 4, 3, 2, 1, PositionCause.TRANSFER);
        final PositionChangedDecoder changed = new PositionChangedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(changed.quantityLots(), changed.cost(), changed.realizedPnl(), changed.fee()))
            .containsExactly(4L, 3L, 2L, 1L);
        assertThat(changed.cause()).isEqualTo(PositionCause.TRANSFER);
        publisher.roundingSwept(asset, 11, rita);
        final RoundingSweptDecoder swept = new RoundingSweptDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(swept.amount(), swept.fees(), swept.rounding()))
            .containsExactly(11L, asset.fees(), asset.rounding());
        assertReceivers(EventRing.RISK_OPS, 0);
    }

    @Test
    void ofAShutdown()
    {
        publisher.shutdownRequested(rita);
        final ShutdownRequestedDecoder asked = new ShutdownRequestedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(asked.principal()).isEqualTo(rita.name());
        assertReceivers(EventRing.ALL, 0);
        assertThat(publisher.takeShutdown()).isTrue();
        assertThat(publisher.takeShutdown()).as("once").isFalse();
    }

    @Test
    void ofADefaultRun()
    {
        final RunPlan plan = desk.clearing().engine().preview(one, null).runs().get(0);
        publisher.defaultRunStarted(4, one, 5, plan);
        final DefaultRunStartedDecoder started = new DefaultRunStartedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(started.run(), started.account(), started.markSequence(), started.equity(), started.kept(),
            started.notional())).containsExactly(4L, 1L, 5L, plan.equity(), plan.kept(), plan.notional());
        final DefaultRunStartedDecoder.LegsDecoder leg = started.legs().next();
        assertThat(List.of(leg.quantityLots(), leg.closingLots(), leg.cost(), leg.markTicks()))
            .containsExactly(10L, 10L, 1_000_000L, 1_000L);

        publisher.defaultRunCompleted(4, one, plan);
        final DefaultRunCompletedDecoder over =
            new DefaultRunCompletedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(over.deficit(), over.ownAccounts(), over.fund(), over.surcharge(), over.haircut(),
            over.houseDeficit(), over.closeOutFee(), over.debt(), over.debtRepaid())).containsExactly(
            plan.deficit(), plan.ownAccounts(), plan.fundDrawn(), plan.surcharge(), plan.haircut(),
            plan.houseDeficit(), plan.closeOutFee(), plan.debt(), plan.debtRepaid());
        assertThat(List.of(over.closedLots(), over.notionalClosed(), (long)over.legsLeft(), over.fundAfter()))
            .containsExactly(plan.closedLots(), plan.notionalClosed(), (long)plan.legsLeft(), 1_000_000L);

        publisher.defaultRunDropped(one, 9, 10);
        final DefaultRunDroppedDecoder dropped = new DefaultRunDroppedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(dropped.account(), dropped.equity(), dropped.debtRepaid())).containsExactly(1L, 9L, 10L);
    }

    @Test
    void ofAGatewayWhoseDefinitionIsReplaced()
    {
        desk.accepted(Desk.RISK, RiskMessages.defineGateway("b", 2, 5, 3, 900, 7, 1));
        final GatewayDefinedDecoder defined = new GatewayDefinedDecoder().wrapAndApplyHeader(event(), 0, header);
        assertThat(List.of(defined.gatewayNumber(), defined.venue())).containsExactly(2, 2);
        assertThat(List.of(defined.accountFrom(), defined.accountTo())).containsExactly(3L, 900L);
        assertThat(defined.capabilities().getRaw()).isEqualTo((short)5);
        final GatewayDefinedDecoder.InstrumentsDecoder rows = defined.instruments();
        assertThat(List.of(rows.next().instrument(), rows.next().instrument())).containsExactly(1, 7);
    }
}
