package io.flatbook.twin;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Gateway;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.util.List;

/** All commands of section 5, as both sides of the differential test take them. */
interface Clearing
{
    /** A sender by full name; approved if the command comes out of an approved proposal. */
    record By(String name, boolean approved)
    {
    }

    /** A command that waits to be sent. */
    interface Command
    {
        Verdict sendTo(Clearing clearing, By by);
    }

    void advanceTo(long timestampMs);

    Verdict defineAsset(By by, int scale, String symbol);

    Verdict defineInstrument(By by, Definition definition);

    Verdict defineGateway(By by, Gateway gateway);

    Verdict setMarginTiers(By by, int instrumentId, Margins margins);

    Verdict setOffsetPolicy(By by, int instrumentId, OffsetPolicyKind policy, Switch spareHedges);

    Verdict setPriceBounds(By by, int instrumentId, long minTicks, long maxTicks);

    Verdict setProtection(By by, int instrumentId, Protection protection);

    Verdict setWaterfall(By by, int assetId, Waterfall waterfall);

    Verdict setControls(By by, Switch fourEyes);

    Verdict setInstrumentStatus(By by, int instrumentId, InstrumentStatus status);

    Verdict setAccountMode(By by, long accountId, AccountMode mode);

    Verdict setGatewayStatus(By by, String name, GatewayStatus status);

    Verdict setAssetStatus(By by, int assetId, Switch withdrawals, Switch runs);

    Verdict fundInsurance(By by, int assetId, long money);

    Verdict withdrawInsurance(By by, int assetId, long money);

    Verdict withdrawFees(By by, int assetId, long money);

    Verdict sweepRounding(By by, int assetId);

    Verdict confirmMark(By by, int instrumentId, long ticks);

    Verdict declareDefault(By by, long accountId);

    Verdict settleInstrument(By by, int instrumentId, long ticks);

    Verdict settleVariation(By by, int instrumentId);

    Verdict removeInstrument(By by, int instrumentId);

    /** The price is null if the lots take their share of cost along. */
    Verdict transferPosition(By by, long fromId, long toId, int instrumentId, long lots, Long ticks);

    Verdict propose(By by, int templateId, byte[] bytes);

    Verdict approve(By by, long proposalId, List<Command> proposable);

    Verdict rejectProposal(By by, long proposalId);

    Verdict closeBusinessDay(By by, int date);

    Verdict activateVersion(By by, int version);

    Verdict requestShutdown(By by);

    Verdict openAccount(By by, long accountId, long ownerId, int assetId);

    Verdict closeAccount(By by, long accountId);

    Verdict deposit(By by, long accountId, long money, long reference);

    Verdict withdraw(By by, long accountId, long money, long reference);

    Verdict transferCollateral(By by, long fromId, long toId, long money, long reference);

    Verdict setOrderHold(By by, long accountId, long money);

    Verdict registerTrade(By by, Trade trade);

    Verdict registerTrades(By by, List<Trade> trades);

    Verdict reportLiquidationFailed(By by, long accountId);

    Verdict offsetPositions(By by, long idA, long idB, int instrumentId, long lots);

    Verdict updateMarkPrices(By by, long sequence, int[] ids, long[] ticks);

    Verdict applyFunding(By by, int instrumentId, long ratePpb, long fundingId);
}
