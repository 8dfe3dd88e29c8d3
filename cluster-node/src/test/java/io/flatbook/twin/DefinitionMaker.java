package io.flatbook.twin;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Decimal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.ArrayList;
import java.util.List;

/** Draws definitions and settings, most of them sound. */
final class DefinitionMaker
{
    /** What is worth listing: of each kind one, and contracts that are bounded or go below zero. */
    enum Kind
    {
        PERPETUAL(InstrumentKind.LINEAR_PERPETUAL), FUTURE(InstrumentKind.LINEAR_FUTURE), CALL(InstrumentKind.CALL),
        PUT(InstrumentKind.PUT), INVERSE_PERPETUAL(InstrumentKind.INVERSE_PERPETUAL),
        INVERSE_FUTURE(InstrumentKind.INVERSE_FUTURE), EVENT(InstrumentKind.LINEAR_FUTURE),
        BELOW_ZERO(InstrumentKind.LINEAR_PERPETUAL), FUTURE_BELOW_ZERO(InstrumentKind.LINEAR_FUTURE);

        final InstrumentKind kind;

        Kind(final InstrumentKind kind)
        {
            this.kind = kind;
        }

        boolean inverse()
        {
            return this == INVERSE_PERPETUAL || this == INVERSE_FUTURE;
        }

        boolean option()
        {
            return this == CALL || this == PUT;
        }

        boolean dated()
        {
            return InstrumentKind.LINEAR_PERPETUAL != kind && InstrumentKind.INVERSE_PERPETUAL != kind;
        }

        boolean belowZero()
        {
            return this == BELOW_ZERO || this == FUTURE_BELOW_ZERO;
        }
    }

    private final Chance chance;
    private final long startMs;

    DefinitionMaker(final Chance chance, final long startMs)
    {
        this.chance = chance;
        this.startMs = startMs;
    }

    private Long maybe(final int percentNone, final long number)
    {
        return chance.percent(percentNone) ? null : Long.valueOf(chance.negative(number));
    }

    private long off(final int percentOff, final long number)
    {
        return chance.percent(percentOff) ? 0 : chance.negative(number);
    }

    Protection protection()
    {
        return new Protection(off(60, 50_000 + chance.below(300_000)), off(75, 1 + chance.below(150)),
            off(70, 500 + chance.below(5_000)), off(65, 2_000 + chance.below(20_000)),
            off(55, 50_000 + chance.below(200_000)), off(80, 1 + chance.below(100)),
            chance.percent(60) ? 250_000 : chance.negative(chance.below(1_000_000)),
            maybe(60, 100 + chance.below(20_000)), maybe(70, 20 + chance.below(80)), maybe(80, 30 + chance.below(80)),
            maybe(70, 40 + chance.below(200)), maybe(80, chance.below(500_000_000)));
    }

    Waterfall waterfall()
    {
        final long windowMs = 500 + chance.below(20_000);
        final Long windowCap = maybe(75, chance.below(500_000));
        final Long ownerCap = maybe(75, chance.below(200_000));
        final Long withdrawalCap = maybe(80, chance.below(1_000_000));
        final boolean windowed = null != windowCap || null != withdrawalCap || null != ownerCap;
        final long fee = off(40, chance.below(30_000));
        final boolean least = chance.percent(fee > 0 ? 50 : 3);
        return new Waterfall(off(70, chance.below(200_000)), ownerCap, windowCap,
            windowed && !chance.percent(2) || chance.percent(20) ? windowMs : 0,
            chance.percent(1) ? -1 : chance.percent(40) ? 0 : 200 + chance.below(3_000),
            off(40, chance.below(20_000)), fee, off(50, chance.below(100_000)),
            withdrawalCap, chance.percent(20) ? DefaultTrigger.OPERATOR : DefaultTrigger.AUTOMATIC,
            chance.percent(30) ? Recourse.OWNER : Recourse.HEDGES, least ? CloseOut.LEAST : CloseOut.WHOLE);
    }

    private List<Tier> tiers()
    {
        final List<Tier> tiers = new ArrayList<>();
        long floor = 0;
        long maintenancePpm = 5_000 + chance.below(60_000);
        final int count = chance.percent(2) ? chance.below(6) : 1 + chance.below(3);
        for (int i = 0; i < count; i++)
        {
            final long initialPpm = maintenancePpm * (100 + chance.below(100)) / 100;
            final long initialOfLast = tiers.isEmpty() ? 0 : tiers.get(i - 1).initialPpm();
            tiers.add(new Tier(chance.junk(floor), chance.junk(Math.max(initialOfLast, initialPpm)), maintenancePpm));
            floor += 100_000 + chance.below(3_000_000);
            maintenancePpm += chance.percent(3) ? -100 : chance.below(40_000);
        }
        return tiers;
    }

