package io.flatbook.cluster;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;

/**
 * One message of every template.
 */
final class Samples
{
    private Samples()
    {
    }

    /** One message of every template, most of which the book of {@link Books#traded} accepts. */
    static List<UnsafeBuffer> all()
    {
        return List.of(
            RiskMessages.defineAsset("EUR", 2),
            RiskMessages.defineInstrument("ETH", InstrumentKind.LINEAR_PERPETUAL),
            RiskMessages.defineGateway("c", 3),
            RiskMessages.setMarginTiers(1, 3),
            RiskMessages.setOffsetPolicy(1, OffsetPolicyKind.PRO_RATA),
            RiskMessages.setProtection(1, 100_000),
            RiskMessages.setWaterfall(1, DefaultTrigger.OPERATOR),
            RiskMessages.setPriceBounds(1, 1, 5_000_000),
            RiskMessages.setControls(Switch.ON),
            RiskMessages.setInstrumentStatus(1, InstrumentStatus.CLOSE_ONLY),
            RiskMessages.setAccountMode(1, AccountMode.REDUCE_ONLY),
            RiskMessages.setGatewayStatus("a", GatewayStatus.ENABLED),
            RiskMessages.setAssetStatus(1, Switch.OFF, Switch.ON),
            RiskMessages.fundInsurance(1, 500),
            RiskMessages.withdrawInsurance(1, 100),
            RiskMessages.withdrawFees(1, 1),
            RiskMessages.sweepRounding(1),
            RiskMessages.confirmMark(1, 1_000),
            RiskMessages.declareDefault(1),
            RiskMessages.settleInstrument(1, 1_000),
            RiskMessages.settleVariation(1),
            RiskMessages.removeInstrument(1),
            RiskMessages.transferPosition(1, 2, 1, 1),
            RiskMessages.propose(RiskMessages.fundInsurance(1, 10)),
            RiskMessages.approve(1),
            RiskMessages.rejectProposal(1),
            RiskMessages.closeBusinessDay(20251010),
            RiskMessages.activateVersion(1),
            LimitMessages.setLimits(5_000_000, NULL_INT, NULL_INT),
            RiskMessages.requestShutdown(),
            Messages.openAccount(9, 9, 1),
            Messages.closeAccount(5),
            Messages.deposit(1, 100, 90),
            Messages.withdraw(1, 100, 91),
            Messages.transferCollateral(1, 2, 100, 92),
            Messages.setOrderHold(1, 10),
            Messages.registerTrade(90, 1, 2, 1, 1_000),
            Messages.registerTrades(91, 3, 1, 2, 1_000),
            Messages.reportLiquidationFailed(1),
            Messages.offsetPositions(1, 2, 1, 1),
            Messages.updateMarkPrices(90, 1_001),
            Messages.applyFunding(1, 1_000, 90),
            QueryMessages.accountQuery(1),
            QueryMessages.accountsQuery(NULL_LONG),
            QueryMessages.assetsQuery(NULL_INT),
            QueryMessages.instrumentsQuery(NULL_INT),
            QueryMessages.positionsQuery(NULL_LONG, NULL_INT, NULL_LONG, NULL_INT),
            QueryMessages.instrumentQuery(1),
            QueryMessages.offsetQueueQuery(1, Side.LONG, 10),
            QueryMessages.offsetPreview(1, OffsetPolicyKind.NULL_VAL),
            QueryMessages.fundQuery(1),
            QueryMessages.auditQuery(1),
            QueryMessages.eventsQuery(0),
            QueryMessages.commandOutcomeQuery(1),
            QueryMessages.gatewaysQuery(NULL_INT),
            QueryMessages.proposalsQuery(NULL_LONG));
    }

    /** Who may send a sample, with the book of {@link Books#traded}. */
    static String sender(final UnsafeBuffer sample)
    {
        return Template.Senders.GATEWAYS == Templates.find(MessageCheck.templateId(sample, 0)).senders() ?
            Desk.GATEWAY : Desk.RISK;
    }
}
