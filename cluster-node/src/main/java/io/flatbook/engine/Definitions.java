package io.flatbook.engine;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;

/**
 * Definitions of assets, instruments and gateways by risk.
 */
final class Definitions
{
    private static final int SCALE_MAX = 12;
    private static final int CAPABILITIES_MAX =
        Principal.TRADE | Principal.COLLATERAL | Principal.MARKS | Principal.FUNDING;

    private final Core core;
    private final Answer answer;

    Definitions(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    RejectReason defineAsset(final Principal risk, final int scale, final String symbol)
    {
        final RejectReason refusal = core.controls().checkRisk(risk,
            scale < 0 || scale > SCALE_MAX ? RejectField.SCALE : Symbols.valid(symbol) ? null : RejectField.SYMBOL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (core.book().hasAsset(symbol))
        {
            return answer.refuse(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL);
        }
        if (core.book().assetCount() >= core.limits().assets())
        {
            return answer.refuse(RejectReason.TOO_MANY, RejectField.ASSET);
        }
        final Asset asset = core.book().addAsset(symbol, scale);
        core.events().assetDefined(asset, risk);
        return answer.accept(asset.id());
    }

    RejectReason defineInstrument(final Principal risk, final InstrumentDefinition definition)
    {
        final RejectField invalid = InstrumentRules.invalidField(definition);
        final RejectReason refusal = core.controls().checkRisk(risk, RejectField.NONE == invalid ? null : invalid);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(definition.settlementAssetId);
        if (null == asset)
        {
            return answer.refuse(RejectReason.UNKNOWN_ASSET, RejectField.SETTLEMENT_ASSET);
        }
        final Instrument underlying = core.book().instrument(definition.underlyingId);
        if (ClearingEngine.NULL_INT != definition.underlyingId && null == underlying)
        {
            return answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.UNDERLYING);
        }
        if (core.book().hasInstrument(definition.symbol))
        {
            return answer.refuse(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL);
        }
        final RejectField incoherent = InstrumentRules.incoherentField(definition, core.limits().tiers());
        if (RejectField.NONE != incoherent)
        {
            return answer.refuse(RejectReason.INVALID_DEFINITION, incoherent);
        }
        if (null != underlying && (underlying.settlementAsset() != asset ||
            InstrumentKind.LINEAR_PERPETUAL != underlying.kind() && InstrumentKind.LINEAR_FUTURE != underlying.kind()))
        {
            return answer.refuse(RejectReason.INVALID_DEFINITION, RejectField.UNDERLYING);
        }
        final InstrumentUnits units = InstrumentRules.units(definition, asset, underlying, answer);
        if (null == units)
        {
            return answer.reason();
        }
        if (core.book().instrumentCount() >= core.limits().instruments())
        {
            return answer.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT);
        }
        final Instrument instrument = core.book().addInstrument(definition, units);
        core.events().instrumentDefined(instrument, risk);
        return answer.accept(instrument.id());
    }

    RejectReason defineGateway(
        final Principal risk, final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        if (Role.RISK != risk.role())
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        final RejectField invalid = invalidGateway(name, venue, capabilities, guaranteed);
        if (RejectField.NONE != invalid)
        {
            return answer.refuse(RejectReason.INVALID_FIELD, invalid);
        }
        if (null != core.principals().gateway(name))
        {
            return answer.refuse(RejectReason.ALREADY_EXISTS, RejectField.GATEWAY);
        }
        if (core.principals().isFull())
        {
            return answer.refuse(RejectReason.TOO_MANY, RejectField.GATEWAY);
        }
        final Principal gateway = core.principals().addGateway(name, venue, capabilities, guaranteed);
        core.events().gatewayDefined(gateway, risk);
        return answer.accept(gateway.gatewayNumber());
    }

    private static RejectField invalidGateway(
        final String name, final int venue, final int capabilities, final Switch guaranteed)
    {
        if (venue <= 0)
        {
            return RejectField.VENUE;
        }
        if (capabilities <= 0 || capabilities > CAPABILITIES_MAX)
        {
            return RejectField.CAPABILITIES;
        }
        if (!Enums.known(guaranteed))
        {
            return RejectField.GUARANTEED;
        }
        return Symbols.validName(name) ? RejectField.NONE : RejectField.GATEWAY;
    }
}
