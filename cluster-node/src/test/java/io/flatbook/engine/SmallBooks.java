package io.flatbook.engine;

import io.flatbook.engine.SmallBook.Ends;
import io.flatbook.engine.SmallBook.Order;
import io.flatbook.engine.SmallBook.SmallAccount;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * All small books in which somebody ends without margin: up to four accounts, two instruments of one family and four
 * lots, who owns what in every way, prices and collateral on a coarse grid. Two books that differ by the names of
 * accounts, owners or instruments are the same book, and one of them is made: accounts stand in ascending order of what
 * they hold, owners are numbered as they come, and the first instrument has the larger open interest. What the names
 * decide is put back by {@link Order}: with several defaulters each of two comes first once.
 */
final class SmallBooks
{
    private static final int ACCOUNTS = 4;
    private static final int LOTS_MAX = 4;
    private static final long[] MOVES = {80, 120};
    private static final long OTHER_ENTRY = 130;
    private static final long MAINTENANCE_PERCENT = 5;
    private static final List<OffsetPolicyKind> POLICIES =
        List.of(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL);
    private static final Comparator<SmallAccount> ASCENDING = Comparator
        .<SmallAccount>comparingLong((account) -> account.lots()[0])
        .thenComparingLong((account) -> account.lots()[1]).thenComparingLong(SmallAccount::entry)
        .thenComparing(SmallAccount::ends);

    private final List<int[]> owners = new ArrayList<>();
    private final Consumer<SmallBook> each;
    private final LongPredicate isWanted;
    private long count;

    /** Shows books whose number is wanted. */
    SmallBooks(final LongPredicate isWanted, final Consumer<SmallBook> each)
    {
        this.isWanted = isWanted;
        this.each = each;
        addOwners(new int[ACCOUNTS], 0, 0);
    }

    /** Walks all of them; answers how many there are. */
    long walk()
    {
        for (int first = 1; first <= LOTS_MAX; first++)
        {
            for (int second = 0; second <= Math.min(first, LOTS_MAX - first); second++)
            {
                for (final long[] lots : vectors(first))
                {
                    for (final long[] otherLots : vectors(second))
                    {
                        move(lots, otherLots, 0 != second);
                    }
                }
            }
        }
        return count;
    }

    /** Who owns each account, as the owners come. */
    private void addOwners(final int[] owner, final int index, final int last)
    {
        if (ACCOUNTS == index)
        {
            owners.add(owner.clone());
            return;
        }
        for (int i = 1; i <= last + 1; i++)
        {
            owner[index] = i;
            addOwners(owner, index + 1, Math.max(last, i));
        }
    }

    /** Positions of all accounts with so many lots open. */
    private static List<long[]> vectors(final int openInterest)
    {
        final List<long[]> all = new ArrayList<>();
        addVectors(all, new long[ACCOUNTS], 0, openInterest);
        return all;
    }

    private static void addVectors(final List<long[]> all, final long[] lots, final int index, final int openInterest)
    {
        if (ACCOUNTS == index)
        {
            final long sum = Arrays.stream(lots).sum();
            final long longs = Arrays.stream(lots).filter((each) -> each > 0).sum();
            if (0 == sum && openInterest == longs)
            {
                all.add(lots.clone());
            }
            return;
        }
        for (long each = -openInterest; each <= openInterest; each++)
        {
            lots[index] = each;
            addVectors(all, lots, index + 1, openInterest);
        }
    }

    private void move(final long[] lots, final long[] otherLots, final boolean hasTwo)
    {
        for (int i = 1; i < ACCOUNTS; i++)
        {
            if (lots[i - 1] > lots[i] || lots[i - 1] == lots[i] && otherLots[i - 1] > otherLots[i])
            {
                return;
            }
        }
        for (final long moved : MOVES)
        {
            for (final long otherMoved : hasTwo ? MOVES : new long[1])
            {
                choose(new ArrayList<>(), lots, otherLots, new long[]{moved, otherMoved}, false);
            }
        }
    }