    /** Margin terms that such an instrument could have; an option has no tiers. */
    Margins margins(final boolean option, final boolean bounded, final boolean perLot)
    {
        if (bounded)
        {
            return new Margins(MarginModel.BOUNDED, chance.percent(3) ? tiers() : List.of(),
                chance.percent(3) ? 5 : 0, chance.percent(3) ? 5 : 0);
        }
        final long maintenance = perLot ? 500 + chance.below(4_000) : 0;
        final long initial = maintenance * (100 + chance.below(60)) / 100;
        return new Margins(MarginModel.TIERS, option && !chance.percent(3) ? List.of() : tiers(),
            chance.percent(2) ? maintenance - 1 : chance.negative(initial), chance.negative(maintenance));
    }

    Definition definition(final String symbol, final Kind kind, final String family)
    {
        final Decimal multiplier = new Decimal(chance.junk(1 + chance.below(kind.inverse() ? 20 : 50)), 0);
        final long expiryMs = chance.percent(50) ? 4_000_000_000_000L : startMs + 5_000 + chance.below(300_000);
        final boolean isOfUnderlying = kind.option() && 0 == multiplier.mantissa() % 2;
        return new Definition(symbol, isOfUnderlying ? null : family, kind.kind, kind.inverse() ? 2 : 1,
            kind.option() ? Integer.valueOf(chance.percent(90) ? 1 : 1 + chance.below(8)) : null,
            new Decimal(1, kind.inverse() ? 0 : -2), new Decimal(1, 0), multiplier,
            kind.dated() ? Long.valueOf(expiryMs) : null,
            kind.option() ? Long.valueOf(700 + chance.below(600)) : null, minTicks(kind), maxTicks(kind),
            kind.option() ? 150_000 : 0, kind.option() ? 100_000 : 0, kind.option() ? 75_000 : 0,
            chance.one(OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL),
            chance.percent(40) ? Switch.ON : Switch.OFF, protection(),
            margins(kind.option(), Kind.EVENT == kind, kind.belowZero() || chance.percent(15)));
    }

    private Long minTicks(final Kind kind)
    {
        return Kind.EVENT == kind ? Long.valueOf(0) : kind.belowZero() ? Long.valueOf(-2_000 - chance.below(5_000)) :
            chance.percent(60) ? null : Long.valueOf(chance.below(kind.inverse() ? 5 : 4) + (kind.option() ? 0 : 1));
    }

    private Long maxTicks(final Kind kind)
    {
        return Kind.EVENT == kind ? Long.valueOf(1_000) : chance.percent(50) ? null :
            Long.valueOf(4_500 + chance.below(100_000));
    }

    Definition spoiled(final Definition sound)
    {
        final int dice = chance.below(14);
        return new Definition(dice == 0 ? chance.one("", " A", "A\tB", "123456789012345678901234567890123", "é ") :
            sound.symbol(), dice == 1 ? " " : sound.family(), sound.kind(), dice == 2 ? 7 : sound.assetId(),
            dice == 3 ? Integer.valueOf(77) : sound.underlyingId(),
            dice == 4 ? new Decimal(1, -chance.below(17)) : sound.tick(), dice == 5 ? new Decimal(0, 0) : sound.lot(),
            sound.multiplier(), dice == 6 ? null : sound.expiryMs(), dice == 7 ? null : sound.strikeTicks(),
            dice == 8 ? Long.valueOf(chance.one(200_000L, 0L, -5L, 1L << 60)) : sound.minTicks(),
            dice == 9 ? Long.valueOf(chance.one(-7L, 0L, 1L << 60, 1L << 50, 1L << 40)) : sound.maxTicks(),
            dice == 10 ? -1 : sound.optionInitialPpm(), sound.optionFloorPpm(), sound.optionMaintenancePpm(),
            sound.policy(), dice == 11 ? null : sound.spare(), sound.protection(),
            dice == 12 ? new Margins(null, List.of(), 0, 0) :
            dice == 13 ? new Margins(MarginModel.BOUNDED, List.of(), 0, 0) : sound.margins());
    }
}
