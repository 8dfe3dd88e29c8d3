package io.flatbook.twin;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.nio.ByteBuffer;
import java.util.List;

/** The twin behind the common face; a principal that the twin does not know comes into being when it sends. */
final class TwinSide implements Clearing
{
    private final Twin twin;

    TwinSide(final Twin twin)
    {
        this.twin = twin;
    }

    private Principal of(final String name)
    {
        return twin.principal(name, name.startsWith("risk/") ? Role.RISK : Role.GATEWAY);
    }

    @Override
    public void advanceTo(final long timestampMs)
    {
        twin.advanceTo(timestampMs);
    }

    @Override
    public Verdict defineAsset(final String by, final int scale, final String symbol)
    {
        return twin.defineAsset(of(by), scale, symbol);
    }

    @Override
    public Verdict defineInstrument(final String by, final Definition definition)
    {
        return twin.defineInstrument(of(by), definition);
    }

    @Override
    public Verdict defineGateway(final String by, final String name, final int venue, final int capabilities,
        final Switch guaranteed)
    {
        return twin.defineGateway(of(by), name, venue, capabilities, guaranteed);
    }

    @Override
    public Verdict setMarginTiers(final String by, final int instrumentId, final List<Tier> tiers,
        final boolean approved)
    {
        return twin.setMarginTiers(of(by), instrumentId, tiers, approved);
    }

    @Override
    public Verdict setOffsetPolicy(final String by, final int instrumentId, final OffsetPolicyKind policy)
    {
        return twin.setOffsetPolicy(of(by), instrumentId, policy);
    }

    @Override
    public Verdict setProtection(final String by, final int instrumentId, final Protection protection,
        final boolean approved)
    {
        return twin.setProtection(of(by), instrumentId, protection, approved);
    }

    @Override
    public Verdict setWaterfall(final String by, final int assetId, final Waterfall waterfall, final boolean approved)
    {
        return twin.setWaterfall(of(by), assetId, waterfall, approved);
    }

    @Override
    public Verdict setControls(final String by, final Switch fourEyes, final boolean approved)
    {
        return twin.setControls(of(by), fourEyes, approved);
    }

    @Override
    public Verdict setInstrumentStatus(final String by, final int instrumentId, final InstrumentStatus status,
        final boolean approved)
    {
        return twin.setInstrumentStatus(of(by), instrumentId, status, approved);
    }

    @Override
    public Verdict setAccountStatus(final String by, final long accountId, final AccountMode mode,
        final boolean approved)
    {
        return twin.setAccountStatus(of(by), accountId, mode, approved);
    }

    @Override
    public Verdict setGatewayStatus(final String by, final String name, final GatewayStatus status,
        final boolean approved)
    {
        return twin.setGatewayStatus(of(by), name, status, approved);
    }

    @Override
    public Verdict setAssetStatus(final String by, final int assetId, final Switch withdrawals, final Switch runs,
        final boolean approved)
    {
        return twin.setAssetStatus(of(by), assetId, withdrawals, runs, approved);
    }

    @Override
    public Verdict fundInsurance(final String by, final int assetId, final long money, final boolean approved)
    {
        return twin.fundInsurance(of(by), assetId, money, approved);
    }

    @Override
    public Verdict withdrawInsurance(final String by, final int assetId, final long money, final boolean approved)
    {
        return twin.withdrawInsurance(of(by), assetId, money, approved);
    }

    @Override
    public Verdict withdrawFees(final String by, final int assetId, final long money, final boolean approved)
    {
        return twin.withdrawFees(of(by), assetId, money, approved);
    }

    @Override
    public Verdict confirmMark(final String by, final int instrumentId, final boolean approved)
    {
        return twin.confirmMark(of(by), instrumentId, approved);
    }

    @Override
    public Verdict declareDefault(final String by, final long accountId, final boolean approved)
    {
        return twin.declareDefault(of(by), accountId, approved);
    }

    @Override
    public Verdict settleInstrument(final String by, final int instrumentId, final long ticks, final boolean approved)
    {
        return twin.settleInstrument(of(by), instrumentId, ticks, approved);
    }

    @Override
    public Verdict transferPosition(final String by, final long fromId, final long toId, final int instrumentId,
        final long lots, final boolean approved)
    {
        return twin.transferPosition(of(by), fromId, toId, instrumentId, lots, approved);
    }

    @Override
    public Verdict propose(final String by, final int templateId, final byte[] bytes)
    {
        return twin.propose(of(by), templateId, bytes);
    }

    @Override
    public Verdict approve(final String by, final long proposalId, final List<Command> proposable)
    {
        final Principal approver = of(by);
        final Verdict verdict = twin.approve(approver, proposalId);
        if (!verdict.accepted())
        {
            return verdict;
        }
        final int index = ByteBuffer.wrap(twin.proposals.get(proposalId).bytes).getInt();
        final Verdict outcome = proposable.get(index).sendTo(this, by, true);
        twin.proposalEnded(approver, proposalId, outcome);
        return outcome;
    }

    @Override
    public Verdict closeBusinessDay(final String by, final int date)
    {
        return twin.closeBusinessDay(of(by), date);
    }

    @Override
    public Verdict activateVersion(final String by, final int version)
    {
        return twin.activateVersion(of(by), version);
    }

    @Override
    public Verdict openAccount(final String by, final long accountId, final long ownerId, final int assetId)
    {
        return twin.openAccount(of(by), accountId, ownerId, assetId);
    }

    @Override
    public Verdict closeAccount(final String by, final long accountId)
    {
        return twin.closeAccount(of(by), accountId);
    }

    @Override
    public Verdict deposit(final String by, final long accountId, final long money, final long reference)
    {
        return twin.deposit(of(by), accountId, money, reference);
    }

    @Override
    public Verdict withdraw(final String by, final long accountId, final long money, final long reference)
    {
        return twin.withdraw(of(by), accountId, money, reference);
    }

    @Override
    public Verdict setOrderHold(final String by, final long accountId, final long money)
    {
        return twin.setOrderHold(of(by), accountId, money);
    }

    @Override
    public Verdict registerTrade(final String by, final Trade trade)
    {
        return twin.registerTrade(of(by), trade);
    }

    @Override
    public Verdict registerTrades(final String by, final List<Trade> trades)
    {
        return twin.registerTrades(of(by), trades);
    }

    @Override
    public Verdict reportLiquidationFailed(final String by, final long accountId)
    {
        return twin.reportLiquidationFailed(of(by), accountId);
    }

    @Override
    public Verdict offsetPositions(final String by, final long idA, final long idB, final int instrumentId,
        final long lots)
    {
        return twin.offsetPositions(of(by), idA, idB, instrumentId, lots);
    }

    @Override
    public Verdict updateMarkPrices(final String by, final long sequence, final int[] ids, final long[] ticks)
    {
        return twin.updateMarkPrices(of(by), sequence, ids, ticks);
    }

    @Override
    public Verdict applyFunding(final String by, final int instrumentId, final long ratePpb, final long fundingId)
    {
        return twin.applyFunding(of(by), instrumentId, ratePpb, fundingId);
    }
}
