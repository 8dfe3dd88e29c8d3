package io.flatbook.cluster;

import io.flatbook.engine.BookedTrade;
import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.LimitsUpdate;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Tenure;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.OwnerDraws;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Every field of the state, none at its default, goes through a snapshot: DET-2. */
class SnapshotFieldsTest
{
    private static final Protection PROTECTION = new Protection(11, 12, 13, 14, 15, 16, 17, 18L, 19L, 20L, 21L, 22L);
    private static final Waterfall WATERFALL = new Waterfall(
        31, 32L, 33L, 34, 35, 36, 37, 38, 39L, DefaultTrigger.OPERATOR, Recourse.OWNER, CloseOut.LEAST);

    private static final LimitsUpdate LIMITS =
        new LimitsUpdate(5_000_000, 1_025, 4_097, 1_048_577, 65, 257, 1_025, 2_000_000);
    private static final BookedTrade TRADE = new BookedTrade(21, 3, 101, 102, 4, 5, 6, 7, 39, 40);
    private static final BookedTrade BUSTED = new BookedTrade(22, 7, 102, 101, 8, 9, -10, 11, 40, 38);

    private final LocalClearing live = new LocalClearing(new Limits());
    private final BookRestorer restorer = live.engine().state().book();

    @BeforeEach
    void fill()
    {
        live.engine().state().restoreClock(1_000_000, 1_000_100, true);
        live.engine().state().restoreCounters(Switch.ON, 1, 20251010, 5, 6, 7);
        restorer.restoreLastInstrumentId(9);
        restorer.restoreLastAccountSerial(41);
        restorer.restoreLastRunNumber(3);
        live.engine().state().restoreLimits(LIMITS);
        live.engine().state().restoreStorage(true, 3);
        live.engine().state().restoreRefusedEntry(64);
        live.engine().state().restoreRefusedEntry(128);
        asset();
        restorer.restoreMark(
            future(), InstrumentStatus.EXPIRED, -37, 999_000, 0, 2);
        final Instrument bounded = restorer.restoreInstrument(7, new InstrumentDefinition()
            .symbol("JA/NEIN Ä€ 🙂")
            .family("WAHL")
            .kind(InstrumentKind.LINEAR_FUTURE)
            .settlementAssetId(1)
            .tickSize(1, -2)
            .lotSize(1, 0)
            .multiplier(1, 0)
            .expiryMs(2_000_000)
            .minTicks(0)
            .maxTicks(100)
            .offsetPolicy(OffsetPolicyKind.QUEUE)
            .marginTerms(MarginTerms.bounded()), Protection.TRIAL, 0);
        restorer.restoreMark(bounded, InstrumentStatus.TRADING, 0, 5, Absent.LONG, 0);
        option();
        gateway();
        used();
        accounts(bounded);
    }

    private void asset()
    {
        final Asset asset = restorer.restoreAsset("USD", 2, WATERFALL, Switch.OFF, Switch.OFF);
        restorer.restoreMoney(
            asset, 1, 2, -3, new WideSum().set(4, -5), new WideSum().set(6, -7), new WideSum().set(8, -9));
        restorer.restoreWindow(asset, 29_411, 8);
        restorer.restoreDraws(asset, 1, 70, 71, 72);
        restorer.restoreDraws(asset, 2, 70, 73, 74);
    }

    private Instrument future()
    {
        final MarginTiers tiers =
            MarginTiers.of(new long[]{0, 100}, new long[]{50_000, 60_000}, new long[]{30_000, 40_000}, 2);
        final Instrument future = restorer.restoreInstrument(3, new InstrumentDefinition()
            .symbol("POWER")
            .family("ENERGY")
            .kind(InstrumentKind.LINEAR_FUTURE)
            .settlementAssetId(1)
            .tickSize(1, -2)
            .lotSize(2, 2)
            .multiplier(3, 1)
            .expiryMs(500_000)
            .minTicks(-500)
            .maxTicks(4_000)
            .offsetPolicy(OffsetPolicyKind.WATERFILL)
            .spareHedges(Switch.ON)
            .protection(new Protection(0, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0))
            .marginTerms(new MarginTerms(MarginModel.TIERS, tiers, 25, 24)), PROTECTION, 1L << 52);
        restorer.restoreBandReference(future, 76_923, -40);
        return future;
    }

