package io.flatbook.proving.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws a population from a seed. The defaulter buys its published quantities of all instruments from shorts, other
 * longs buy the rest, so quantities sum to zero. Entries and leverage are drawn, so ranks differ. Every holder can
 * bear the fall; the defaulter pays in exactly so much that the crash leaves it with the deficit asked for.
 */
final class PopulationGenerator
{
    private static final int SEEDED_ROUNDS = 12;
    private static final int LEGS_MAX = 4;
    private static final int PARTS = 5;
    private static final double MORE_LEGS = 0.45;
    private static final double SHORTS = 0.6;
    private static final double SPREAD = 1.1;
    private static final double FALL_LEAST = 0.24;
    private static final double FALL_MOST = 0.46;
    private static final double ENTRY_LOWEST = 0.94;
    private static final double ENTRY_HIGHEST = 1.16;
    private static final double JITTER = 0.004;
    private static final double OTHERS_LEAST = 0.6;
    private static final double OTHERS_MOST = 1.6;
    private static final double LEVERAGE_MOST = 12;

    private final SplittableRandom random;
    private final List<Terms> instruments;
    private final long[] entryTicks;
    private final long[] required;
    private final long[] deposits;
    private final List<List<Leg>> shorts = new ArrayList<>();
    private final List<List<Leg>> longs = new ArrayList<>();
    private final List<PlannedTrade> trades = new ArrayList<>();
    private long defaulterLoss;

    private PopulationGenerator(final List<Terms> instruments, final int holders, final long seed)
    {
        this.instruments = instruments;
        random = new SplittableRandom(seed);
        entryTicks = new long[instruments.size()];
        required = new long[holders + 1];
        deposits = new long[holders + 1];
    }

    /** A position to come. */
    private static final class Leg
    {
        final long accountId;
        final double weight;
        long lots;

        Leg(final long accountId, final double weight)
        {
            this.accountId = accountId;
            this.weight = weight;
        }
    }

    /** The fewest holders that each instrument can be seeded with. */
    static int holdersMin(final List<Terms> instruments)
    {
        return SEEDED_ROUNDS * instruments.size();
    }

    /**
     * Draws a population.
     *
     * @param instruments of the wave.
     * @param holders     besides the defaulter, {@link #holdersMin} or more.
     * @param deficit     that the crash leaves the defaulter with, in minor units.
     * @param seed        of everything drawn.
     * @return the population.
     */
    static Population generate(
        final List<Terms> instruments, final int holders, final long deficit, final long seed)
    {
        if (holders < holdersMin(instruments))
        {
            throw new IllegalArgumentException("holders: " + holdersMin(instruments) + " or more");
        }
        return new PopulationGenerator(instruments, holders, seed).generate(deficit);
    }

    private Population generate(final long deficit)
    {
        drawLegs();
        for (int i = 0; i < instruments.size(); i++)
        {
            final Terms terms = instruments.get(i);
            entryTicks[i] = Math.round(terms.crashTicks() / (1 - random.nextDouble(FALL_LEAST, FALL_MOST)));
            final long otherLots = (long)(terms.defaultedLots() * random.nextDouble(OTHERS_LEAST, OTHERS_MOST));
            distribute(longs.get(i), otherLots);
            distribute(shorts.get(i), terms.defaultedLots() + otherLots);
            final Leg defaulter = new Leg(Population.DEFAULTER, 0);
            defaulter.lots = terms.defaultedLots();
            longs.get(i).add(random.nextInt(longs.get(i).size()), defaulter);
            match(terms, entryTicks[i], longs.get(i), shorts.get(i));
        }
        for (int i = trades.size() - 1; i > 0; i--)
        {
            final PlannedTrade other = trades.set(random.nextInt(i + 1), trades.get(i));
            trades.set(i, other);
        }
        for (int account = 1; account < deposits.length; account++)
        {
            deposits[account] += required[account];
        }
        deposits[0] = defaulterLoss - deficit;
        if (deposits[0] < required[0])
        {
            throw new IllegalStateException("the defaulter would not be margined before the crash");
        }
        return new Population(instruments, entryTicks, deposits, List.copyOf(trades));
    }

