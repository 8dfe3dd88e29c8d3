package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.CommandResult;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentRules;
import io.flatbook.engine.book.InstrumentUnits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.UnitRules;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes of what the units of an instrument follow from: price bounds and amounts per lot (NUM-4, MAR-2). Planned for
 * the instrument and the options written on it, then applied.
 */
final class UnitChanges
{
    private final Registry registry;
    private final CommandResult result;
    private final UnitRules rules = new UnitRules();
    private final List<InstrumentUnits> optionUnits = new ArrayList<>();
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
        return null == units || !holds(instrument, units) ?
            refuse(RejectField.INITIAL_PER_LOT) : RejectReason.NONE;
    }

    void applyTerms(final Instrument instrument, final MarginTerms terms)
    {
        registry.marginTerms(instrument, terms, units);
    }

    RejectReason planBounds(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        final boolean isInside = !instrument.hasMark() ||
            instrument.markTicks() >= minTicks && instrument.markTicks() <= maxTicks;
        if (instrument.definition().isInverse() && minTicks < 1 || instrument.isOption() && minTicks < 0)
        {
            return refuse(RejectField.MIN_PRICE);
        }
        if (maxTicks <= minTicks)
        {
            return refuse(RejectField.MAX_PRICE);
        }
        if (!isInside)
        {
            return refuse(
                instrument.markTicks() < minTicks ? RejectField.MIN_PRICE : RejectField.MAX_PRICE);
        }
        units = rules.units(instrument.definition(), minTicks, maxTicks, instrument.marginTerms(),
            instrument.settlementAsset(), instrument.underlying());
        if (null == units)
        {
            return refuse(rules.field());
        }
        if (!holds(instrument, units) || !valuesFit(instrument, units))
        {
            return refuse(RejectField.MAX_POSITION);
        }
        return planOptions(instrument, minTicks, maxTicks);
    }

    private RejectReason planOptions(final Instrument instrument, final long minTicks, final long maxTicks)
    {
        optionUnits.clear();
        for (final Instrument option : instrument.options())
        {
            // A settled option too must be one that could be defined: a snapshot restores it.
            final InstrumentUnits next = rules.unitsOn(option, minTicks, maxTicks);
            if (null == next || !option.isSettled() && !holds(option, next))
            {
                return refuse(RejectField.UNDERLYING);
            }
            optionUnits.add(next);
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
        return RejectReason.NONE;
    }

    void applyBounds(final Instrument instrument)
    {
        registry.units(instrument, units);
        for (int i = 0; i < optionUnits.size(); i++)
        {
            registry.units(instrument.options().get(i), optionUnits.get(i));
        }
    }

    // A largest position that was given, and every position open, keeps to NUM-4.
    private static boolean holds(final Instrument instrument, final InstrumentUnits units)
    {
        final long largest = units.largestPositionLots();
        if (exceeds(instrument.protection().maxPositionLots(), largest) ||
            exceeds(instrument.definition().protection().maxPositionLots(), largest))
        {
            return false;
        }
        for (final Position position : instrument.positions())
        {
            if (Math.abs(position.quantityLots()) > largest)
            {
                return false;
            }
        }
        return true;
    }

    private static boolean exceeds(final long given, final long largest)
    {
        return Absent.LONG != given && given > largest;
    }

    // The value of every position at either bound less its cost fits as well.
    private static boolean valuesFit(final Instrument instrument, final InstrumentUnits units)
    {
        for (final Position position : instrument.positions())
        {
            if (!fits(units.valueAt(position.quantityLots(), units.minTicks()) - position.cost()) ||
                !fits(units.valueAt(position.quantityLots(), units.maxTicks()) - position.cost()))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean fits(final long amount)
    {
        return Math.abs(amount) <= Instrument.VALUE_MAX;
    }

    private RejectReason refuse(final RejectField field)
    {
        return result.refuse(RejectReason.INVALID_DEFINITION, field);
    }
}