    private void option()
    {
        restorer.restoreInstrument(8, new InstrumentDefinition()
            .symbol("POWER-P-50")
            .family("ENERGY")
            .kind(InstrumentKind.PUT)
            .settlementAssetId(1)
            .underlyingId(3)
            .tickSize(1, -2)
            .lotSize(1, 0)
            .multiplier(1, 0)
            .expiryMs(400_000)
            .strikeTicks(50)
            .minTicks(0)
            .maxTicks(100)
            .option(150_000, 100_000, 75_000)
            .offsetPolicy(OffsetPolicyKind.PRO_RATA)
            .marginTerms(new MarginTerms(MarginModel.TIERS, MarginTiers.NONE, 3, 2)), Protection.TRIAL, 0);
    }

    private void gateway()
    {
        final Principal gateway = live.engine().state().restorePrincipal("gateway/a", Role.GATEWAY, 4);
        live.engine().state().restoreGateway(gateway,
            new GatewayDefinition("a", 4, 5, Switch.ON, 100, 200, new int[]{3, 7}), GatewayStatus.DISABLED);
        live.engine().state().restoreSequences(gateway, 8, 0, 9, 10);
        live.engine().state().restoreFundingIdForgotten(gateway, 3, 11);
        live.engine().state().restoreFundingId(gateway, 3, 12);
        live.engine().state().restoreFundingId(gateway, 7, 12);
        live.engine().state().restoreTenure(gateway, 13, 14, 15);
        live.engine().state().restoreFormerInstance(gateway, 16);
        live.engine().state().restoreFormerInstance(gateway, 17);
    }

    /** What the gateway sent: a command and a batch, two trades, two references. */
    private void used()
    {
        final ClearingEngine engine = live.engine();
        final Principal gateway = engine.principals().principal(1);
        engine.gate().record(gateway, 51, RejectReason.OUTSIDE_BAND, RejectField.PRICE, 52, 53);
        engine.batch().begin(2);
        engine.batch().add(RejectReason.NONE, RejectField.NONE);
        engine.batch().add(RejectReason.SAME_OWNER, RejectField.SELLER);
        engine.gate().record(gateway, 54, RejectReason.NONE, RejectField.NONE, 0, 55);
        engine.state().restoreTrade(gateway, TRADE, false);
        engine.state().restoreTrade(gateway, BUSTED, true);
        engine.state().restoreReference(gateway, 32);
        engine.state().restoreReference(gateway, 31);
    }

    private void accounts(final Instrument bounded)
    {
        final Account account = restorer.restoreAccount(101, 39, 4, 70, 1, 5_000);
        restorer.restoreStatus(account, AccountStatus.MARGIN_CALL, true, AccountMode.REDUCE_ONLY, 6);
        restorer.restoreObligations(account, 1_500_000, 7, true);
        restorer.restorePosition(account, bounded, 2, 3);
        final Account defaulted = restorer.restoreAccount(102, 40, 4, 71, 1, -50);
        restorer.restoreStatus(defaulted, AccountStatus.DEFAULTED, false, AccountMode.FROZEN, 0);
        restorer.restorePosition(defaulted, bounded, -2, -3);
        final PendingRun run = restorer.restoreRun(defaulted, 2, true, true, HoldReason.MARK_STALE);
        restorer.restoreGivenAway(run, new PendingRun.GivenAway(3, Side.SHORT));
        restorer.restoreGivenAway(run, new PendingRun.GivenAway(7, Side.LONG));
    }

    @Test
    void whatIsRestoredGivesTheSameBytesAndHashes()
    {
        final byte[] snapshot = live.snapshot();
        final LocalClearing restored = LocalClearing.restore(new Limits(), snapshot);
        assertThat(restored.snapshot()).isEqualTo(snapshot);
        assertThat(restored.stateHash()).isEqualTo(live.stateHash());
        assertThat(restored.engine().replicaHash()).isEqualTo(live.engine().replicaHash());
    }

