package io.flatbook.twin;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.List;

/** All commands, as both sides of the differential test take them; {@code by} is the sender's full name. */
interface Clearing
{
    /** A command that waits to be sent, by a principal, approved or not. */
    interface Command
    {
        Verdict sendTo(Clearing clearing, String by, boolean approved);
    }

    void advanceTo(long timestampMs);

    Verdict defineAsset(String by, int scale, String symbol);

    Verdict defineInstrument(String by, Definition definition);

    Verdict defineGateway(String by, String name, int venue, int capabilities, Switch guaranteed);

    Verdict setMarginTiers(String by, int instrumentId, List<Tier> tiers, boolean approved);

    Verdict setOffsetPolicy(String by, int instrumentId, OffsetPolicyKind policy);

    Verdict setProtection(String by, int instrumentId, Protection protection, boolean approved);

    Verdict setWaterfall(String by, int assetId, Waterfall waterfall, boolean approved);

    Verdict setControls(String by, Switch fourEyes, boolean approved);

    Verdict setInstrumentStatus(String by, int instrumentId, InstrumentStatus status, boolean approved);

    Verdict setAccountStatus(String by, long accountId, AccountMode mode, boolean approved);

    Verdict setGatewayStatus(String by, String name, GatewayStatus status, boolean approved);

    Verdict setAssetStatus(String by, int assetId, Switch withdrawals, Switch runs, boolean approved);

    Verdict fundInsurance(String by, int assetId, long money, boolean approved);

    Verdict withdrawInsurance(String by, int assetId, long money, boolean approved);

    Verdict withdrawFees(String by, int assetId, long money, boolean approved);

    Verdict confirmMark(String by, int instrumentId, boolean approved);

    Verdict declareDefault(String by, long accountId, boolean approved);

    Verdict settleInstrument(String by, int instrumentId, long ticks, boolean approved);

    Verdict transferPosition(String by, long fromId, long toId, int instrumentId, long lots, boolean approved);

    Verdict propose(String by, int templateId, byte[] bytes);

    Verdict approve(String by, long proposalId, List<Command> proposable);

    Verdict closeBusinessDay(String by, int date);

    Verdict activateVersion(String by, int version);

    Verdict openAccount(String by, long accountId, long ownerId, int assetId);

    Verdict closeAccount(String by, long accountId);

    Verdict deposit(String by, long accountId, long money, long reference);

    Verdict withdraw(String by, long accountId, long money, long reference);

    Verdict setOrderHold(String by, long accountId, long money);

    Verdict registerTrade(String by, Trade trade);

    Verdict registerTrades(String by, List<Trade> trades);

    Verdict reportLiquidationFailed(String by, long accountId);

    Verdict offsetPositions(String by, long idA, long idB, int instrumentId, long lots);

    Verdict updateMarkPrices(String by, long sequence, int[] ids, long[] ticks);

    Verdict applyFunding(String by, int instrumentId, long ratePpb, long fundingId);
}
