package io.flatbook.cluster;

import io.flatbook.engine.InstrumentDefinition;
import io.flatbook.engine.MarginTiers;
import io.flatbook.engine.Protection;
import io.flatbook.engine.Waterfall;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.SetGatewayStatusDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import org.agrona.DirectBuffer;

/**
 * Decodes texts, tiers and settings into the engine's value objects. Validates nothing.
 */
final class DefinitionDecoding
{
    private final int tiersMax;
    private final long[] floor;
    private final long[] initialPpm;
    private final long[] maintenancePpm;

    /**
     * @param tiersLimit most tiers of an instrument; one more is decoded, so that the engine sees the excess.
     */
    DefinitionDecoding(final int tiersLimit)
    {
        tiersMax = tiersLimit + 1;
        floor = new long[tiersMax];
        initialPpm = new long[tiersMax];
        maintenancePpm = new long[tiersMax];
    }

    static String symbol(final DefineAssetDecoder command)
    {
        return text(
            command.buffer(),
            command.offset() + DefineAssetDecoder.symbolEncodingOffset(),
            DefineAssetDecoder.symbolEncodingLength());
    }

    static String gateway(final DefineGatewayDecoder command)
    {
        return text(
            command.buffer(),
            command.offset() + DefineGatewayDecoder.gatewayEncodingOffset(),
            DefineGatewayDecoder.gatewayEncodingLength());
    }

    static String gateway(final SetGatewayStatusDecoder command)
    {
        return text(
            command.buffer(),
            command.offset() + SetGatewayStatusDecoder.gatewayEncodingOffset(),
            SetGatewayStatusDecoder.gatewayEncodingLength());
    }

    InstrumentDefinition instrument(final DefineInstrumentDecoder command)
    {
        final Protection protection = new Protection(
            command.markBandPpm(),
            command.markMaxAgeMs(),
            command.tradeBandPpm(),
            command.maxFeePpm(),
            command.maxPositionLots(),
            command.maxOpenInterestLots(),
            command.fundingCapPpb());
        final String symbol = text(
            command.buffer(),
            command.offset() + DefineInstrumentDecoder.symbolEncodingOffset(),
            DefineInstrumentDecoder.symbolEncodingLength());
        return new InstrumentDefinition()
            .symbol(symbol)
            .kind(command.kind())
            .settlementAssetId(command.settlementAsset())
            .underlyingId(command.underlying())
            .tickSize(command.tickSize().mantissa(), command.tickSize().exponent())
            .lotSize(command.lotSize().mantissa(), command.lotSize().exponent())
            .multiplier(command.multiplier().mantissa(), command.multiplier().exponent())
            .expiryMs(command.expiry())
            .strikeTicks(command.strikeTicks())
            .minTicks(command.minPriceTicks())
            .maxTicks(command.maxPriceTicks())
            .option(command.optionInitialPpm(), command.optionInitialFloorPpm(), command.optionMaintenancePpm())
            .offsetPolicy(command.offsetPolicy())
            .protection(protection)
            .tiers(tiers(command));
    }

    MarginTiers tiers(final SetMarginTiersDecoder command)
    {
        final SetMarginTiersDecoder.MarginTiersDecoder rows = command.marginTiers();
        final int count = Math.min(rows.count(), tiersMax);
        for (int i = 0; i < count; i++)
        {
            rows.next();
            floor[i] = rows.floor();
            initialPpm[i] = rows.initialPpm();
            maintenancePpm[i] = rows.maintenancePpm();
        }
        return MarginTiers.of(floor, initialPpm, maintenancePpm, count);
    }

    static Protection protection(final SetProtectionDecoder command)
    {
        return new Protection(
            command.markBandPpm(),
            command.markMaxAgeMs(),
            command.tradeBandPpm(),
            command.maxFeePpm(),
            command.maxPositionLots(),
            command.maxOpenInterestLots(),
            command.fundingCapPpb());
    }

    static Waterfall waterfall(final SetWaterfallDecoder command)
    {
        return new Waterfall(
            command.fundFloor(),
            command.perEventCap(),
            command.windowCap(),
            command.windowMs(),
            command.liquidationTimeoutMs(),
            command.liquidationFeePpm(),
            command.closeOutFeePpm(),
            command.houseDeficitGate(),
            command.withdrawalCap(),
            command.trigger());
    }

    private MarginTiers tiers(final DefineInstrumentDecoder command)
    {
        final DefineInstrumentDecoder.MarginTiersDecoder rows = command.marginTiers();
        final int count = Math.min(rows.count(), tiersMax);
        for (int i = 0; i < count; i++)
        {
            rows.next();
            floor[i] = rows.floor();
            initialPpm[i] = rows.initialPpm();
            maintenancePpm[i] = rows.maintenancePpm();
        }
        return MarginTiers.of(floor, initialPpm, maintenancePpm, count);
    }

    /**
     * A text padded with zeros. Bytes outside ASCII, and zeros inside, stay in it, so that the engine refuses them.
     */
    private static String text(final DirectBuffer buffer, final int offset, final int lengthMax)
    {
        int length = lengthMax;
        while (length > 0 && 0 == buffer.getByte(offset + length - 1))
        {
            length--;
        }
        final StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            text.append((char)(buffer.getByte(offset + i) & 0xFF));
        }
        return text.toString();
    }
}