    @Test
    void everyFieldComesBack()
    {
        final ClearingEngine engine = LocalClearing.restore(new Limits(), live.snapshot()).engine();
        assertThat(engine.book().lastInstrumentId()).isEqualTo(9);
        assertThat(engine.book().lastAccountSerial()).isEqualTo(41);
        assertThat(engine.state().lastRun()).isEqualTo(6);
        assertThat(engine.storage().isStorageLow()).isTrue();
        assertThat(engine.storage().storageChanges()).isEqualTo(3);
        assertThat(engine.storage().refusedEntries()).containsExactly(64L, 128L);
        assertLimits(engine.limits());
        assertAsset(engine.book().asset(1));
        assertFuture(engine.book().instrument(3));
        assertBounded(engine.book().instrument(7));
        assertOption(engine.book().instrument(8));
        assertGateway(engine.principals().principal(1));
        assertUsed(engine.principals().principal(1));
        assertAccounts(engine);
    }

    private static void assertLimits(final Limits limits)
    {
        assertThat(new LimitsUpdate(limits.accounts(), limits.accountsPerOwner(), limits.instruments(),
            limits.positionsPerInstrument(), limits.assets(), limits.gateways(), limits.principals(),
            limits.accountsPerVenue())).isEqualTo(LIMITS);
    }

    private static void assertAsset(final Asset asset)
    {
        assertThat(asset.waterfall()).isEqualTo(WATERFALL);
        assertThat(List.of(asset.houseDeficit().high(), asset.houseDeficit().low())).containsExactly(4L, -5L);
        assertThat(asset.ownerDraws().values()).extracting(OwnerDraws::venue).containsExactly(1, 2);
        assertThat(asset.ownerDraws().values()).extracting(OwnerDraws::drawn).containsExactly(71L, 73L);
        assertThat(asset.ownerDraws().values()).extracting(OwnerDraws::withdrawn).containsExactly(72L, 74L);
        assertThat(List.of(asset.window(), asset.windowDrawn())).containsExactly(29_411L, 8L);
    }

    private static void assertFuture(final Instrument future)
    {
        assertThat(future.family()).isEqualTo("ENERGY");
        assertThat(future.protection()).isEqualTo(PROTECTION);
        assertThat(future.definition().protection().maxPositionLots()).isEqualTo(23);
        assertThat(future.offsetPolicy()).isEqualTo(OffsetPolicyKind.WATERFILL);
        assertThat(future.spareHedges()).isEqualTo(Switch.ON);
        assertThat(future.marginTerms().model()).isEqualTo(MarginModel.TIERS);
        assertThat(future.marginTerms().initialPerLot()).isEqualTo(25);
        assertThat(future.marginTerms().maintenancePerLot()).isEqualTo(24);
        assertThat(future.marginTerms().tiers().count()).isEqualTo(2);
        assertThat(List.of(future.units().minTicks(), future.units().maxTicks())).containsExactly(-500L, 4_000L);
        assertThat(future.status()).isEqualTo(InstrumentStatus.EXPIRED);
        assertThat(List.of(future.markTicks(), future.heldTicks(), (long)future.heldBy()))
            .containsExactly(-37L, 0L, 2L);
        assertThat(List.of(future.bandWindow(), future.bandReferenceTicks())).containsExactly(76_923L, -40L);
    }

    private static void assertBounded(final Instrument bounded)
    {
        assertThat(bounded.symbol()).isEqualTo("JA/NEIN Ä€ 🙂");
        assertThat(bounded.marginTerms().model()).isEqualTo(MarginModel.BOUNDED);
        assertThat(bounded.markTicks()).isZero();
        assertThat(bounded.heldTicks()).isEqualTo(Absent.LONG);
        assertThat(bounded.bandReferenceTicks()).isEqualTo(Absent.LONG);
        assertThat(bounded.protection()).isEqualTo(Protection.TRIAL);
    }

    private static void assertOption(final Instrument option)
    {
        assertThat(option.underlying().id()).isEqualTo(3);
        assertThat(option.definition().strikeTicks()).isEqualTo(50);
        assertThat(option.definition().expiryMs()).isEqualTo(400_000);
        assertThat(List.of(option.definition().optionInitialPpm(), option.definition().optionInitialFloorPpm(),
            option.definition().optionMaintenancePpm())).containsExactly(150_000L, 100_000L, 75_000L);
    }

