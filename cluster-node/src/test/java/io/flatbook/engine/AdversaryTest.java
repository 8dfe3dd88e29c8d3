package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.TradeCause;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * I12 and the other invariants against an owner with four accounts who sends any command in any order: in any instrument
 * of a family (perpetual, dated future, inverse perpetual, put) and of another, against one market maker for all, poor
 * strangers who default as well, and an accomplice; entries reset through strangers, hedges closed before the default
 * and taken during it, fundings, settlements, held and confirmed marks, halts, waiting and partial runs, rounds that an
 * entry has no room for. {@link InvariantChecker} looks at the book after each command and at each round of default runs
 * as it happens: what others give is at most what all of his that answer lack together, plus, with HEDGES, the
 * maintenance that they keep.
 * <p>
 * Whatever is done with trades and money, nobody pays for it: fund and house move by marks, fundings, settlements, time
 * and risk only.
 */
class AdversaryTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 23L);
    private static final long COMMANDS = Long.getLong("flatbook.adversary.commands", 100_000L);
    private static final int COMMANDS_PER_BOOK = 1_000;
    private static final int OWN_ACCOUNTS = 4;
    private static final long ACCOMPLICE = 5;
    private static final long MAKER = 10;
    private static final int STRANGERS = 4;
    private static final int INSTRUMENTS = 5;
    private static final int DATED = 1;
    private static final int PUT = 3;
    private static final long DATED_MS = 1L << 50;

    private final int[] instruments = new int[INSTRUMENTS];
    private SplittableRandom random;
    private InvariantChecker invariants;
    private ClearingEngine engine;
    private Sender risk;
    private Sender gateway;
    private long sequence;
    private int listings;
    private int runs;
    private int rounds;
    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    void neverIsPaidByOthersWhatHisAccountsCanPay()
    {
        System.out.println("AdversaryTest -Dflatbook.seed=" + SEED + " -Dflatbook.adversary.commands=" + COMMANDS);
        for (long done = 0; done < COMMANDS; done += COMMANDS_PER_BOOK)
        {
            play(SEED + done / COMMANDS_PER_BOOK, (int)Math.min(COMMANDS_PER_BOOK, COMMANDS - done));
        }
        assertThat(runs).as("default runs").isGreaterThan((int)(COMMANDS / 100));
        assertThat(rounds).as("rounds of several runs").isLessThan(runs);
        assertThat(seen).as("events").containsKeys("accountPledged", "accountReleased", "ownAccountCollected",
            "gainsHaircut", "houseDeficitChanged", "defaultRunHeld", "defaultRunDropped", "instrumentSettled",
            "fundingApplied", "variationSettled", "markPriceHeld", "markConfirmed", "positionTransferred",
            "liquidationDeadlineMoved", "liquidationFeeCharged");
    }

    private void play(final long seed, final int commands)
    {
        random = new SplittableRandom(seed);
        open();
        for (int i = 0; i < commands; i++)
        {
            try
            {
                invariants.begin();
                step();
                invariants.check(engine);
            }
            catch (final AssertionError | RuntimeException ex)
            {
                throw new AssertionError("seed " + seed + " command " + i + ": " + ex.getMessage(), ex);
            }
        }
        runs += invariants.runs();
        rounds += invariants.rounds();
        invariants.seen().forEach((event, count) -> seen.merge(event, count, Integer::sum));
    }

    private void open()
    {
        invariants = new InvariantChecker();
        engine = new ClearingEngine(new Limits().idsRetained(1_000)
            .bookingsPerEntry(0 == random.nextInt(3) ? 3 : 1_000), invariants.events());
        invariants.watch(engine);
        invariants.begin();
        risk = engine.principals().admit("risk/alice").sender();
        sequence = 0;
        listings = 0;
        accepted(engine.defineAsset(risk, 2, "USD"));
        accepted(engine.defineGateway(risk, new GatewayDefinition(
            "g", 1, 15, Switch.ON, TestBook.NONE, TestBook.NONE, new int[0])));
        gateway = engine.principals().gateway("g").sender();
        for (int i = 0; i < INSTRUMENTS; i++)
        {
            list(i);
        }
        accepted(engine.updateMarkPrices(
            gateway, ++sequence, instruments, new long[]{1_000, 1_000, 1_000, 50, 300}, INSTRUMENTS));
        for (long account = 1; account <= ACCOMPLICE; account++)
        {
            account(account, account <= OWN_ACCOUNTS ? 1 : account, 1_000_000 + random.nextInt(2_000_000));
        }
        for (int i = 0; i <= STRANGERS; i++)
        {
            account(MAKER + i, MAKER + i, 0 == i ? 1L << 50 : 1_000_000 + random.nextInt(3_000_000));
        }
        accepted(engine.fundInsurance(risk, 1, 1 + random.nextInt(20_000_000)));
        waterfall();
    }

    private static void accepted(final RejectReason reason)
    {
        assertThat(reason).isEqualTo(RejectReason.NONE);
    }

    private void account(final long id, final long owner, final long minorUnits)
    {
        accepted(engine.openAccount(gateway, id, owner, 1));
        accepted(engine.deposit(gateway, id, minorUnits, ++sequence));
    }

    private void list(final int i)
    {
        listings++;
        final String name = "I" + i + "-" + listings;
        final OffsetPolicyKind policy = OffsetPolicyKind.get((short)(1 + random.nextInt(3)));
        accepted(engine.defineInstrument(risk, switch (i)
        {
            case 0 -> TestBook.linear(name).family("C");
            case DATED -> TestBook.future(name, DATED_MS).family("C");
            case 2 -> TestBook.linear(name).kind(InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0).family("C");
            case PUT -> TestBook.option(name, InstrumentKind.PUT, instruments[0], 1_000).expiryMs(DATED_MS).family("C");
            default -> TestBook.linear(name);
        }));
        instruments[i] = (int)engine.detail();
        accepted(engine.setOffsetPolicy(risk, instruments[i], policy, random.nextBoolean() ? Switch.ON : Switch.OFF));
    }

    private void waterfall()
    {
        final boolean least = 0 == random.nextInt(3);
        accepted(engine.setWaterfall(risk, 1, new TestWaterfall().floor(random.nextInt(2) * random.nextInt(1_000_000))
            .perOwner(0 == random.nextInt(2) ? TestBook.NONE : random.nextInt(5_000_000), 60_000)
            .timeout(random.nextInt(3) * 1_000).liquidationFee(5_000).closeOutFee(least ? 10_000 : random.nextInt(2_000))
            .closeOut(least ? CloseOut.LEAST : CloseOut.WHOLE).gate(1L << 50)
            .recourse(random.nextBoolean() ? Recourse.OWNER : Recourse.HEDGES)
            .trigger(0 == random.nextInt(4) ? DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC).build()));
    }

    private void step()
    {
        final int kind = random.nextInt(100);
        if (kind < 70)
        {
            final long fund = engine.book().asset(1).insuranceFund();
            final boolean allSolvent = allSolvent();
            if (kind < 50)
            {
                trade();
            }
            else
            {
                money(kind);
            }
            assertThat(!allSolvent || engine.book().asset(1).insuranceFund() >= fund)
                .as("the fund pays for no trade and no payment").isTrue();
        }
        else if (kind < 84)
        {
            marks();
        }
        else
        {
            other(kind);
        }
    }

    private boolean allSolvent()
    {
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            if (engine.margin().equity(account) < 0)
            {
                return false;
            }
        }
        return true;
    }

    private long own()
    {
        return 1 + random.nextInt(OWN_ACCOUNTS);
    }

    private int instrument()
    {
        return instruments[random.nextInt(INSTRUMENTS)];
    }

    private long other()
    {
        final int who = random.nextInt(12);
        return who < 4 ? MAKER : who < 10 ? MAKER + 1 + random.nextInt(STRANGERS) : who < 11 ? ACCOMPLICE : own();
    }

    private void trade()
    {
        final long first = 0 == random.nextInt(4) ? other() : own();
        final long second = other();
        final int instrument = instrument();
        final long mark = engine.book().instrument(instrument).markTicks();
        final long ticks = 0 == random.nextInt(6) ? 1 + random.nextLong(2 * mark + 2) : mark;
        final boolean buys = random.nextBoolean();
        final boolean liquidates = AccountStatus.LIQUIDATING == engine.book().account(first).status();
        final TradeCause cause = random.nextInt(30) < (liquidates ? 20 : 1) ?
            TradeCause.LIQUIDATION : TradeCause.TRADE;
        final long fee = 0 == random.nextInt(8) ? random.nextInt(20) : 0;
        final TradeTicket ticket = new TradeTicket().set(++sequence, instrument, buys ? first : second,
            buys ? second : first, lots(first, instrument), ticks, fee, 0, cause, 0 == random.nextInt(6), TestBook.NONE,
            Absent.INT);
        final long firstFloor = pledgedEquity(first, cause);
        final long secondFloor = pledgedEquity(second, cause);
        final int runsBefore = invariants.runs();
        if (RejectReason.NONE == engine.registerTrade(gateway, ticket) && invariants.runs() == runsBefore)
        {
            assertThat(equity(first) + fee).as("TRD-2: account %d answers", first).isGreaterThanOrEqualTo(firstFloor);
            assertThat(equity(second) + fee).as("TRD-2: account %d answers", second).isGreaterThanOrEqualTo(secondFloor);
        }
    }

    private long equity(final long account)
    {
        return engine.margin().equity(engine.book().account(account));
    }

    // What an account that answers must not fall below by a trade, but for a small fee.
    private long pledgedEquity(final long id, final TradeCause cause)
    {
        final Account account = engine.book().account(id);
        final boolean isAnswerable = Recourse.OWNER == account.asset().waterfall().recourse() ?
            account.ownerAccounts().distressed() > 0 : account.pledged();
        final boolean isLiquidated =
            TradeCause.LIQUIDATION == cause && AccountStatus.LIQUIDATING == account.status();
        return isAnswerable && !isLiquidated ? equity(id) : Long.MIN_VALUE;
    }

    // Any number, or all of the position: hedges are closed, entries reset.
    private long lots(final long account, final int instrument)
    {
        final Position leg = engine.book().account(account).leg(engine.book().instrument(instrument));
        return null != leg && random.nextBoolean() ? Math.abs(leg.quantityLots()) :
            1 + random.nextInt(1 << 1 + random.nextInt(10));
    }

    private void money(final int kind)
    {
        final long account = own();
        final long minorUnits = 1 + random.nextInt(500_000);
        if (kind < 54)
        {
            engine.deposit(gateway, 0 == random.nextInt(2) ? account : other(), minorUnits, ++sequence);
        }
        else if (kind < 59)
        {
            withdraw(account, 0 == random.nextInt(2) ?
                Math.max(1, engine.book().account(account).collateral()) : minorUnits);
        }
        else if (kind < 65)
        {
            engine.transferCollateral(gateway, account, own(), minorUnits, ++sequence);
        }
        else if (kind < 68)
        {
            engine.offsetPositions(gateway, account, 0 == random.nextInt(2) ? own() : other(), instrument(),
                1 + random.nextInt(30));
        }
        else
        {
            engine.setOrderHold(gateway, account, random.nextInt(100_000));
        }
    }

    // What is left on the account covers its margin without any gain on paper (PAY-1).
    private void withdraw(final long id, final long minorUnits)
    {
        final Account account = engine.book().account(id);
        final boolean isPledged = account.pledged() || account.ownerAccounts().distressed() > 0;
        if (RejectReason.NONE == engine.withdraw(gateway, id, minorUnits, ++sequence))
        {
            assertThat(isPledged).as("PAY-1: account %d answers", id).isFalse();
            assertThat(Math.min(account.collateral(), engine.margin().equity(account)) - account.orderHold())
                .isGreaterThanOrEqualTo(engine.margin().initialMargin(account));
        }
    }

    private void marks()
    {
        final int size = 0 == random.nextInt(5) ? 40 : 5;
        final int common = random.nextInt(2 * size + 1) - size;
        final int[] ids = new int[INSTRUMENTS];
        final long[] ticks = new long[INSTRUMENTS];
        int count = 0;
        for (int i = 0; i < INSTRUMENTS; i++)
        {
            if (0 != random.nextInt(4))
            {
                final long mark = engine.book().instrument(instruments[i]).markTicks();
                final int percent = (PUT == i ? -common : common) + random.nextInt(5) - 2;
                ids[count] = instruments[i];
                ticks[count] = Math.max(PUT == i ? 0 : 20, Math.min(20_000, mark + mark * percent / 100 +
                    random.nextInt(3) - 1));
                count++;
            }
        }
        engine.updateMarkPrices(gateway, ++sequence, ids, ticks, count);
    }

    private void other(final int kind)
    {
        switch (kind)
        {
            case 84, 85 -> engine.applyFunding(gateway, instrument(), random.nextInt(100_000_001) - 50_000_000, ++sequence);
            case 86, 87 -> engine.advanceTo(engine.timeMs() + random.nextInt(1_500));
            case 88 -> settlements();
            case 89 -> engine.reportLiquidationFailed(gateway, 0 == random.nextInt(2) ? own() : other());
            case 90, 91 -> halt();
            case 92 -> engine.declareDefault(risk, 0 == random.nextInt(4) ? own() : declared());
            case 93 -> engine.setProtection(risk, instrument(), new TestProtection()
                .markBand(random.nextInt(2) * 150_000).markMaxAge(random.nextInt(2) * 1_000).build());
            case 94 -> confirm();
            case 95 -> engine.setAssetStatus(risk, 1, Switch.ON, 0 == random.nextInt(3) ? Switch.OFF : Switch.ON);
            case 96 -> engine.transferPosition(risk, other(), own(), instrument(), 1 + random.nextInt(20),
                0 == random.nextInt(2) ? TestBook.NONE : engine.book().instrument(instruments[0]).markTicks());
            case 97 -> waterfall();
            case 98 -> engine.setAccountMode(risk, own(), 0 == random.nextInt(4) ?
                AccountMode.get((short)(1 + random.nextInt(3))) : AccountMode.NORMAL);
            default -> revive();
        }
    }

    // One is halted, or all trade again.
    private void halt()
    {
        if (0 == random.nextInt(2))
        {
            engine.setInstrumentStatus(risk, instrument(), InstrumentStatus.HALTED);
        }
        else
        {
            for (final int instrument : instruments)
            {
                engine.setInstrumentStatus(risk, instrument, InstrumentStatus.TRADING);
            }
        }
    }

    // Whoever was closed out comes back with new money.
    private void revive()
    {
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            if (AccountStatus.CLOSED_OUT == account.status())
            {
                engine.deposit(gateway, account.id(), 1_000_000 + random.nextInt(1_000_000), ++sequence);
            }
        }
    }

    // An account whose run waits, if there is one.
    private long declared()
    {
        for (long account = 1; account <= MAKER + STRANGERS; account++)
        {
            final Account found = engine.book().account(account);
            if (null != found && null != engine.pendingRuns().of(found))
            {
                return account;
            }
        }
        return own();
    }

    private void confirm()
    {
        for (final int instrument : instruments)
        {
            if (engine.book().instrument(instrument).suspect())
            {
                engine.confirmMark(risk, instrument, engine.book().instrument(instrument).heldTicks());
            }
        }
    }

    private void settlements()
    {
        if (0 == random.nextInt(2))
        {
            engine.settleVariation(risk, instrument());
        }
        else
        {
            settle();
        }
    }

    // The dated future settles near its mark, leaves, and is listed anew.
    private void settle()
    {
        final int dated = instruments[DATED];
        final long mark = engine.book().instrument(dated).markTicks();
        final long ticks = Math.max(20, mark + mark * (random.nextInt(61) - 30) / 100);
        if (RejectReason.NONE == engine.settleInstrument(risk, dated, ticks))
        {
            accepted(engine.removeInstrument(risk, dated));
            list(DATED);
            engine.updateMarkPrices(gateway, ++sequence, new int[]{instruments[DATED]}, new long[]{mark}, 1);
        }
    }
}
