package io.flatbook.client;

import io.flatbook.sbe.MarginModel;

import java.util.List;
import java.util.Objects;

/**
 * How the margin of an instrument is computed (MAR-1 to MAR-4); replaced as a whole. The requirement of a position is
 * the larger of its tiers' and of the amount per lot times its lots; an option has its own formula in place of tiers.
 *
 * @param model             TIERS, or BOUNDED for linear futures that are paid in full.
 * @param tiers             1 to 256 in ascending order of floor; none for BOUNDED and for options.
 * @param initialPerLot     least initial margin of a lot in minor units of the settlement asset; 0: none.
 * @param maintenancePerLot least maintenance margin of a lot, at most {@code initialPerLot}; 0: none.
 */
public record MarginTerms(MarginModel model, List<MarginTier> tiers, long initialPerLot, long maintenancePerLot)
{
    /** Paid in full (MAR-3): a long down to the lowest price, a short up to the highest. No tiers, nothing per lot. */
    public static final MarginTerms BOUNDED = new MarginTerms(MarginModel.BOUNDED, List.of(), 0, 0);

    /** Neither tiers nor amounts per lot: an option without amounts of its own. */
    public static final MarginTerms NONE = new MarginTerms(MarginModel.TIERS, List.of(), 0, 0);

    /**
     * Takes a copy of the tiers.
     *
     * @param model             TIERS or BOUNDED.
     * @param tiers             in ascending order of floor; none for BOUNDED and for options.
     * @param initialPerLot     minor units a lot, or 0.
     * @param maintenancePerLot minor units a lot, or 0.
     */
    public MarginTerms
    {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(tiers, "tiers").forEach((tier) -> Objects.requireNonNull(tier, "one of tiers"));
        tiers = List.copyOf(tiers);
    }

    /**
     * Margin by tiers of notional, nothing per lot.
     *
     * @param tiers in ascending order of floor.
     * @return the terms.
     */
    public static MarginTerms ofTiers(final List<MarginTier> tiers)
    {
        return new MarginTerms(MarginModel.TIERS, tiers, 0, 0);
    }

    /**
     * The same with amounts per lot, which instruments priced below 1 tick must have.
     *
     * @param initial     least initial margin of a lot in minor units; 0: none.
     * @param maintenance least maintenance margin of a lot; 0: none.
     * @return the terms.
     */
    public MarginTerms perLot(final long initial, final long maintenance)
    {
        return new MarginTerms(model, tiers, initial, maintenance);
    }
}