    private static void assertUsed(final Principal gateway)
    {
        final OutcomeLog outcomes = gateway.outcomes();
        assertThat(outcomes.lastCommandId()).isEqualTo(2);
        assertThat(outcomes.select(1)).isTrue();
        assertThat(outcomes.reason()).isEqualTo(RejectReason.OUTSIDE_BAND);
        assertThat(outcomes.field()).isEqualTo(RejectField.PRICE);
        assertThat(List.of(outcomes.commandHash(), outcomes.detail(), outcomes.firstEventSequence()))
            .containsExactly(51L, 52L, 53L);
        assertThat(outcomes.select(2)).isTrue();
        assertThat(outcomes.tradeCount()).isEqualTo(2);
        assertThat(List.of(outcomes.tradeReason(0), outcomes.tradeReason(1)))
            .containsExactly(RejectReason.NONE, RejectReason.SAME_OWNER);
        assertThat(List.of(outcomes.tradeField(0), outcomes.tradeField(1)))
            .containsExactly(RejectField.NONE, RejectField.SELLER);
        assertThat(gateway.trades().trade(21)).isEqualTo(TRADE);
        assertThat(gateway.trades().trade(22)).isEqualTo(BUSTED);
        assertThat(List.of(gateway.trades().isBusted(21), gateway.trades().isBusted(22)))
            .containsExactly(false, true);
        assertThat(List.of(gateway.references().id(0), gateway.references().id(1))).containsExactly(32L, 31L);
        assertThat(gateway.trades().ids().highestForgotten()).isEqualTo(9);
        assertThat(gateway.references().highestForgotten()).isEqualTo(10);
        final Tenure tenure = gateway.tenure();
        assertThat(List.of(tenure.epoch(), tenure.instance(), tenure.sessionId(), tenure.former(0), tenure.former(1)))
            .containsExactly(13L, 14L, 15L, 16L, 17L);
    }

    private static void assertGateway(final Principal gateway)
    {
        assertThat(List.of(gateway.accountFrom(), gateway.accountTo())).containsExactly(100L, 200L);
        assertThat(gateway.instrumentIds()).containsExactly(3, 7);
        assertThat(gateway.capabilities()).isEqualTo(5);
        assertThat(gateway.status()).isEqualTo(GatewayStatus.DISABLED);
        assertThat(gateway.fundingIds().keySet()).containsExactly(3, 7);
        assertThat(gateway.fundingIds().get(3).highestForgotten()).isEqualTo(11);
        assertThat(gateway.fundingIds().get(7).id(0)).isEqualTo(12);
    }

    private static void assertAccounts(final ClearingEngine engine)
    {
        final Account account = engine.book().account(101);
        assertThat(account.serial()).isEqualTo(39);
        assertThat(account.owner().id()).isEqualTo(70);
        assertThat(account.venue()).isEqualTo(4);
        assertThat(account.keptByDoubt()).isTrue();
        assertThat(account.pledged()).isTrue();
        assertThat(List.of(account.deadlineMs(), account.debt(), account.orderHold()))
            .containsExactly(1_500_000L, 7L, 6L);
        final PendingRun run = engine.pendingRuns().of(engine.book().account(102));
        assertThat(run.number()).isEqualTo(2);
        assertThat(run.declared()).isTrue();
        assertThat(run.released()).isTrue();
        assertThat(run.heldFor()).isEqualTo(HoldReason.MARK_STALE);
        assertThat(run.givenAway()).containsExactly(
            new PendingRun.GivenAway(3, Side.SHORT), new PendingRun.GivenAway(7, Side.LONG));
        assertThat(engine.pendingRuns().lastNumber()).isEqualTo(3);
    }

    @Test
    void aRunThatWasReleasedButNotDeclaredStaysSo()
    {
        final Account account = restorer.restoreAccount(103, 40, 4, 72, 1, 0);
        restorer.restoreStatus(account, AccountStatus.DEFAULTED, false, AccountMode.NORMAL, 0);
        restorer.restoreRun(account, 3, false, true, HoldReason.ENTRY_FULL);
        final ClearingEngine engine = LocalClearing.restore(new Limits(), live.snapshot()).engine();
        final PendingRun run = engine.pendingRuns().of(engine.book().account(103));
        assertThat(run.declared()).isFalse();
        assertThat(run.released()).isTrue();
        assertThat(run.isDeferred()).isTrue();
    }
}
