package io.flatbook.engine.book;

import java.util.Arrays;

/**
 * The positions of an account in order of instrument id: an array of words.
 *
 * <p>First come the ids of all instruments, then a record for each position, so that a search reads one cache line for
 * up to six of them, and what a trade reads and writes of the one that it finds lies in the next few: lots, cost, and
 * what its {@link TriggerRange} gives to the cushion. A search counts the ids below the one it looks for, so that the
 * processor has nothing to guess and reads the record of one party while the other's is still on its way. A
 * {@link Position} is a cursor on its record for whoever walks the holders of an instrument; no trade reads it. Ids,
 * records and cursors move in the same places, here only, and an instrument keeps its id.
 *
 * <p>The words of the cushion hold as long as the account is cushioned: no edge, no terms and no price bounds change
 * before the cushion is dropped, and who measures it writes them for all positions.
 */
public abstract class AccountLegs extends Hashed
{
    private static final Position[] NO_LEGS = {};
    private static final long[] NO_WORDS = {};
    private static final int LOTS = 0;
    private static final int COST = 1;
    private static final int EDGE = 2;
    private static final int CUSHION = 3;
    private static final int RECORD_LENGTH = 4;
    // So many neighbors are read one after the other.
    private static final int SCANNED_MAX = 8;
    private static final int CAPACITY_MIN = 2;
    // So many parts of at most 2^56 each, and collateral of at most 2^62, add up within 64 bits.
    private static final int CUSHIONED_LEGS_MAX = 32;

    private long[] words = NO_WORDS;
    private Position[] legs = NO_LEGS;
    private int capacity;
    private int legCount;
    private boolean cushioned;
    private long cushion;

    AccountLegs(final StateHash hash)
    {
        super(hash);
    }

    /** Account number. */
    public abstract long id();

    /** Number of positions. */
    public final int legCount()
    {
        return legCount;
    }

    /** Position {@code i} (from 0) in order of instrument id. */
    public final Position leg(final int i)
    {
        return legs[i];
    }

    /** Signed lots of position {@code i} (from 0), long above 0. */
    public final long legLots(final int i)
    {
        return words[record(i) + LOTS];
    }

    /** Cost of position {@code i} (from 0), minor units; see {@link Position#cost()}. */
    public final long legCost(final int i)
    {
        return words[record(i) + COST];
    }

    /** Reads what a trade will read of position {@code i}; the number has no meaning. */
    public final long glance(final int i)
    {
        final int record = record(i);
        return words[record + LOTS] + words[record + CUSHION];
    }

    private int record(final int i)
    {
        return capacity + i * RECORD_LENGTH;
    }

    /**
     * The position in an instrument.
     *
     * @param instrument of the position.
     * @return the position or null.
     */
    public final Position leg(final Instrument instrument)
    {
        final int i = legIndex(instrument);
        return i >= 0 ? legs[i] : null;
    }

