package io.flatbook.twin;

import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Tier;
import java.util.List;
import java.util.stream.IntStream;

/** The same terms as the engine and as the twin have them. */
final class EngineTerms
{
    private EngineTerms()
    {
    }

    static long of(final Long number)
    {
        return null == number ? Absent.LONG : number;
    }

    static int of(final Integer number)
    {
        return null == number ? Absent.INT : number;
    }

    static Long plain(final long number)
    {
        return Absent.LONG == number ? null : Long.valueOf(number);
    }

    static Margins plain(final MarginTerms terms)
    {
        final MarginTiers tiers = terms.tiers();
        return new Margins(terms.model(), IntStream.range(0, tiers.count())
            .mapToObj(k -> new Tier(tiers.floor(k), tiers.initialPpm(k), tiers.maintenancePpm(k))).toList(),
            terms.initialPerLot(), terms.maintenancePerLot());
    }

    static MarginTerms of(final Margins margins)
    {
        final List<Tier> tiers = margins.tiers();
        return new MarginTerms(margins.model(), MarginTiers.of(
            tiers.stream().mapToLong(Tier::floor).toArray(), tiers.stream().mapToLong(Tier::initialPpm).toArray(),
            tiers.stream().mapToLong(Tier::maintenancePpm).toArray(), tiers.size()),
            margins.initialPerLot(), margins.maintenancePerLot());
    }

    static TwinTerms.Protection plain(final Protection settings)
    {
        return new TwinTerms.Protection(settings.markBandPpm(), settings.markBandAbsoluteTicks(),
            settings.markBandMs(), settings.markMaxAgeMs(), settings.tradeBandPpm(), settings.tradeBandAbsoluteTicks(),
            settings.doubtPpm(), plain(settings.maxFeePpm()), plain(settings.maxPositionLots()),
            plain(settings.maxOwnerPositionLots()), plain(settings.maxOpenInterestLots()),
            plain(settings.fundingCapPpb()));
    }

    static Protection of(final TwinTerms.Protection settings)
    {
        return new Protection(settings.markBandPpm(), settings.markBandAbsolute(), settings.markBandMs(),
            settings.markMaxAgeMs(), settings.tradeBandPpm(), settings.tradeBandAbsolute(), settings.doubtPpm(),
            of(settings.maxFeePpm()), of(settings.maxPositionLots()), of(settings.maxOwnerPositionLots()),
            of(settings.maxOpenInterestLots()), of(settings.fundingCapPpb()));
    }

    static TwinTerms.Waterfall plain(final Waterfall settings)
    {
        return new TwinTerms.Waterfall(settings.fundFloor(), plain(settings.perOwnerCap()),
            plain(settings.windowCap()), settings.windowMs(), settings.liquidationTimeoutMs(),
            settings.liquidationFeePpm(), settings.closeOutFeePpm(), settings.houseDeficitGate(),
            plain(settings.withdrawalCap()), settings.trigger(), settings.recourse(), settings.closeOut());
    }

    static Waterfall of(final TwinTerms.Waterfall fall)
    {
        return new Waterfall(fall.fundFloor(), of(fall.perOwnerCap()), of(fall.windowCap()), fall.windowMs(),
            fall.liquidationTimeoutMs(), fall.liquidationFeePpm(), fall.closeOutFeePpm(), fall.houseDeficitGate(),
            of(fall.withdrawalCap()), fall.trigger(), fall.recourse(), fall.closeOut());
    }

    static GatewayDefinition of(final TwinTerms.Gateway gateway)
    {
        return new GatewayDefinition(gateway.name(), gateway.venue(), gateway.capabilities(), gateway.guaranteed(),
            of(gateway.accountFrom()), of(gateway.accountTo()),
            gateway.instrumentIds().stream().mapToInt(Integer::intValue).toArray());
    }

    static InstrumentDefinition of(final Definition definition)
    {
        return new InstrumentDefinition()
            .symbol(definition.symbol()).family(definition.family()).kind(definition.kind())
            .settlementAssetId(definition.assetId()).underlyingId(of(definition.underlyingId()))
            .tickSize(definition.tick().mantissa(), definition.tick().exponent())
            .lotSize(definition.lot().mantissa(), definition.lot().exponent())
            .multiplier(definition.multiplier().mantissa(), definition.multiplier().exponent())
            .expiryMs(of(definition.expiryMs())).strikeTicks(of(definition.strikeTicks()))
            .minTicks(of(definition.minTicks())).maxTicks(of(definition.maxTicks()))
            .option(definition.optionInitialPpm(), definition.optionFloorPpm(), definition.optionMaintenancePpm())
            .offsetPolicy(definition.policy()).spareHedges(definition.spare())
            .protection(of(definition.protection())).marginTerms(of(definition.margins()));
    }
}
