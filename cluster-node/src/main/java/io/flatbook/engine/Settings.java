package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings and kill switches by risk. Every change is told with what was before and what is after.
 */
final class Settings
{
    private final Core core;
    private final Answer answer;

    Settings(final Core core)
    {
        this.core = core;
        answer = core.answer();
    }

    RejectReason setMarginTiers(
        final Principal risk, final int instrumentId, final MarginTiers tiers, final boolean approved)
    {
        final RejectField invalid = tiers.invalidField();
        RejectReason refusal = findInstrument(risk, instrumentId, RejectField.NONE == invalid ? null : invalid);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (!tiers.valid(core.limits().tiers()))
        {
            return answer.refuse(RejectReason.INVALID_DEFINITION, RejectField.MARGIN_TIERS);
        }
        refusal = checkOpen(instrumentId, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final MarginTiers old = instrument.tiers();
        final List<Account> covered = new ArrayList<>();
        for (final Position position : instrument.positions())
        {
            if (!isBelowMaintenance(position.account()))
            {
                covered.add(position.account());
            }
        }
        instrument.tiers(tiers);
        int pushedBelow = 0;
        for (final Account account : covered)
        {
            pushedBelow += isBelowMaintenance(account) ? 1 : 0;
        }
        core.events().marginTiersChanged(instrument, pushedBelow, old, tiers, risk);
        core.monitor().touchHolders(instrument);
        return answer.accept(pushedBelow);
    }

    private boolean isBelowMaintenance(final Account account)
    {
        return core.margin().equity(account) < core.margin().maintenanceMargin(account);
    }

    RejectReason setOffsetPolicy(final Principal risk, final int instrumentId, final OffsetPolicyKind policy)
    {
        RejectReason refusal = findInstrument(
            risk, instrumentId, Enums.known(policy) ? null : RejectField.OFFSET_POLICY);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOpen(instrumentId, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final OffsetPolicyKind old = instrument.offsetPolicy();
        instrument.offsetPolicy(policy);
        core.events().offsetPolicyChanged(instrument, old, policy, risk);
        return answer.accept();
    }

    RejectReason setProtection(
        final Principal risk, final int instrumentId, final Protection protection, final boolean approved)
    {
        final RejectField invalid = InstrumentRules.invalidProtection(protection);
        RejectReason refusal = findInstrument(risk, instrumentId, RejectField.NONE == invalid ? null : invalid);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        if (ClearingEngine.NULL_LONG != protection.maxPositionLots() &&
            protection.maxPositionLots() > instrument.units().maxPositionLots())
        {
            return answer.refuse(RejectReason.INVALID_DEFINITION, RejectField.MAX_POSITION);
        }
        refusal = checkOpen(instrumentId, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Protection old = instrument.protection();
        instrument.protection(protection);
        core.events().protectionChanged(instrument, old, protection, risk);
        return answer.accept();
    }

    RejectReason setInstrumentStatus(
        final Principal risk, final int instrumentId, final InstrumentStatus status, final boolean approved)
    {
        final boolean valid = Enums.known(status) && InstrumentStatus.SETTLED != status;
        RejectReason refusal = findInstrument(risk, instrumentId, valid ? null : RejectField.STATUS);
        if (RejectReason.NONE == refusal)
        {
            refusal = checkOpen(instrumentId, approved);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Instrument instrument = core.book().instrument(instrumentId);
        final InstrumentStatus old = instrument.status();
        instrument.status(status);
        core.events().instrumentStatusChanged(instrument, old, status, risk);
        return answer.accept();
    }

    private RejectReason findInstrument(final Principal risk, final int instrumentId, final RejectField invalidField)
    {
        final RejectReason refusal =
            core.controls().checkRisk(risk, instrumentId <= 0 ? RejectField.INSTRUMENT : invalidField);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return null == core.book().instrument(instrumentId) ?
            answer.refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    private RejectReason checkOpen(final int instrumentId, final boolean approved)
    {
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        return InstrumentStatus.SETTLED == core.book().instrument(instrumentId).status() ?
            answer.refuse(RejectReason.INSTRUMENT_STATUS, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    RejectReason setWaterfall(
        final Principal risk, final int assetId, final Waterfall waterfall, final boolean approved)
    {
        final RejectField invalid = InstrumentRules.invalidWaterfall(waterfall);
        final RejectReason refusal =
            findAsset(risk, assetId, RejectField.NONE == invalid ? null : invalid, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(assetId);
        final Waterfall old = asset.waterfall();
        asset.waterfall(waterfall);
        core.events().waterfallChanged(asset, old, waterfall, risk);
        return answer.accept();
    }

    RejectReason setAssetStatus(
        final Principal risk, final int assetId, final Switch withdrawals, final Switch defaultRuns,
        final boolean approved)
    {
        final RejectField invalid = !Enums.known(withdrawals) ? RejectField.WITHDRAWALS :
            !Enums.known(defaultRuns) ? RejectField.DEFAULT_RUNS : null;
        final RejectReason refusal = findAsset(risk, assetId, invalid, approved);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Asset asset = core.book().asset(assetId);
        final Switch oldWithdrawals = asset.withdrawalsOn();
        final Switch oldDefaultRuns = asset.defaultRunsOn();
        asset.switches(withdrawals, defaultRuns);
        core.events().assetStatusChanged(asset, oldWithdrawals, oldDefaultRuns, withdrawals, defaultRuns, risk);
        return answer.accept();
    }

    private RejectReason findAsset(
        final Principal risk, final int assetId, final RejectField invalidField, final boolean approved)
    {
        final RejectReason refusal =
            core.controls().checkRisk(risk, assetId <= 0 ? RejectField.ASSET : invalidField);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (null == core.book().asset(assetId))
        {
            return answer.refuse(RejectReason.UNKNOWN_ASSET, RejectField.ASSET);
        }
        return core.controls().needsApproval(approved) ?
            answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE) : RejectReason.NONE;
    }

    RejectReason setAccountStatus(
        final Principal risk, final long accountId, final AccountMode mode, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(
            risk, accountId <= 0 ? RejectField.ACCOUNT : Enums.known(mode) ? null : RejectField.STATUS);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Account account = core.book().account(accountId);
        if (null == account)
        {
            return answer.refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final AccountMode old = account.mode();
        account.mode(mode);
        core.events().accountModeChanged(account, old, mode, risk);
        return answer.accept();
    }

    RejectReason setGatewayStatus(
        final Principal risk, final String gatewayName, final GatewayStatus status, final boolean approved)
    {
        final RejectReason refusal = core.controls().checkRisk(risk, !Enums.known(status) ? RejectField.STATUS :
            Symbols.validName(gatewayName) ? null : RejectField.GATEWAY);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Principal gateway = core.principals().gateway(gatewayName);
        if (null == gateway)
        {
            return answer.refuse(RejectReason.UNKNOWN_GATEWAY, RejectField.GATEWAY);
        }
        if (core.controls().needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final GatewayStatus old = gateway.status();
        gateway.status(status);
        core.events().gatewayStatusChanged(gateway, old, status, risk);
        return answer.accept();
    }
}
