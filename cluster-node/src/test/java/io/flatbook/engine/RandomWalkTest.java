package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Protection;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Any commands in any order: the invariants hold after each, and a refused one leaves no trace. */
class RandomWalkTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 31L);
    private static final int SEEDS = Integer.getInteger("flatbook.walk.seeds", 40);
    private static final int COMMANDS = 1_000;
    private static final int ACCOUNTS = 10;

    private final Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    private SplittableRandom random;
    private InvariantChecker invariants;
    private ClearingEngine engine;
    private Principal risk;
    private Principal gateway;
    private long sequence;
    private int runs;

    @Test
    void theInvariantsHoldAfterEveryCommand()
    {
        System.out.println("RandomWalkTest -Dflatbook.seed=" + SEED + " -Dflatbook.walk.seeds=" + SEEDS);
        for (int i = 0; i < SEEDS; i++)
        {
            walk(SEED + i);
        }
        assertThat(runs).as("default runs").isGreaterThan(5 * SEEDS);
        assertThat(reasons).containsKeys(RejectReason.NONE, RejectReason.SAME_OWNER, RejectReason.INSUFFICIENT_MARGIN,
            RejectReason.BEYOND_BANKRUPTCY, RejectReason.ACCOUNT_STATUS, RejectReason.MARK_SUSPECT,
            RejectReason.INSTRUMENT_STATUS);
    }

    private void walk(final long seed)
    {
        random = new SplittableRandom(seed);
        invariants = new InvariantChecker();
        engine = new ClearingEngine(new Limits().bookingsPerEntry(3).idsRetained(64), invariants.events());
        invariants.watch(engine);
        risk = engine.principals().admit("risk/alice");
        sequence = 0;
        define();
        for (int i = 0; i < COMMANDS; i++)
        {
            final String place = "seed " + seed + " command " + i;
            try
            {
                step();
            }
            catch (final AssertionError | RuntimeException ex)
            {
                throw new AssertionError(place + ": " + ex.getMessage(), ex);
            }
        }
        runs += invariants.runs();
    }

    private void define()
    {
        engine.defineAsset(risk, 2, "USD");
        engine.defineGateway(risk, "g", 1, 15, Switch.ON);
        gateway = engine.principals().gateway("g");
        final InstrumentDefinition[] definitions = {
            TestBook.linear("BTC"),
            TestBook.linear("XBT").kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000, 0)
                .offsetPolicy(OffsetPolicyKind.WATERFILL),
            TestBook.linear("ETH").offsetPolicy(OffsetPolicyKind.PRO_RATA),
            TestBook.linear("CALL").kind(InstrumentKind.CALL).underlyingId(1).strikeTicks(1_000).expiryMs(1_000_000)
                .option(150_000, 100_000, 75_000)};
        for (final InstrumentDefinition definition : definitions)
        {
            assertThat(engine.defineInstrument(risk, definition)).isEqualTo(RejectReason.NONE);
        }
        for (int id = 1; id <= ACCOUNTS; id++)
        {
            engine.openAccount(gateway, id, 1 + id / 2, 1);
            engine.deposit(gateway, id, 200_000, ++sequence);
        }
        engine.updateMarkPrices(gateway, ++sequence, new int[]{1, 2, 3, 4}, new long[]{1_000, 1_000, 300, 50}, 4);
        engine.fundInsurance(risk, 1, 20_000);
    }

    private void step()
    {
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        final long[] collateral = new long[ACCOUNTS + 1];
        final boolean[] flat = new boolean[ACCOUNTS + 1];
        for (int id = 1; id <= ACCOUNTS; id++)
        {
            collateral[id] = engine.book().account(id).collateral();
            flat[id] = 0 == engine.book().account(id).legCount();
        }
        invariants.begin();
        if (0 == random.nextInt(8))
        {
            engine.advanceTo(engine.timeMs() + random.nextInt(0 == random.nextInt(20) ? 100_000 : 300));
            invariants.check(engine);
            return;
        }
        final RejectReason reason = command();
        reasons.merge(reason, 1, Integer::sum);
        if (RejectReason.NONE != reason)
        {
            assertThat(engine.stateHash()).as("state after %s", reason).isEqualTo(stateHash);
            assertThat(engine.replicaHash()).as("replica after %s", reason).isEqualTo(replicaHash);
        }
        for (int id = 1; id <= ACCOUNTS; id++)
        {
            if (flat[id] && 0 == engine.book().account(id).legCount() && !invariants.mayHaveMoved(id))
            {
                assertThat(engine.book().account(id).collateral()).as("account %d", id).isEqualTo(collateral[id]);
            }
        }
        invariants.check(engine);
    }

    private RejectReason command()
    {
        final int kind = random.nextInt(100);
        if (kind < 45)
        {
            return trade();
        }
        if (kind < 70)
        {
            return marks();
        }
        return kind < 85 ? money() : setting();
    }

    private long account()
    {
        return 1 + random.nextInt(ACCOUNTS);
    }

    private int instrument()
    {
        return 1 + random.nextInt(4);
    }

    private RejectReason trade()
    {
        final int id = instrument();
        final long mark = engine.book().instrument(id).markTicks();
        final long ticks = Math.max(1, mark + mark * (random.nextInt(21) - 10) / 200);
        final TradeCause cause = 0 == random.nextInt(3) ? TradeCause.LIQUIDATION : TradeCause.TRADE;
        return engine.registerTrade(gateway, ++sequence, id, account(), account(), 1 + random.nextInt(400), ticks,
            random.nextInt(5), random.nextInt(5) - 1, cause, 0 == random.nextInt(4), TestBook.NONE,
            Absent.INT);
    }

    private RejectReason marks()
    {
        final int[] ids = {1, 2, 3, 4};
        final long[] ticks = new long[4];
        for (int i = 0; i < 4; i++)
        {
            final long mark = engine.book().instrument(ids[i]).markTicks();
            final int percent = 0 == random.nextInt(10) ? 30 : 3;
            ticks[i] = Math.max(2, Math.min(5_000, mark + mark * (random.nextInt(2 * percent + 1) - percent) / 100 +
                random.nextInt(3) - 1));
        }
        return engine.updateMarkPrices(gateway, ++sequence, ids, ticks, 1 + random.nextInt(4));
    }

    private RejectReason money()
    {
        return switch (random.nextInt(10))
        {
            case 0, 1, 2 -> engine.deposit(gateway, account(), 1 + random.nextInt(50_000), ++sequence);
            case 3, 4 -> engine.withdraw(gateway, account(), 1 + random.nextInt(50_000), ++sequence);
            case 5 -> engine.applyFunding(gateway, instrument(), random.nextInt(2_000_001) - 1_000_000, ++sequence);
            case 6 -> engine.setOrderHold(gateway, account(), random.nextInt(1_000));
            case 7 -> engine.offsetPositions(gateway, account(), account(), instrument(), 1 + random.nextInt(50));
            case 8 -> engine.transferPosition(risk, account(), account(), instrument(), 1 + random.nextInt(50));
            default -> engine.fundInsurance(risk, 1, 1 + random.nextInt(5_000));
        };
    }

    private RejectReason setting()
    {
        return switch (random.nextInt(9))
        {
            case 0 -> engine.reportLiquidationFailed(gateway, account());
            case 1 -> engine.declareDefault(risk, account());
            case 2 -> engine.setAccountMode(risk, account(), AccountMode.get((short)(1 + random.nextInt(3))));
            case 3 -> engine.setAccountMode(risk, account(), AccountMode.NORMAL);
            case 4 -> engine.setInstrumentStatus(risk, instrument(), 0 == random.nextInt(4) ?
                InstrumentStatus.HALTED : InstrumentStatus.TRADING);
            case 5 -> engine.setAssetStatus(risk, 1, Switch.ON, 0 == random.nextInt(5) ? Switch.OFF : Switch.ON);
            case 6 -> engine.setWaterfall(risk, 1, new TestWaterfall().floor(random.nextInt(3_000))
                .perEvent(random.nextInt(20_000)).window(random.nextInt(40_000), 5_000).timeout(random.nextInt(2_000))
                .liquidationFee(5_000).closeOutFee(10_000).gate(1_000_000).trigger(0 == random.nextInt(4) ?
                DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC).build());
            case 7 -> engine.setProtection(risk, instrument(), new Protection(random.nextInt(3) * 100_000, 0,
                random.nextInt(2) * 300_000, TestBook.NONE, TestBook.NONE, TestBook.NONE, TestBook.NONE));
            default -> engine.confirmMark(risk, instrument());
        };
    }
}
