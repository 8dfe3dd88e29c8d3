package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.GatewayDefinition;
import io.flatbook.engine.LimitsUpdate;
import io.flatbook.engine.Sender;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SetControlsDecoder;
import io.flatbook.sbe.SetLimitsDecoder;
import io.flatbook.sbe.SetMarginTiersDecoder;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import io.flatbook.sbe.SetPriceBoundsDecoder;
import io.flatbook.sbe.SetProtectionDecoder;
import io.flatbook.sbe.SetWaterfallDecoder;
import org.agrona.DirectBuffer;

import java.util.Arrays;

/**
 * Decodes the commands by which risk defines assets, instruments and gateways and changes their settings.
 */
final class DefinitionCommands
{
    private final ClearingEngine engine;
    private final TierRows tierRows;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final DefineAssetDecoder defineAsset = new DefineAssetDecoder();
    private final DefineInstrumentDecoder defineInstrument = new DefineInstrumentDecoder();
    private final DefineGatewayDecoder defineGateway = new DefineGatewayDecoder();
    private final SetMarginTiersDecoder setMarginTiers = new SetMarginTiersDecoder();
    private final SetOffsetPolicyDecoder setOffsetPolicy = new SetOffsetPolicyDecoder();
    private final SetProtectionDecoder setProtection = new SetProtectionDecoder();
    private final SetWaterfallDecoder setWaterfall = new SetWaterfallDecoder();
    private final SetPriceBoundsDecoder setPriceBounds = new SetPriceBoundsDecoder();
    private final SetControlsDecoder setControls = new SetControlsDecoder();
    private final SetLimitsDecoder setLimits = new SetLimitsDecoder();

    DefinitionCommands(final ClearingEngine engine)
    {
        this.engine = engine;
        tierRows = new TierRows(engine.limits().tiers());
    }