    /** Entry price and equity of one account after the other; one at most came in at another price. */
    private void choose(
        final List<SmallAccount> chosen, final long[] lots, final long[] otherLots, final long[] moved,
        final boolean isOtherEntryUsed)
    {
        final int index = chosen.size();
        if (ACCOUNTS == index)
        {
            own(chosen, moved);
            return;
        }
        final boolean isFlat = 0 == lots[index] && 0 == otherLots[index];
        for (final long entry : new long[]{SmallBook.FIRST_MARK, OTHER_ENTRY})
        {
            final boolean isOther = OTHER_ENTRY == entry;
            for (final Ends ends : isOther && (isFlat || isOtherEntryUsed) ? new Ends[0] : Ends.values())
            {
                final SmallAccount account =
                    account(new long[]{lots[index], otherLots[index]}, entry, ends, moved);
                if (null != account && (0 == index || ASCENDING.compare(chosen.get(index - 1), account) <= 0))
                {
                    chosen.add(account);
                    choose(chosen, lots, otherLots, moved, isOtherEntryUsed || isOther);
                    chosen.remove(index);
                }
            }
        }
    }

    /** Null if no deposit makes it so. */
    private static SmallAccount account(final long[] lots, final long entry, final Ends ends, final long[] moved)
    {
        final boolean isFlat = 0 == lots[0] && 0 == lots[1];
        if (isFlat && Ends.ZERO != ends && Ends.RICH != ends)
        {
            return null;
        }
        final long gain = lots[0] * (moved[0] - entry) + lots[1] * (moved[1] - entry);
        final long notional = Math.abs(lots[0]) * moved[0] + Math.abs(lots[1]) * moved[1];
        final long deposit = ends.equity(notional * MAINTENANCE_PERCENT / 100) - gain;
        final long afterFirst = deposit + lots[0] * (SmallBook.FIRST_MARK - entry);
        final long afterSecond = afterFirst + lots[1] * (SmallBook.FIRST_MARK - entry);
        return deposit < 0 || afterFirst < 0 || afterSecond < 0 ? null :
            new SmallAccount(lots, entry, ends, deposit, 0);
    }

    private void own(final List<SmallAccount> chosen, final long[] moved)
    {
        final long failing = chosen.stream().filter((account) -> !account.isFlat() &&
            account.ends().compareTo(Ends.MAINTENANCE) < 0).count();
        if (0 == failing)
        {
            return;
        }
        for (final int[] owner : owners)
        {
            if (isFirstOfItsKind(chosen, owner))
            {
                final List<SmallAccount> owned = new ArrayList<>();
                for (int i = 0; i < ACCOUNTS; i++)
                {
                    final SmallAccount account = chosen.get(i);
                    owned.add(new SmallAccount(
                        account.lots(), account.entry(), account.ends(), account.deposit(), owner[i]));
                }
                rule(owned, moved, failing > 1);
            }
        }
    }

    // Among accounts that hold the same, the first belongs to the owner who came first.
    private static boolean isFirstOfItsKind(final List<SmallAccount> chosen, final int[] owner)
    {
        for (int i = 1; i < ACCOUNTS; i++)
        {
            if (0 == ASCENDING.compare(chosen.get(i - 1), chosen.get(i)) && owner[i - 1] > owner[i])
            {
                return false;
            }
        }
        return true;
    }

    private void rule(final List<SmallAccount> accounts, final long[] moved, final boolean areSeveral)
    {
        for (final OffsetPolicyKind policy : POLICIES)
        {
            for (final Recourse recourse : new Recourse[]{Recourse.HEDGES, Recourse.OWNER})
            {
                for (final boolean funded : new boolean[]{false, true})
                {
                    for (final Order order : areSeveral ? Order.values() : new Order[]{Order.TOGETHER})
                    {
                        if (isWanted.test(count++))
                        {
                            each.accept(new SmallBook(accounts, moved, policy, recourse, funded, order));
                        }
                    }
                }
            }
        }
    }
}
