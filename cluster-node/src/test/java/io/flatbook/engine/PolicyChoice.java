package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.sbe.OffsetPolicyKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A position that a policy may choose, before the leg, and the policies by their definitions.
 *
 * @param account      who holds it.
 * @param quantityLots signed.
 * @param equity       of the account; minor units.
 * @param pnl          unrealized; minor units.
 * @param cost         minor units.
 * @param value        at mark; minor units.
 * @param group        groups are chosen one after the other.
 */
record PolicyChoice(Account account, long quantityLots, long equity, long pnl, long cost, long value, int group)
{
    private static final int GROUPS = 5;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger MOST = MILLION.pow(2);
    private static final Comparator<PolicyChoice> BY_ID = Comparator.comparingLong((each) -> each.account.id());
    private static final Comparator<PolicyChoice> BY_SCORE = Comparator.comparing(PolicyChoice::score)
        .thenComparing(PolicyChoice::lots).reversed().thenComparing(BY_ID);

    static String line(final long accountId, final long lots, final int rank, final Object score)
    {
        return "#" + rank + " account " + accountId + " gives " + lots + " by score " + score;
    }

    /** Who must give what, in the order of choice. */
    static List<String> expected(final OffsetPolicyKind policy, final long lots, final List<PolicyChoice> choices)
    {
        final List<String> lines = new ArrayList<>();
        long left = lots;
        for (int group = 0; group < GROUPS; group++)
        {
            final int number = group;
            final List<PolicyChoice> ofGroup = choices.stream().filter((each) -> number == each.group)
                .sorted(OffsetPolicyKind.QUEUE == policy ? BY_SCORE : BY_ID).toList();
            final long[] given = given(policy, left, ofGroup);
            for (int i = 0; i < given.length; i++)
            {
                if (given[i] > 0)
                {
                    lines.add(line(
                        ofGroup.get(i).account.id(), given[i], lines.size() + 1, ofGroup.get(i).score()));
                    left -= given[i];
                }
            }
        }
        return lines;
    }

    private static long[] given(final OffsetPolicyKind policy, final long lots, final List<PolicyChoice> choices)
    {
        final long sum = choices.stream().mapToLong(PolicyChoice::lots).sum();
        final long[] given = new long[choices.size()];
        if (OffsetPolicyKind.PRO_RATA == policy && sum > lots)
        {
            for (int i = 0; i < given.length; i++)
            {
                given[i] = lots * choices.get(i).lots() / sum;
            }
        }
        for (long total = total(given); total < Math.min(lots, sum); total++)
        {
            given[next(policy, lots, sum, choices, given)]++;
        }
        return given;
    }

    private static long total(final long[] given)
    {
        long total = 0;
        for (final long each : given)
        {
            total += each;
        }
        return total;
    }

    /** Who gives the next lot. */
    private static int next(
        final OffsetPolicyKind policy, final long lots, final long sum, final List<PolicyChoice> choices,
        final long[] given)
    {
        int best = -1;
        for (int i = 0; i < given.length; i++)
        {
            if (given[i] < choices.get(i).lots() &&
                (best < 0 || isBefore(policy, lots, sum, choices.get(i), given[i], choices.get(best), given[best])))
            {
                best = i;
            }
        }
        return best;
    }

    private static boolean isBefore(
        final OffsetPolicyKind policy, final long lots, final long sum, final PolicyChoice one, final long givenByOne,
        final PolicyChoice best, final long givenByBest)
    {
        return switch (policy)
        {
            case PRO_RATA -> lots * one.lots() - givenByOne * sum > lots * best.lots() - givenByBest * sum;
            case WATERFILL -> best.equity > 0 && (one.equity <= 0 ||
                (one.lots() - givenByOne) * best.equity > (best.lots() - givenByBest) * one.equity);
            default -> false;
        };
    }

    private long lots()
    {
        return Math.abs(quantityLots);
    }

    // POL-1
    private BigInteger score()
    {
        final BigInteger roe = floor(BigInteger.valueOf(pnl).multiply(MILLION), Math.max(1, Math.abs(cost)));
        final BigInteger leverage = equity <= 0 ? MOST :
            floor(BigInteger.valueOf(Math.abs(value)).multiply(MILLION), equity).max(BigInteger.ONE).min(MOST);
        final BigInteger exact = roe.signum() >= 0 ? roe.multiply(leverage) :
            floor(roe.multiply(MOST), leverage.longValueExact());
        return exact.min(BigInteger.valueOf(Long.MAX_VALUE)).max(BigInteger.valueOf(Long.MIN_VALUE));
    }

    private static BigInteger floor(final BigInteger dividend, final long divisor)
    {
        final BigInteger[] parts = dividend.divideAndRemainder(BigInteger.valueOf(divisor));
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    @Override
    public String toString()
    {
        return account.id() + ": " + quantityLots + " lots, equity " + equity + ", group " + group;
    }
}
