package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.InstrumentRules;
import io.flatbook.engine.book.InstrumentUnits;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.Symbols;
import io.flatbook.engine.book.UnitRules;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;

/**
 * Definitions of assets, instruments and gateways by risk (CMD-2, NOUN-1 to NOUN-5).
 */
final class Definitions
{
    private static final int SCALE_MAX = 12;
    private static final int CAPABILITIES_MAX =
        Principal.TRADE | Principal.COLLATERAL | Principal.MARKS | Principal.FUNDING;

    private final Guards guards;
    private final Registry registry;
    private final Principals principals;
    private final ClearingEvents events;
    private final UnitRules unitRules = new UnitRules();

    Definitions(
        final Guards guards, final Registry registry, final Principals principals, final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.principals = principals;
        this.events = events;
    }

    RejectReason defineAsset(final Sender sender, final int scale, final String symbol)
    {
        RejectReason refusal = guards.checkRisk(sender, scale < 0 || scale > SCALE_MAX ? RejectField.SCALE :
            Symbols.valid(symbol) ? RejectField.NONE : RejectField.SYMBOL);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (guards.book().hasAsset(symbol))
        {
            return guards.refuse(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL);
        }
        refusal = guards.checkApproval(sender, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (guards.book().assetCount() >= guards.limits().assets())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.ASSET);
        }
        final Asset asset = registry.addAsset(symbol, scale);
        events.assetDefined(asset, sender.principal());
        return guards.accept(asset.id());
    }

    RejectReason defineInstrument(final Sender sender, final InstrumentDefinition definition)
    {
        final RejectReason refusal = guards.checkRisk(sender, InstrumentRules.invalidField(definition));
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(definition.settlementAssetId());
        if (null == asset)
        {
            return guards.refuse(RejectReason.UNKNOWN_ASSET, RejectField.SETTLEMENT_ASSET);
        }
        final Instrument underlying = Absent.INT == definition.underlyingId() ? null :
            guards.book().instrument(definition.underlyingId());
        if (Absent.INT != definition.underlyingId() && null == underlying)
        {
            return guards.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.UNDERLYING);
        }
        if (guards.book().hasInstrument(definition.symbol()))
        {
            return guards.refuse(RejectReason.ALREADY_EXISTS, RejectField.SYMBOL);
        }
        final RejectReason incoherent = checkCoherence(definition, asset, underlying);
        if (RejectReason.NONE != incoherent)
        {
            return incoherent;
        }
        final InstrumentUnits units = unitRules.units(definition, asset, underlying);
        if (null == units)
        {
            return guards.result().refuse(
                RejectReason.INVALID_DEFINITION, unitRules.field(), unitRules.detail());
        }
        final long maxPosition = definition.protection().maxPositionLots();
        if (Absent.LONG != maxPosition && maxPosition > units.largestPositionLots())
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION);
        }
        if (guards.book().openInstrumentCount() >= guards.limits().instruments())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.INSTRUMENT);
        }
        final Instrument instrument = registry.addInstrument(definition, units);
        events.instrumentDefined(instrument, sender.principal());
        return guards.accept(instrument.id());
    }

    private RejectReason checkCoherence(
        final InstrumentDefinition definition, final Asset asset, final Instrument underlying)
    {
        final RejectField incoherent = InstrumentRules.incoherentField(definition);
        if (RejectField.NONE != incoherent)
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, incoherent);
        }
        if (null != underlying && (underlying.settlementAsset() != asset || underlying.isSettled() ||
            InstrumentKind.LINEAR_PERPETUAL != underlying.kind() && InstrumentKind.LINEAR_FUTURE != underlying.kind()))
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, RejectField.UNDERLYING);
        }
        final RejectField margin = InstrumentRules.incoherentMargin(
            definition.kind(), definition.marginTerms(), guards.limits().tiers());
        if (RejectField.NONE != margin)
        {
            return guards.refuse(RejectReason.INVALID_DEFINITION, margin);
        }
        final long lowest = null != underlying ? underlying.units().minTicks() :
            Absent.LONG == definition.minTicks() ? 1 : definition.minTicks();
        return InstrumentRules.lacksMargin(definition, definition.marginTerms(), lowest) ?
            guards.refuse(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT) : RejectReason.NONE;
    }

    RejectReason defineGateway(final Sender sender, final GatewayDefinition definition)
    {
        if (Role.RISK != sender.principal().role())
        {
            return guards.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        final RejectField invalid = invalidField(definition);
        if (RejectField.NONE != invalid)
        {
            return guards.refuse(RejectReason.INVALID_FIELD, invalid);
        }
        final Principal known = principals.gateway(definition.name());
        if (null != known && known.venue() != definition.venue())
        {
            return guards.refuse(RejectReason.INVALID_FIELD, RejectField.VENUE);
        }
        final RejectReason refusal = guards.checkApproval(sender, true);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (null == known && principals.isFull())
        {
            return guards.refuse(RejectReason.TOO_MANY, RejectField.GATEWAY);
        }
        final Principal gateway = null == known ? principals.addGateway(definition) : known;
        gateway.define(definition);
        events.gatewayDefined(gateway, sender.principal());
        return guards.accept(gateway.gatewayNumber());
    }

    private RejectField invalidField(final GatewayDefinition definition)
    {
        if (definition.venue() <= 0)
        {
            return RejectField.VENUE;
        }
        if (definition.capabilities() <= 0 || definition.capabilities() > CAPABILITIES_MAX)
        {
            return RejectField.CAPABILITIES;
        }
        if (!Enums.known(definition.guaranteed()))
        {
            return RejectField.GUARANTEED;
        }
        final boolean hasFrom = Absent.LONG != definition.accountFrom();
        if (hasFrom && definition.accountFrom() <= 0)
        {
            return RejectField.ACCOUNT_FROM;
        }
        if (Absent.LONG != definition.accountTo() &&
            (definition.accountTo() <= 0 || hasFrom && definition.accountTo() < definition.accountFrom()))
        {
            return RejectField.ACCOUNT_TO;
        }
        if (!Symbols.validName(definition.name()))
        {
            return RejectField.GATEWAY;
        }
        return instrumentsValid(definition.instrumentIds()) ? RejectField.NONE : RejectField.INSTRUMENTS;
    }

    private boolean instrumentsValid(final int[] instrumentIds)
    {
        for (int i = 0; i < instrumentIds.length; i++)
        {
            if (instrumentIds[i] <= 0 || i > 0 && instrumentIds[i] <= instrumentIds[i - 1])
            {
                return false;
            }
        }
        return instrumentIds.length <= guards.limits().marksPerUpdate();
    }
}
