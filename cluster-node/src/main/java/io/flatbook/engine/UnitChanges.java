package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.CommandResult;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentRules;
import io.flatbook.engine.book.InstrumentUnits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.UnitRules;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import org.agrona.collections.Int2ObjectHashMap;

/**
 * Changes of what the units of an instrument follow from: price bounds and amounts per lot (NUM-4, MAR-2). Planned for
 * the instrument and the options written on it, then applied.
 */
final class UnitChanges
{
    private final Registry registry;
    private final CommandResult result;
    private final UnitRules rules = new UnitRules();
    private final Int2ObjectHashMap<InstrumentUnits> optionUnits = new Int2ObjectHashMap<>();
    private InstrumentUnits units;

    UnitChanges(final Registry registry, final CommandResult result)
    {
        this.registry = registry;
        this.result = result;
    }

    RejectReason planTerms(final Instrument instrument, final MarginTerms terms)
    {
        final Instrument underlying = instrument.underlying();
        final long lowest =
            null != underlying ? underlying.units().minTicks() : instrument.units().minTicks();
        if (InstrumentRules.lacksMargin(instrument.definition(), terms, lowest))
        {
            return refuse(RejectField.INITIAL_PER_LOT);
        }
        units = rules.units(instrument.definition(), instrument.units().minTicks(), instrument.units().maxTicks(),
            terms, instrument.settlementAsset(), underlying);
        if (!givenHolds(instrument, units) || !perLotFits(instrument, terms))
        {
            return refuse(RejectField.INITIAL_PER_LOT);
        }
        units = units.atLeast(largestOpen(instrument));
        optionUnits.clear();
        return holdersFit(instrument, instrument) ? RejectReason.NONE : refuse(RejectField.INITIAL_PER_LOT);
    }

    private static boolean perLotFits(final Instrument instrument, final MarginTerms terms)
    {
        return 0 == terms.initialPerLot() ||
            largestOpen(instrument) <= Instrument.VALUE_MAX / terms.initialPerLot();
    }

    void applyTerms(final Instrument instrument, final MarginTerms terms)
    {
        registry.marginTerms(instrument, terms, units);
    }

    RejectReason planBounds(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        if (maxTicks <= minTicks || instrument.hasMark() && instrument.markTicks() > maxTicks)
        {
            return refuse(RejectField.MAX_PRICE);
        }
        if (instrument.hasMark() && instrument.markTicks() < minTicks)
        {
            return refuse(RejectField.MIN_PRICE);
        }
        units = rules.units(instrument.definition(), minTicks, maxTicks, instrument.marginTerms(),
            instrument.settlementAsset(), instrument.underlying());
        if (null == units)
        {
            return refuse(rules.field());
        }
        if (!givenHolds(instrument, units) || !valuesFit(instrument, units))
        {
            return refuse(RejectField.MAX_POSITION);
        }
        units = units.atLeast(largestOpen(instrument));
        return planOptions(instrument, minTicks, maxTicks);
    }

    private RejectReason planOptions(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        optionUnits.clear();
        for (final Instrument option : instrument.options())
        {
            // A settled option too must be one that could be defined: a snapshot restores it.
            final InstrumentUnits next = rules.unitsOn(option, minTicks, maxTicks);
            if (null == next || !option.isSettled() &&
                (!givenHolds(option, next) || largestOpen(option) > next.largestPositionLots()))
            {
                return refuse(RejectField.UNDERLYING);
            }
            optionUnits.put(option.id(), next);
        }
        if (InstrumentRules.lacksMargin(instrument.definition(), instrument.marginTerms(),
            instrument.isOption() ? instrument.underlying().units().minTicks() : minTicks))
        {
            return refuse(RejectField.INITIAL_PER_LOT);
        }
        for (final Instrument option : instrument.options())
        {
            if (!option.isSettled() &&
                InstrumentRules.lacksMargin(option.definition(), option.marginTerms(), minTicks))
            {
                return refuse(RejectField.INITIAL_PER_LOT);
            }
        }
        boolean fit = holdersFit(instrument, instrument);
        for (int i = 0; i < instrument.options().size() && fit; i++)
        {
            fit = holdersFit(instrument.options().get(i), instrument);
        }
        return fit ? RejectReason.NONE : refuse(RejectField.MAX_POSITION);
    }

    // Whether the positions of every holder of one instrument fit once another and its options have other units.
    private boolean holdersFit(final Instrument held, final Instrument changed)
    {
        for (final Position position : held.positions())
        {
            if (!MoneyBounds.positionsFit(position.account(), (instrument) -> next(instrument, changed)))
            {
                return false;
            }
        }
        return true;
    }

    private InstrumentUnits next(final Instrument instrument, final Instrument changed)
    {
        if (instrument == changed)
        {
            return units;
        }
        final InstrumentUnits next = optionUnits.get(instrument.id());
        return null == next ? instrument.units() : next;
    }

    void applyBounds(final Instrument instrument)
    {
        registry.units(instrument, units);
        for (final Instrument option : instrument.options())
        {
            registry.units(option, optionUnits.get(option.id()));
        }
    }

    // A largest position that was given keeps to NUM-4.
    private static boolean givenHolds(final Instrument instrument, final InstrumentUnits units)
    {
        final long largest = units.largestPositionLots();
        return !exceeds(instrument.protection().maxPositionLots(), largest) &&
            !exceeds(instrument.definition().protection().maxPositionLots(), largest);
    }

    private static long largestOpen(final Instrument instrument)
    {
        long largest = 0;
        for (final Position position : instrument.positions())
        {
            largest = Math.max(largest, Math.abs(position.quantityLots()));
        }
        return largest;
    }

    private static boolean exceeds(final long given, final long largest)
    {
        return Absent.LONG != given && given > largest;
    }

    // The value of every open position at either bound keeps to NUM-4, and that less its cost.
    private static boolean valuesFit(final Instrument instrument, final InstrumentUnits units)
    {
        for (final Position position : instrument.positions())
        {
            if (!fits(position, units, units.minTicks()) || !fits(position, units, units.maxTicks()))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(final Position position, final InstrumentUnits units, final long ticks)
    {
        final long value = units.saturatedValueAt(position.quantityLots(), ticks);
        return Math.abs(value) <= Instrument.VALUE_MAX &&
            Math.abs(value - position.cost()) <= Instrument.VALUE_MAX;
    }

    private RejectReason refuse(final RejectField field)
    {
        return result.refuse(RejectReason.INVALID_DEFINITION, field);
    }
}