    private void drawLegs()
    {
        final double[] cumulative = new double[instruments.size()];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++)
        {
            final Terms terms = instruments.get(i);
            sum += Math.sqrt(terms.value(terms.defaultedLots(), terms.crashTicks()));
            cumulative[i] = sum;
            shorts.add(new ArrayList<>());
            longs.add(new ArrayList<>());
        }
        for (int holder = 1; holder < deposits.length; holder++)
        {
            final boolean seeded = holder <= SEEDED_ROUNDS * cumulative.length;
            long taken = 0;
            int legs = 1;
            while (legs < LEGS_MAX && random.nextDouble() < MORE_LEGS)
            {
                legs++;
            }
            for (int leg = 0; leg < legs; leg++)
            {
                final boolean first = seeded && 0 == leg;
                final int instrument = first ? (holder - 1) % cumulative.length : pick(cumulative);
                final boolean isShort = first ? 0 == (holder - 1) / cumulative.length % 2 :
                    random.nextDouble() < SHORTS;
                if (0 == (taken & 1L << instrument))
                {
                    taken |= 1L << instrument;
                    (isShort ? shorts : longs).get(instrument)
                        .add(new Leg(holder + 1L, Math.exp(SPREAD * random.nextGaussian())));
                }
            }
        }
    }

    private int pick(final double[] cumulative)
    {
        final double at = random.nextDouble(cumulative[cumulative.length - 1]);
        int i = 0;
        while (cumulative[i] <= at)
        {
            i++;
        }
        return i;
    }

    /** Shares lots by weight, at least one each, exactly. */
    private static void distribute(final List<Leg> legs, final long lots)
    {
        final double total = legs.stream().mapToDouble(leg -> leg.weight).sum();
        final long shared = lots - legs.size();
        double passed = 0;
        long given = 0;
        for (int i = 0; i < legs.size(); i++)
        {
            passed += legs.get(i).weight;
            final long upTo = i == legs.size() - 1 ? shared : Math.min(shared, (long)(shared * (passed / total)));
            legs.get(i).lots = 1 + Math.max(0, upTo - given);
            given = Math.max(given, upTo);
        }
    }

    private void match(final Terms terms, final long markTicks, final List<Leg> buyers, final List<Leg> sellers)
    {
        int next = 0;
        long buyerLots = buyers.get(0).lots;
        for (final Leg seller : sellers)
        {
            final double entry = markTicks * random.nextDouble(ENTRY_LOWEST, ENTRY_HIGHEST);
            final double leverage = Math.exp(random.nextDouble() * Math.log(LEVERAGE_MOST));
            deposits[(int)seller.accountId - 1] += (long)(terms.value(seller.lots, markTicks) / leverage);
            long sellerLots = seller.lots;
            while (0 < sellerLots)
            {
                if (0 == buyerLots)
                {
                    buyerLots = buyers.get(++next).lots;
                }
                final long lots = Math.min(sellerLots, buyerLots);
                final Leg buyer = buyers.get(next);
                trade(terms, markTicks, buyer, seller, lots, entry);
                sellerLots -= lots;
                buyerLots -= lots;
            }
        }
        buyers.forEach(leg -> margin(terms, markTicks, leg));
        sellers.forEach(leg -> margin(terms, markTicks, leg));
    }

    /** Several trades at prices near the entry. */
    private void trade(final Terms terms, final long markTicks, final Leg buyer, final Leg seller, final long lots,
        final double entry)
    {
        long done = 0;
        for (int part = 1; part <= PARTS; part++)
        {
            final long upTo = lots * part / PARTS;
            if (done < upTo)
            {
                final long ticks =
                    Math.max(1, Math.round(entry * random.nextDouble(1 - JITTER, 1 + JITTER)));
                trades.add(new PlannedTrade(terms.id(), buyer.accountId, seller.accountId, upTo - done, ticks));
                settle(terms, markTicks, buyer, seller, upTo - done, ticks);
                done = upTo;
            }
        }
    }

    /** Counts what a trade asks of both sides: to bear its loss at the mark, and of a long the loss of the crash. */
    private void settle(final Terms terms, final long markTicks, final Leg buyer, final Leg seller, final long lots,
        final long ticks)
    {
        required[(int)seller.accountId - 1] += terms.value(lots, Math.max(0, markTicks - ticks));
        if (Population.DEFAULTER == buyer.accountId)
        {
            required[0] += terms.value(lots, Math.max(0, ticks - markTicks));
            defaulterLoss += terms.value(lots, ticks - terms.crashTicks());
        }
        else
        {
            required[(int)buyer.accountId - 1] += terms.value(lots, Math.max(0, ticks - terms.crashTicks()));
        }
    }

    private void margin(final Terms terms, final long markTicks, final Leg leg)
    {
        required[(int)leg.accountId - 1] += terms.initialMargin(leg.lots, markTicks);
    }
}
