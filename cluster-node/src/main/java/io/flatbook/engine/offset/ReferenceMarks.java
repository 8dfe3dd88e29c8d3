package io.flatbook.engine.offset;

import io.flatbook.engine.book.ChangedAccounts;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import org.agrona.collections.Int2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * A mark for each instrument at which the other legs of an account are valued in the keys of an {@link OffsetIndex},
 * and the marks around it for which those keys allow: a thirty-second to both sides, for options as much as they cost.
 * A mark beyond them becomes the reference, and the accounts that hold the instrument get new keys.
 *
 * <p>Keys carry the doubt for marks at the edges. For marks nearer to the references, a part of it is enough: the
 * spread, the greatest part of the way to an edge that a mark has gone. Values are convex or concave in a mark, so that
 * a move by a part of the way to both edges changes them by at most that part of what the worse edge does. Inverse
 * values are rounded to whole units, at both ends, for which their doubt has room at every spread.
 */
final class ReferenceMarks
{
    private static final int SPREAD_SHIFT = 8;

    /** Spread of marks that may be at the edges. */
    static final int SPREAD_MAX = 1 << SPREAD_SHIFT;

    private static final int WIDTH_SHIFT = 5;

    /** Marks in ticks: the reference, the least and the most that keys allow for. */
    private static final class Reference
    {
        private final Instrument instrument;
        private long ticks;
        private long low;
        private long high;

        private Reference(final Instrument instrument)
        {
            this.instrument = instrument;
            renew();
        }

        private void renew()
        {
            ticks = instrument.markTicks();
            final long width = (instrument.isOption() ? Math.abs(ticks) : Math.abs(ticks) >> WIDTH_SHIFT) + 1;
            low = Math.max(instrument.units().minTicks(), ticks - width);
            high = Math.min(instrument.units().maxTicks(), ticks + width);
        }

        // The way to the nearer edge counts, as price bounds may cut off the other.
        private long spread()
        {
            final long way = Math.abs(instrument.markTicks() - ticks);
            final long width = Math.min(ticks - low, high - ticks);
            return 0 == way ? 0 : way >= width ? SPREAD_MAX : FixedPoint.multiplyDivideCeil(way, SPREAD_MAX, width);
        }

        private boolean holds()
        {
            return low <= instrument.markTicks() && instrument.markTicks() <= high;
        }
    }

    private final Int2ObjectHashMap<Reference> byInstrumentId = new Int2ObjectHashMap<>();
    private final List<Reference> references = new ArrayList<>();

    /** Makes marks that left their range the reference and notes who holds the instrument. */
    void follow(final ChangedAccounts changes)
    {
        for (int i = references.size() - 1; i >= 0; i--)
        {
            final Reference reference = references.get(i);
            if (0 == reference.instrument.positions().count())
            {
                references.remove(i);
                byInstrumentId.remove(reference.instrument.id());
            }
            else if (!reference.holds())
            {
                reference.renew();
                for (final Position position : reference.instrument.positions())
                {
                    changes.changed(position.account());
                }
            }
        }
    }

    void clear()
    {
        byInstrumentId.clear();
        references.clear();
    }

    private Reference of(final Instrument instrument)
    {
        Reference reference = byInstrumentId.get(instrument.id());
        if (null == reference)
        {
            reference = new Reference(instrument);
            byInstrumentId.put(instrument.id(), reference);
            references.add(reference);
        }
        return reference;
    }

    /** The part of their doubt, in 256ths, that keys of positions in an instrument must allow for at present marks. */
    long spread(final Instrument instrument)
    {
        long spread = 0;
        for (int i = 0; i < references.size() && spread < SPREAD_MAX; i++)
        {
            final Reference reference = references.get(i);
            spread = reference.instrument == instrument ? spread : Math.max(spread, reference.spread());
        }
        return spread;
    }

    /** What so much of the spread is of a way, rounded up. */
    static long partOf(final long way, final long spread)
    {
        return (way >> SPREAD_SHIFT) * spread + ((way & SPREAD_MAX - 1) * spread + SPREAD_MAX - 1 >> SPREAD_SHIFT);
    }

    /** Value of a position at the reference. */
    long value(final Position position)
    {
        return position.instrument().value(position.quantityLots(), of(position.instrument()).ticks);
    }

    /** By how much the value of a position differs at most from that at the reference; values are monotone in marks. */
    long doubt(final Position position)
    {
        final Instrument instrument = position.instrument();
        final Reference reference = of(instrument);
        final long value = instrument.value(position.quantityLots(), reference.ticks);
        final long rounding = instrument.units().inverse() ? SPREAD_MAX + 1 : 0;
        return rounding + Math.max(
            Math.abs(instrument.value(position.quantityLots(), reference.low) - value),
            Math.abs(instrument.value(position.quantityLots(), reference.high) - value));
    }
}
