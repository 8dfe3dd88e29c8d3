package io.flatbook.engine.book;

import io.flatbook.sbe.MarginModel;

/**
 * How an instrument is margined (MAR-1 to MAR-3).
 *
 * @param model             tiers, or paid in full between the price bounds.
 * @param tiers             tiers of the notional; none for BOUNDED and for an option.
 * @param initialPerLot     least initial margin of a lot, minor units; 0: none.
 * @param maintenancePerLot least maintenance margin of a lot, minor units, at most the initial one; 0: none.
 */
public record MarginTerms(MarginModel model, MarginTiers tiers, long initialPerLot, long maintenancePerLot)
{
    /** Terms with tiers only. */
    public static MarginTerms of(final MarginTiers tiers)
    {
        return new MarginTerms(MarginModel.TIERS, tiers, 0, 0);
    }

    /** Terms of an instrument that is paid in full between its price bounds. */
    public static MarginTerms bounded()
    {
        return new MarginTerms(MarginModel.BOUNDED, MarginTiers.NONE, 0, 0);
    }

    boolean isBounded()
    {
        return MarginModel.BOUNDED == model;
    }

    /** Whether a lot has a margin whatever its price. */
    boolean hasPerLot()
    {
        return initialPerLot > 0 && maintenancePerLot > 0;
    }

    long digest()
    {
        return StateHash.digest(23, model.value(), tiers.digest(), initialPerLot, maintenancePerLot);
    }
}
