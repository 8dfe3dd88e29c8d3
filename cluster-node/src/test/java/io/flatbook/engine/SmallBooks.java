package io.flatbook.engine;

import io.flatbook.engine.SmallBook.Ends;
import io.flatbook.engine.SmallBook.Order;
import io.flatbook.engine.SmallBook.SmallAccount;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * All small books in which somebody ends without margin: up to four accounts, two instruments of one family and four
 * lots, who owns what in every way, prices and collateral on a coarse grid. Two books that differ by the names of
 * accounts, owners or instruments are the same book, and one of them is made: accounts stand in ascending order of what
 * they hold, owners are numbered as they come, accounts that hold the same can be exchanged, one without lots and money
 * shares its owner with nobody, and the first instrument has the larger open interest, or stands first in that order.
 * What the names decide is put back by {@link Order}: with several defaulters each of two comes first once.
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
    private final Map<Integer, List<int[]>> ownersByKind = new HashMap<>();
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
        if (0 == failing || isSwapped(chosen, moved))
        {
            return;
        }
        for (final int[] owner : ownersByKind.computeIfAbsent(kinds(chosen), this::owners))
        {
            rule(chosen, owner, moved, failing > 1);
        }
    }

    /** With as many lots open in both: whether it is the later one of two books that differ by their names. */
    private static boolean isSwapped(final List<SmallAccount> chosen, final long[] moved)
    {
        if (0 != chosen.stream().mapToLong((each) -> Math.abs(each.lots()[0]) - Math.abs(each.lots()[1])).sum())
        {
            return false;
        }
        final List<SmallAccount> swapped = new ArrayList<>();
        for (final SmallAccount account : chosen)
        {
            final long[] lots = {account.lots()[1], account.lots()[0]};
            final SmallAccount other = account(lots, account.entry(), account.ends(), new long[]{moved[1], moved[0]});
            if (null == other)
            {
                return false;
            }
            swapped.add(other);
        }
        swapped.sort(ASCENDING);
        int order = Long.compare(moved[1], moved[0]);
        for (int i = 0; i < ACCOUNTS && 0 == order; i++)
        {
            order = ASCENDING.compare(swapped.get(i), chosen.get(i));
        }
        return order < 0;
    }

    /** Which accounts hold the same as the one before them, and which are as good as none; a bit each. */
    private static int kinds(final List<SmallAccount> chosen)
    {
        int kinds = 0;
        for (int i = 0; i < ACCOUNTS; i++)
        {
            final SmallAccount account = chosen.get(i);
            final boolean isSame = i > 0 && 0 == ASCENDING.compare(chosen.get(i - 1), account);
            kinds |= (isSame ? 1 : 0) << i | (account.isNothing() ? 1 : 0) << ACCOUNTS + i;
        }
        return kinds;
    }

    /** Who can own accounts of some kinds: one of all ways that differ by the names of owners or of equal accounts. */
    private List<int[]> owners(final int kinds)
    {
        return owners.stream().filter((owner) -> isFirstOfItsKind(owner, kinds, new int[ACCOUNTS], 0)).toList();
    }

    // Walks all orders of accounts that hold the same. An account that is as good as none has an owner of its own.
    private static boolean isFirstOfItsKind(final int[] owner, final int kinds, final int[] from, final int index)
    {
        if (ACCOUNTS == index)
        {
            return Arrays.compare(owner, renamed(owner, from)) <= 0;
        }
        if (0 != (kinds >> ACCOUNTS + index & 1) && Arrays.stream(owner).filter((o) -> o == owner[index]).count() > 1)
        {
            return false;
        }
        for (int i = 0; i < ACCOUNTS; i++)
        {
            if (group(kinds, i) == group(kinds, index) && !contains(from, index, i))
            {
                from[index] = i;
                if (!isFirstOfItsKind(owner, kinds, from, index + 1))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /** The first account that holds the same. */
    private static int group(final int kinds, final int index)
    {
        int first = index;
        while (0 != (kinds >> first & 1))
        {
            first--;
        }
        return first;
    }

    private static boolean contains(final int[] values, final int length, final int value)
    {
        return Arrays.stream(values, 0, length).anyMatch((each) -> each == value);
    }

    /** Owners of accounts in another order, numbered as they come. */
    private static int[] renamed(final int[] owner, final int[] from)
    {
        final int[] names = new int[ACCOUNTS + 1];
        final int[] renamed = new int[ACCOUNTS];
        int last = 0;
        for (int i = 0; i < ACCOUNTS; i++)
        {
            final int name = owner[from[i]];
            names[name] = 0 == names[name] ? ++last : names[name];
            renamed[i] = names[name];
        }
        return renamed;
    }

    private static List<SmallAccount> owned(final List<SmallAccount> chosen, final int[] owner)
    {
        final List<SmallAccount> owned = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++)
        {
            final SmallAccount account = chosen.get(i);
            owned.add(new SmallAccount(
                account.lots(), account.entry(), account.ends(), account.deposit(), owner[i]));
        }
        return owned;
    }

    private void rule(
        final List<SmallAccount> chosen, final int[] owner, final long[] moved, final boolean areSeveral)
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
                            each.accept(new SmallBook(owned(chosen, owner), moved, policy, recourse, funded, order));
                        }
                    }
                }
            }
        }
    }
}
