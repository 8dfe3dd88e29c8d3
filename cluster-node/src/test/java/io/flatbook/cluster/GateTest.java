package io.flatbook.cluster;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.ProposalRejectedDecoder;
import io.flatbook.sbe.ProposedDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class GateTest
{
    private final Desk desk = Books.traded();

    private static CommandOutcomeDecoder outcome(final Desk.Answer answer)
    {
        return new CommandOutcomeDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(answer.bytes()), 0, new MessageHeaderDecoder());
    }

    @Test
    void aCommandSentTwiceIsAppliedOnceAndAnsweredTwice()
    {
        final UnsafeBuffer deposit = Messages.deposit(1, 100, 50);
        final Desk.Answer first = desk.accepted(Desk.GATEWAY, deposit);
        final long hash = desk.replicaHash();
        final Desk.Answer second = desk.raw(Desk.GATEWAY, deposit);
        assertThat(second.reason()).isEqualTo(RejectReason.NONE);
        assertThat(outcome(first).duplicate()).isEqualTo(Switch.OFF);
        assertThat(outcome(second).duplicate()).isEqualTo(Switch.ON);
        assertThat(outcome(second).firstEventSequence()).isEqualTo(outcome(first).firstEventSequence());
        assertThat(desk.replicaHash()).isEqualTo(hash);
    }

    @Test
    void aCommandIdUsedForOtherBytesIsRefused()
    {
        final UnsafeBuffer deposit = Messages.deposit(1, 100, 50);
        desk.accepted(Desk.GATEWAY, deposit);
        deposit.putByte(deposit.capacity() - 1, (byte)1);
        final Desk.Answer answer = desk.raw(Desk.GATEWAY, deposit);
        assertThat(answer.reason()).isEqualTo(RejectReason.COMMAND_ID_REUSED);
        assertThat(answer.field()).isEqualTo(RejectField.COMMAND_ID);
    }

    @Test
    void aGapNamesTheExpectedIdAndAppliesNothing()
    {
        final UnsafeBuffer deposit = Messages.deposit(1, 100, 50);
        final long expectedId = desk.clearing().lastCommandId(Desk.GATEWAY) + 1;
        deposit.putLong(8, expectedId + 1, ByteOrder.LITTLE_ENDIAN);
        final long hash = desk.replicaHash();
        final Desk.Answer answer = desk.raw(Desk.GATEWAY, deposit);
        assertThat(answer.reason()).isEqualTo(RejectReason.SEQUENCE_GAP);
        assertThat(answer.detail()).isEqualTo(expectedId);
        assertThat(desk.replicaHash()).isEqualTo(hash);
    }

    @Test
    void anOutcomeOlderThanTheOutcomesKeptIsForgotten()
    {
        final UnsafeBuffer first = Messages.setOrderHold(1, 0);
        desk.command(Desk.GATEWAY, first);
        for (int i = 0; i < 1_024; i++)
        {
            desk.command(Desk.GATEWAY, Messages.setOrderHold(1, i));
        }
        assertThat(desk.raw(Desk.GATEWAY, first).reason()).isEqualTo(RejectReason.OUTCOME_FORGOTTEN);
    }

    @Test
    void whoIsNotKnownConsumesNoIdAndLeavesNoTrace()
    {
        final long hash = desk.replicaHash();
        for (final String sender : new String[]{"gateway/nobody", "ops/olga", "audit/anna"})
        {
            final Desk.Answer answer = desk.raw(sender, Messages.deposit(1, 100, 50));
            assertThat(answer.reason()).isEqualTo(RejectReason.NOT_AUTHORIZED);
        }
        assertThat(desk.replicaHash()).isEqualTo(hash);
    }

    // NOUN-8: gateways and the people of risk share a limit.
    @Test
    void onePrincipalMoreThanTheLimitIsNotLetInWhetherARiskPrincipalOrAGateway()
    {
        final Desk full = new Desk(new LocalClearing(new Limits().principals(2)));
        full.accepted("risk/first", RiskMessages.defineAsset("USD", 2));
        full.accepted("risk/second", RiskMessages.defineAsset("EUR", 2));
        final long hash = full.replicaHash();

        assertThat(full.raw("risk/third", RiskMessages.defineAsset("GBP", 2)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
        assertThat(full.replicaHash()).isEqualTo(hash);
        final Desk.Answer gateway = full.command("risk/second", RiskMessages.defineGateway("a", 1));
        assertThat(gateway.reason()).isEqualTo(RejectReason.TOO_MANY);
        assertThat(gateway.field()).isEqualTo(RejectField.GATEWAY);
    }

    @Test
    void aDisabledGatewayIsRefusedAndAnswersNoQuery()
    {
        desk.accepted(Desk.RISK, RiskMessages.setGatewayStatus("a", GatewayStatus.DISABLED));
        assertThat(desk.command(Desk.GATEWAY, Messages.deposit(1, 100, 50)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
        assertThat(desk.command(Desk.GATEWAY, Messages.registerTrades(50, 17, 1, 2, 1_000)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
        final Desk.Answer batch = desk.command(Desk.GATEWAY, Messages.registerTrades(50, 3, 1, 2, 1_000));
        assertThat(batch.reason()).isEqualTo(RejectReason.NOT_AUTHORIZED);
        assertThat(outcome(batch).trades().count()).isZero();
        assertThat(desk.raw(Desk.GATEWAY, QueryMessages.accountQuery(1)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
    }

    @Test
    void eachTradeOfABatchHasItsOutcomeAndIsAnsweredAgain()
    {
        desk.accepted(Desk.GATEWAY, Messages.registerTrade(51, 1, 2, 1, 1_000));
        final UnsafeBuffer batch = Messages.registerTrades(50, 3, 1, 2, 1_000);
        final Desk.Answer first = desk.command(Desk.GATEWAY, batch);
        final Desk.Answer again = desk.raw(Desk.GATEWAY, batch);
        for (final Desk.Answer answer : new Desk.Answer[]{first, again})
        {
            assertThat(answer.reason()).isEqualTo(RejectReason.NONE);
            final CommandOutcomeDecoder.TradesDecoder trades = outcome(answer).trades();
            assertThat(trades.count()).isEqualTo(3);
            assertThat(trades.next().tradeReason()).isEqualTo(RejectReason.NONE);
            trades.next();
            assertThat(trades.tradeReason()).isEqualTo(RejectReason.DUPLICATE_TRADE);
            assertThat(trades.tradeField()).isEqualTo(RejectField.TRADE_ID);
            assertThat(trades.next().tradeReason()).isEqualTo(RejectReason.NONE);
        }
        assertThat(desk.clearing().engine().book().account(1).leg(0).quantityLots()).isEqualTo(13);
    }

    @Test
    void anApprovedCommandTakesEffectForTheApproverOnly()
    {
        desk.accepted(Desk.RISK, RiskMessages.setControls(Switch.ON));
        assertThat(desk.command(Desk.RISK, RiskMessages.fundInsurance(1, 10)).reason())
            .isEqualTo(RejectReason.FOUR_EYES_REQUIRED);
        final long proposalId =
            desk.accepted(Desk.RISK, RiskMessages.propose(RiskMessages.fundInsurance(1, 10))).detail();
        assertThat(desk.command(Desk.RISK, RiskMessages.approve(proposalId)).reason())
            .isEqualTo(RejectReason.FOUR_EYES_REQUIRED);
        final long fund = desk.clearing().engine().book().asset(1).insuranceFund();
        desk.accepted(Desk.SECOND_RISK, RiskMessages.approve(proposalId));
        assertThat(desk.clearing().engine().book().asset(1).insuranceFund()).isEqualTo(fund + 10);
        assertThat(desk.command(Desk.SECOND_RISK, RiskMessages.approve(proposalId)).reason())
            .isEqualTo(RejectReason.UNKNOWN_PROPOSAL);
    }

    @Test
    void whoeverApprovesSeesTheWholeCommandAndTheOthersTheRefusal()
    {
        desk.accepted(Desk.RISK, RiskMessages.setControls(Switch.ON));
        final UnsafeBuffer command = RiskMessages.setPriceBounds(1, 5, 2_000_000);
        desk.events();
        final long first = desk.accepted(Desk.RISK, RiskMessages.propose(command)).detail();
        final ProposedDecoder proposed = new ProposedDecoder().wrapAndApplyHeader(
            desk.events(ProposedDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        final byte[] bytes = new byte[proposed.proposedCommandLength()];
        proposed.getProposedCommand(bytes, 0, bytes.length);
        assertThat(new UnsafeBuffer(bytes)).isEqualTo(command);

        desk.accepted(Desk.SECOND_RISK, RiskMessages.rejectProposal(first));
        final ProposalRejectedDecoder rejected = new ProposalRejectedDecoder().wrapAndApplyHeader(
            desk.events(ProposalRejectedDecoder.TEMPLATE_ID).get(0), 0, new MessageHeaderDecoder());
        assertThat(rejected.proposal()).isEqualTo(first);
        assertThat(List.of(rejected.proposer(), rejected.principal())).containsExactly(Desk.RISK, Desk.SECOND_RISK);
        assertThat(desk.command(Desk.SECOND_RISK, RiskMessages.approve(first)).reason())
            .isEqualTo(RejectReason.UNKNOWN_PROPOSAL);

        final long second = desk.accepted(Desk.RISK, RiskMessages.propose(command)).detail();
        desk.accepted(Desk.SECOND_RISK, RiskMessages.approve(second));
        assertThat(desk.clearing().engine().book().instrument(1).units().minTicks()).isEqualTo(5);
    }

    @Test
    void anApprovalOfWhatIsRefusedChangesNothingAndTheProposalStays()
    {
        desk.accepted(Desk.RISK, RiskMessages.setControls(Switch.ON));
        final long proposal =
            desk.accepted(Desk.RISK, RiskMessages.propose(RiskMessages.sweepRounding(1))).detail();
        final long stateHash = desk.stateHash();
        final Desk.Answer answer = desk.command(Desk.SECOND_RISK, RiskMessages.approve(proposal));
        assertThat(answer.reason()).isEqualTo(RejectReason.INSUFFICIENT_FUND);
        assertThat(desk.stateHash()).isEqualTo(stateHash);
        assertThat(desk.clearing().engine().proposal(proposal)).isNotNull();
    }
}
