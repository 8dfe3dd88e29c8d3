package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Registry;
import io.flatbook.engine.book.Symbols;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

/**
 * The switches of risk: trading of an instrument, what an account may do, gateways, withdrawals and default runs of an
 * asset. Stopping needs one person, starting again two (EYES-1).
 *
 * <p>Contract: CMD-3.
 */
final class Switches
{
    private final Guards guards;
    private final Registry registry;
    private final Principals principals;
    private final ClearingEvents events;

    Switches(
        final Guards guards, final Registry registry, final Principals principals, final ClearingEvents events)
    {
        this.guards = guards;
        this.registry = registry;
        this.principals = principals;
        this.events = events;
    }

    RejectReason setInstrumentStatus(
        final Sender sender, final int instrumentId, final InstrumentStatus status)
    {
        final boolean valid = Enums.known(status) && InstrumentStatus.SETTLED != status &&
            InstrumentStatus.EXPIRED != status;
        RejectReason refusal =
            guards.checkInstrument(sender, instrumentId, valid ? RejectField.NONE : RejectField.STATUS);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = guards.book().instrument(instrumentId);
        final InstrumentStatus old = instrument.status();
        final InstrumentStatus next = meant(instrument, status);
        refusal = guards.checkApproval(sender, strictness(next) < strictness(old));
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        // SETL-2: an EXPIRED one can be HALTED, nothing else.
        if (InstrumentStatus.SETTLED == old ||
            InstrumentStatus.EXPIRED == old && InstrumentStatus.HALTED != status)
        {
            return guards.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT);
        }
        registry.status(instrument, next);
        events.instrumentStatusChanged(instrument, old, next, sender.principal());
        return guards.accept();
    }

    // SETL-2: a HALTED one that has meanwhile expired goes on as EXPIRED.
    private InstrumentStatus meant(final Instrument instrument, final InstrumentStatus status)
    {
        return InstrumentStatus.HALTED == instrument.status() && InstrumentStatus.HALTED != status &&
            Settlement.hasExpired(instrument, guards.nowMs()) ? InstrumentStatus.EXPIRED : status;
    }

    private static int strictness(final InstrumentStatus status)
    {
        return switch (status)
        {
            case TRADING -> 0;
            case CLOSE_ONLY, EXPIRED -> 1;
            default -> 2;
        };
    }

    RejectReason setAccountMode(final Sender sender, final long accountId, final AccountMode mode)
    {
        RejectReason refusal = guards.checkRisk(sender, accountId <= 0 ? RejectField.ACCOUNT :
            Enums.known(mode) ? RejectField.NONE : RejectField.MODE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = guards.book().account(accountId);
        if (null == account)
        {
            return guards.refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        final AccountMode old = account.mode();
        refusal = guards.checkApproval(sender, mode.value() < old.value());
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        registry.mode(account, mode);
        events.accountModeChanged(account, old, mode, sender.principal());
        return guards.accept();
    }

    RejectReason setGatewayStatus(final Sender sender, final String name, final GatewayStatus status)
    {
        RejectReason refusal = guards.checkRisk(sender, !Enums.known(status) ? RejectField.STATUS :
            Symbols.validName(name) ? RejectField.NONE : RejectField.GATEWAY);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Principal gateway = principals.gateway(name);
        if (null == gateway)
        {
            return guards.refuse(RejectReason.UNKNOWN_GATEWAY, RejectField.GATEWAY);
        }
        final GatewayStatus old = gateway.status();
        refusal = guards.checkApproval(
            sender, GatewayStatus.ENABLED == status && GatewayStatus.DISABLED == old);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        gateway.status(status);
        events.gatewayStatusChanged(gateway, old, status, sender.principal());
        return guards.accept();
    }

    RejectReason setAssetStatus(
        final Sender sender, final int assetId, final Switch withdrawals, final Switch defaultRuns)
    {
        final RejectField invalid = !Enums.known(withdrawals) ? RejectField.WITHDRAWALS :
            !Enums.known(defaultRuns) ? RejectField.DEFAULT_RUNS : RejectField.NONE;
        RejectReason refusal = guards.checkAsset(sender, assetId, invalid);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = guards.book().asset(assetId);
        final Switch oldWithdrawals = asset.withdrawalsOn();
        final Switch oldDefaultRuns = asset.defaultRunsOn();
        refusal = guards.checkApproval(sender, defaultRuns != oldDefaultRuns ||
            Switch.ON == withdrawals && Switch.OFF == oldWithdrawals);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        registry.switches(asset, withdrawals, defaultRuns);
        events.assetStatusChanged(
            asset, oldWithdrawals, oldDefaultRuns, withdrawals, defaultRuns, sender.principal());
        return guards.accept();
    }
}