    /**
     * Applies a command that has passed {@link MessageCheck}.
     *
     * @param body offset of the root block.
     * @return the engine's answer, or null for a command that is not one of these.
     */
    RejectReason dispatch(final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case DefineAssetDecoder.TEMPLATE_ID:
                return defineAsset(sender, buffer, body);
            case DefineInstrumentDecoder.TEMPLATE_ID:
                return defineInstrument(sender, buffer, body);
            case DefineGatewayDecoder.TEMPLATE_ID:
                return defineGateway(sender, buffer, body);
            case SetMarginTiersDecoder.TEMPLATE_ID:
                return setMarginTiers(sender, buffer, body);
            default:
                return dispatchSetting(sender, templateId, buffer, body);
        }
    }

    private LimitsUpdate limits()
    {
        return new LimitsUpdate(
            setLimits.accounts(),
            setLimits.accountsPerOwner(),
            setLimits.instruments(),
            setLimits.positionsPerInstrument(),
            setLimits.assets(),
            setLimits.gateways(),
            setLimits.principals(),
            setLimits.accountsPerVenue());
    }

    private RejectReason dispatchSetting(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case SetOffsetPolicyDecoder.TEMPLATE_ID:
                setOffsetPolicy.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setOffsetPolicy(sender, setOffsetPolicy.instrument(), setOffsetPolicy.offsetPolicy(),
                    setOffsetPolicy.spareHedges());
            case SetProtectionDecoder.TEMPLATE_ID:
                setProtection.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setProtection(
                    sender, setProtection.instrument(), Terms.protection(setProtection.protection()));
            case SetWaterfallDecoder.TEMPLATE_ID:
                setWaterfall.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setWaterfall(sender, setWaterfall.asset(), Terms.waterfall(setWaterfall.waterfall()));
            case SetPriceBoundsDecoder.TEMPLATE_ID:
                setPriceBounds.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setPriceBounds(sender, setPriceBounds.instrument(), setPriceBounds.minPriceTicks(),
                    setPriceBounds.maxPriceTicks());
            case SetControlsDecoder.TEMPLATE_ID:
                setControls.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setControls(sender, setControls.fourEyes());
            case SetLimitsDecoder.TEMPLATE_ID:
                setLimits.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return engine.setLimits(sender, limits());
            default:
                return null;
        }
    }

    private RejectReason defineAsset(final Sender sender, final DirectBuffer buffer, final int body)
    {
        defineAsset.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final String symbol = Texts.symbol(buffer, body + DefineAssetDecoder.symbolEncodingOffset());
        return engine.defineAsset(sender, defineAsset.scale(), symbol);
    }

    private RejectReason defineInstrument(final Sender sender, final DirectBuffer buffer, final int body)
    {
        defineInstrument.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final DefineInstrumentDecoder.MarginTiersDecoder rows = defineInstrument.marginTiers();
        tierRows.clear();
        while (rows.hasNext() && tierRows.isOpen())
        {
            rows.next();
            tierRows.add(rows.floor(), rows.initialPpm(), rows.maintenancePpm());
        }
        final InstrumentDefinition definition = Terms.instrument(defineInstrument.terms(), tierRows.tiers())
            .protection(Terms.protection(defineInstrument.protection()));
        return engine.defineInstrument(sender, definition);
    }

    private RejectReason defineGateway(final Sender sender, final DirectBuffer buffer, final int body)
    {
        defineGateway.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final String name = Texts.gateway(buffer, body + DefineGatewayDecoder.gatewayEncodingOffset());
        final DefineGatewayDecoder.InstrumentsDecoder rows = defineGateway.instruments();
        // One more than the limit, so that the engine sees the excess. Their order means nothing.
        final int[] instrumentIds = new int[Math.min(rows.count(), engine.limits().marksPerUpdate() + 1)];
        for (int i = 0; i < instrumentIds.length; i++)
        {
            instrumentIds[i] = rows.next().instrument();
        }
        Arrays.sort(instrumentIds);
        return engine.defineGateway(sender, new GatewayDefinition(
            name,
            defineGateway.venue(),
            defineGateway.capabilities().getRaw(),
            defineGateway.guaranteed(),
            defineGateway.accountFrom(),
            defineGateway.accountTo(),
            instrumentIds));
    }

    private RejectReason setMarginTiers(final Sender sender, final DirectBuffer buffer, final int body)
    {
        setMarginTiers.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final SetMarginTiersDecoder.MarginTiersDecoder rows = setMarginTiers.marginTiers();
        tierRows.clear();
        while (rows.hasNext() && tierRows.isOpen())
        {
            rows.next();
            tierRows.add(rows.floor(), rows.initialPpm(), rows.maintenancePpm());
        }
        return engine.setMarginTiers(sender, setMarginTiers.instrument(), new MarginTerms(
            setMarginTiers.marginModel(),
            tierRows.tiers(),
            setMarginTiers.initialPerLot(),
            setMarginTiers.maintenancePerLot()));
    }

    /** Tiers as they are decoded; one more than the limit, so that the engine sees the excess. */
    private static final class TierRows
    {
        private final long[] floor;
        private final long[] initialPpm;
        private final long[] maintenancePpm;
        private int count;

        private TierRows(final int tiersMax)
        {
            floor = new long[tiersMax + 1];
            initialPpm = new long[tiersMax + 1];
            maintenancePpm = new long[tiersMax + 1];
        }

        private void clear()
        {
            count = 0;
        }

        private boolean isOpen()
        {
            return count < floor.length;
        }

        private void add(final long tierFloor, final long tierInitialPpm, final long tierMaintenancePpm)
        {
            floor[count] = tierFloor;
            initialPpm[count] = tierInitialPpm;
            maintenancePpm[count++] = tierMaintenancePpm;
        }

        private MarginTiers tiers()
        {
            return MarginTiers.of(floor, initialPpm, maintenancePpm, count);
        }
    }
}
