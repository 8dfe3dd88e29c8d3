package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Position;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
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
 * I12 and the other invariants against an owner with four accounts who sends any command in any order: in any
 * instrument of a family (perpetual, dated future, inverse perpetual, put) and of another, against one market maker for
 * all, poor strangers who default as well, and an accomplice; entries reset through strangers, hedges closed before the
 * default and taken during it, fundings, settlements, held and confirmed marks, halts, waiting and partial runs, rounds
 * that an entry has no room for. {@link InvariantChecker} looks at the book after each command and at each round of
 * default runs as it happens: what others give is at most what all of his that answer lack together, plus, with HEDGES,
 * the maintenance that they keep.
 * <p>
 * Whatever is done with trades and money, nobody pays for it: fund and house move by marks, fundings, settlements, time
 * and risk only.
 */
class AdversaryTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 23L);
    private static final long COMMANDS = Long.getLong("flatbook.adversary.commands", 100_000L);
    private static final long VARIETY_COMMANDS = 50_000;
    private static final int COMMANDS_PER_BOOK = 1_000;

    private final Map<String, Integer> seen = new TreeMap<>();
    private SplittableRandom random;
    private AdversaryBook book;
    private InvariantChecker invariants;
    private ClearingEngine engine;
    private Sender gateway;
    private int runs;
    private int rounds;

    @Test
    void neverIsPaidByOthersWhatHisAccountsCanPay()
    {
        System.out.println("AdversaryTest -Dflatbook.seed=" + SEED + " -Dflatbook.adversary.commands=" + COMMANDS);
        for (long done = 0; done < COMMANDS; done += COMMANDS_PER_BOOK)
        {
            play(SEED + done / COMMANDS_PER_BOOK, (int)Math.min(COMMANDS_PER_BOOK, COMMANDS - done));
        }
        final long replicaHash = engine.replicaHash();
        play(SEED + (COMMANDS - 1) / COMMANDS_PER_BOOK, (int)(1 + (COMMANDS - 1) % COMMANDS_PER_BOOK));
        assertThat(engine.replicaHash()).as("I9: the same commands again").isEqualTo(replicaHash);
        if (COMMANDS >= VARIETY_COMMANDS)
        {
            assertVariety();
        }
    }

    // What is never reached is not tested.
    private void assertVariety()
    {
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
        book = new AdversaryBook(random);
        invariants = book.invariants;
        engine = book.engine;
        gateway = book.gateway;
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

    private void step()
    {
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        if (0 == random.nextInt(20))
        {
            preview();
            assertThat(engine.replicaHash()).as("I11: a preview").isEqualTo(replicaHash);
        }
        if (RejectReason.NONE != command())
        {
            assertThat(engine.stateHash()).as("I11: a refusal").isEqualTo(stateHash);
            assertThat(engine.replicaHash()).as("I11: a refusal").isEqualTo(replicaHash);
        }
    }

    // Of whoever holds priced positions.
    private void preview()
    {
        final Account account = engine.book().account(own());
        if (engine.margin().allPriced(account))
        {
            engine.preview(account, OffsetPolicyKind.get((short)(1 + random.nextInt(3))));
        }
    }

    private RejectReason command()
    {
        final int kind = random.nextInt(100);
        if (kind >= 70)
        {
            return kind < 84 ? marks() : other(kind);
        }
        final long fund = engine.book().asset(1).insuranceFund();
        final long house = engine.book().asset(1).houseDeficit().low();
        final boolean allSolvent = allSolvent();
        final RejectReason reason = kind < 50 ? trade() : money(kind);
        assertThat(!allSolvent || engine.book().asset(1).insuranceFund() >= fund &&
            engine.book().asset(1).houseDeficit().low() <= house)
            .as("fund and house pay for no trade and no payment").isTrue();
        return reason;
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
        return 1 + random.nextInt(AdversaryBook.OWN_ACCOUNTS);
    }

    private long other()
    {
        final int who = random.nextInt(12);
        if (who < 4)
        {
            return AdversaryBook.MAKER;
        }
        return who < 10 ? AdversaryBook.MAKER + 1 + random.nextInt(AdversaryBook.STRANGERS) :
            who < 11 ? AdversaryBook.ACCOMPLICE : own();
    }

    private RejectReason trade()
    {
        final long first = 0 == random.nextInt(4) ? other() : own();
        final long second = other();
        final int instrument = book.instrument();
        final long mark = engine.book().instrument(instrument).markTicks();
        final long ticks = 0 == random.nextInt(6) ? 1 + random.nextLong(2 * mark + 2) : mark;
        final boolean buys = random.nextBoolean();
        final boolean liquidates = AccountStatus.LIQUIDATING == engine.book().account(first).status();
        final TradeCause cause = random.nextInt(30) < (liquidates ? 20 : 1) ?
            TradeCause.LIQUIDATION : TradeCause.TRADE;
        final long fee = 0 == random.nextInt(8) ? random.nextInt(20) : 0;
        final TradeTicket ticket = new TradeTicket().set(book.next(), instrument, buys ? first : second,
            buys ? second : first, lots(first, instrument), ticks, fee, 0, cause, 0 == random.nextInt(6), TestBook.NONE,
            Absent.INT);
        final long firstFloor = pledgedEquity(first, cause);
        final long secondFloor = pledgedEquity(second, cause);
        final int runsBefore = invariants.runs();
        final RejectReason reason = engine.registerTrade(gateway, ticket);
        if (RejectReason.NONE == reason && invariants.runs() == runsBefore)
        {
            assertThat(equity(first) + fee).as("TRD-2: account %d answers", first).isGreaterThanOrEqualTo(firstFloor);
            assertThat(equity(second) + fee).as("TRD-2: account %d answers", second)
                .isGreaterThanOrEqualTo(secondFloor);
        }
        return reason;
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

    private RejectReason money(final int kind)
    {
        final long account = own();
        final long minorUnits = 1 + random.nextInt(500_000);
        if (kind < 54)
        {
            return engine.deposit(gateway, 0 == random.nextInt(2) ? account : other(), minorUnits, book.next());
        }
        if (kind < 59)
        {
            return withdraw(account, 0 == random.nextInt(2) ?
                Math.max(1, engine.book().account(account).collateral()) : minorUnits);
        }
        if (kind < 65)
        {
            return engine.transferCollateral(gateway, account, own(), minorUnits, book.next());
        }
        return kind < 68 ? engine.offsetPositions(gateway, account, 0 == random.nextInt(2) ? own() : other(),
            book.instrument(), 1 + random.nextInt(30)) :
            engine.setOrderHold(gateway, account, random.nextInt(100_000));
    }

    // What is left on the account covers its margin without any gain on paper (PAY-1).
    private RejectReason withdraw(final long id, final long minorUnits)
    {
        final Account account = engine.book().account(id);
        final boolean isPledged = account.pledged() || account.ownerAccounts().distressed() > 0;
        final RejectReason reason = engine.withdraw(gateway, id, minorUnits, book.next());
        if (RejectReason.NONE == reason)
        {
            assertThat(isPledged).as("PAY-1: account %d answers", id).isFalse();
            assertThat(Math.min(account.collateral(), engine.margin().equity(account)) - account.orderHold())
                .isGreaterThanOrEqualTo(engine.margin().initialMargin(account));
        }
        return reason;
    }

    private RejectReason marks()
    {
        final int most = 0 == random.nextInt(5) ? 40 : 5;
        final int shared = random.nextInt(2 * most + 1) - most;
        final int[] ids = new int[AdversaryBook.INSTRUMENTS];
        final long[] ticks = new long[AdversaryBook.INSTRUMENTS];
        int count = 0;
        for (int i = 0; i < AdversaryBook.INSTRUMENTS; i++)
        {
            if (0 != random.nextInt(4))
            {
                final long mark = engine.book().instrument(book.instruments[i]).markTicks();
                final int percent = (AdversaryBook.PUT == i ? -shared : shared) + random.nextInt(5) - 2;
                ids[count] = book.instruments[i];
                ticks[count] = Math.max(AdversaryBook.PUT == i ? 0 : 20, Math.min(20_000, mark + mark * percent / 100 +
                    random.nextInt(3) - 1));
                count++;
            }
        }
        return engine.updateMarkPrices(gateway, book.next(), ids, ticks, count);
    }

    private RejectReason other(final int kind)
    {
        return switch (kind)
        {
            case 84, 85 -> engine.applyFunding(
                gateway, book.instrument(), random.nextInt(100_000_001) - 50_000_000, book.next());
            case 86, 87 -> advance();
            case 88 -> book.settlements();
            case 89 -> engine.reportLiquidationFailed(gateway, 0 == random.nextInt(2) ? own() : other());
            case 90, 91 -> book.halt();
            case 92 -> engine.declareDefault(book.risk, 0 == random.nextInt(4) ? own() : book.declared());
            case 93 -> engine.setProtection(book.risk, book.instrument(), new TestProtection()
                .markBand(random.nextInt(2) * 150_000).markMaxAge(random.nextInt(2) * 1_000).build());
            case 94 -> book.confirm();
            case 95 -> engine.setAssetStatus(book.risk, 1, Switch.ON, 0 == random.nextInt(3) ? Switch.OFF : Switch.ON);
            case 96 -> engine.transferPosition(book.risk, other(), own(), book.instrument(), 1 + random.nextInt(20),
                0 == random.nextInt(2) ? TestBook.NONE : engine.book().instrument(book.instruments[0]).markTicks());
            case 97 -> book.waterfall();
            case 98 -> engine.setAccountMode(book.risk, own(), 0 == random.nextInt(4) ?
                AccountMode.get((short)(1 + random.nextInt(3))) : AccountMode.NORMAL);
            default -> book.revive();
        };
    }

    private RejectReason advance()
    {
        engine.advanceTo(engine.timeMs() + random.nextInt(1_500));
        return RejectReason.NONE;
    }
}