    /** Index of the position in an instrument, or below 0 if there is none: -1 less the index that it would get. */
    public final int legIndex(final Instrument instrument)
    {
        final long instrumentId = instrument.id();
        final long[] ids = words;
        int low = 0;
        int high = legCount;
        while (high - low > SCANNED_MAX)
        {
            final int middle = (low + high) >>> 1;
            if (ids[middle] < instrumentId)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        int at = low;
        for (int i = low; i < high; i++)
        {
            // 1 for an id below the one looked for.
            at += (int)(ids[i] - instrumentId >>> Long.SIZE - 1);
        }
        return at < legCount && ids[at] == instrumentId ? at : -at - 1;
    }

    /** Opens a position of no lots. */
    final void addLeg(final Position leg)
    {
        if (legCount == capacity)
        {
            resize(Math.max(CAPACITY_MIN, legCount + legCount / 2));
        }
        final int at = -legIndex(leg.instrument()) - 1;
        move(at, at + 1, legCount - at);
        legCount++;
        legs[at] = leg;
        words[at] = leg.instrument().id();
        Arrays.fill(words, record(at), record(at + 1), 0);
        number(at);
        cushioned = false;
    }

    /** Closes a position of no lots. */
    final void removeLeg(final int at)
    {
        legs[at].closed();
        legCount--;
        move(at + 1, at, legCount - at);
        legs[legCount] = null;
        number(at);
    }

    private void move(final int from, final int to, final int count)
    {
        System.arraycopy(legs, from, legs, to, count);
        System.arraycopy(words, from, words, to, count);
        System.arraycopy(words, record(from), words, record(to), count * RECORD_LENGTH);
    }

    private void number(final int from)
    {
        for (int i = from; i < legCount; i++)
        {
            legs[i].index(i);
        }
    }

    private void resize(final int newCapacity)
    {
        final long[] resized = new long[newCapacity * (1 + RECORD_LENGTH)];
        System.arraycopy(words, 0, resized, 0, legCount);
        System.arraycopy(words, capacity, resized, newCapacity, legCount * RECORD_LENGTH);
        words = resized;
        legs = Arrays.copyOf(legs, newCapacity);
        capacity = newCapacity;
    }

    /** Sets lots and cost of position {@code i}; hashes, totals and the cushion follow. */
    final void setLeg(final Instrument instrument, final int i, final long lots, final long cost)
    {
        final int record = record(i);
        final long lotsBefore = words[record + LOTS];
        final long costBefore = words[record + COST];
        if (cushioned)
        {
            moveCushion(instrument, record, lots, cost);
        }
        instrument.countLots(lotsBefore, -1);
        instrument.countLots(lots, 1);
        instrument.settlementAsset().cost().add(cost - costBefore);
        words[record + LOTS] = lots;
        words[record + COST] = cost;
        hash().add(legDigest(instrument, lots, cost) - legDigest(instrument, lotsBefore, costBefore), 0);
    }

    // The share of a position is not kept: it is computed again when the position changes.
    private long legDigest(final Instrument instrument, final long lots, final long cost)
    {
        return 0 == lots ? 0 : StateHash.digest(4, id(), instrument.id(), lots, cost);
    }

    /**
     * Whether {@link #cushion()} is known: what equity less initial margin does not fall below while no mark leaves the
     * range of a position. {@link TriggerIndex} has it measured; postings keep it up to date. Not state.
     */
    final boolean isCushioned()
    {
        return cushioned;
    }

    final long cushion()
    {
        return cushion;
    }

    /** Adds what a change of collateral is worth. */
    final void addCushion(final long minorUnits)
    {
        cushion += minorUnits;
    }

    final void dropCushion()
    {
        cushioned = false;
    }

    /** Measures the cushion of an account whose positions all have ranges that hold; not with options. */
    final void measureCushion(final long collateral)
    {
        cushion = collateral;
        cushioned = legCount <= CUSHIONED_LEGS_MAX;
        for (int i = 0; cushioned && i < legCount; i++)
        {
            final Instrument instrument = legs[i].instrument();
            cushioned = !instrument.isOption() && instrument.inBounds(instrument.markTicks());
            if (cushioned)
            {
                final int record = record(i);
                final long edge = legs[i].ownRange().adverseTicks();
                words[record + EDGE] = edge;
                words[record + CUSHION] = cushion(instrument, edge, words[record + LOTS], words[record + COST]);
                cushion += words[record + CUSHION];
            }
        }
    }

    /**
     * What a quantity of the side of a position adds to equity less initial margin at least, whatever mark there is in
     * its range: what it adds at the edge on the adverse side. Toward it the value falls, and the requirement rises, or
     * falls by no more than the value, as no rate is above 1. What a BOUNDED position adds is the same at each mark.
     */
    private static long cushion(final Instrument instrument, final long edge, final long lots, final long cost)
    {
        final MarginTerms terms = instrument.marginTerms();
        final long value = instrument.value(lots, edge);
        return value - cost - (terms.isBounded() ? 0 : Margin.initialMargin(terms, lots, value));
    }

    /** Whether the cushion is known still if position {@code i} becomes one of so many lots. */
    final boolean isCushionedWith(final int i, final long lots)
    {
        return cushioned && isSameSide(record(i), lots);
    }

    /** What the cushion becomes if position {@code i} becomes another of its side, or none. */
    final long cushionWith(final Instrument instrument, final int i, final long lots, final long cost)
    {
        final int record = record(i);
        return cushion + cushion(instrument, words[record + EDGE], lots, cost) - words[record + CUSHION];
    }

    private boolean isSameSide(final int record, final long lots)
    {
        return 0 == lots || (lots ^ words[record + LOTS]) >= 0;
    }

    private void moveCushion(final Instrument instrument, final int record, final long lots, final long cost)
    {
        cushioned = isSameSide(record, lots);
        if (cushioned)
        {
            final long moved = cushion(instrument, words[record + EDGE], lots, cost);
            cushion += moved - words[record + CUSHION];
            words[record + CUSHION] = moved;
        }
    }
}
