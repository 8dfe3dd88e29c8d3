package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * EYES-1: with four eyes on, stopping needs one person and starting again two; EYES-2: proposals, who may end them, and
 * until when.
 */
class EyesClauseTest
{
    private static final int TEMPLATE = 7;

    private final TestBook book = new TestBook(new Limits().clockStepMs(1_000_000_000L));
    private final int a = book.perpetual("A", 100);

    EyesClauseTest()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000);
        book.protection(a, new TestProtection().markBand(100_000)).mark(a, 150).fund(1_000);
        book.accepted(book.engine.setControls(book.alice, Switch.ON));
    }

    private Sender approved()
    {
        return book.alice.principal().approvedSender();
    }

    private void needsTwo(final Function<Sender, RejectReason> command)
    {
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE, () -> command.apply(book.alice));
        book.accepted(command.apply(approved()));
    }

    private void needsOne(final Function<Sender, RejectReason> command)
    {
        book.accepted(command.apply(book.alice));
    }

    @Test
    void settingsAndMoneyNeedTwo()
    {
        final List<Function<Sender, RejectReason>> commands = new ArrayList<>();
        commands.add((by) -> book.engine.defineAsset(by, 2, "EUR"));
        commands.add((by) -> book.engine.defineGateway(by, new GatewayDefinition(
            "new", 1, 15, Switch.OFF, TestBook.NONE, TestBook.NONE, new int[0])));
        commands.add((by) -> book.engine.setOffsetPolicy(by, a, OffsetPolicyKind.PRO_RATA, Switch.OFF));
        commands.add((by) -> book.engine.setMarginTiers(by, a, TestBook.tiers(200_000, 100_000)));
        commands.add((by) -> book.engine.setWaterfall(by, TestBook.USD, new TestWaterfall().build()));
        commands.add((by) -> book.engine.setPriceBounds(by, a, 1, 200_000));
        commands.add((by) -> book.engine.fundInsurance(by, TestBook.USD, 10));
        commands.add((by) -> book.engine.withdrawInsurance(by, TestBook.USD, 10));
        commands.add((by) -> book.engine.confirmMark(by, a, 150));
        commands.add((by) -> book.engine.setProtection(by, a, new TestProtection().build()));
        commands.add((by) -> book.engine.settleVariation(by, a));
        commands.add((by) -> book.engine.declareDefault(by, 1));
        commands.add((by) -> book.engine.settleInstrument(by, a, 150));
        commands.add((by) -> book.engine.removeInstrument(by, a));
        commands.forEach(this::needsTwo);
        needsTwo((by) -> book.engine.setControls(by, Switch.OFF));
    }

    @Test
    void positionsAndFeesNeedTwo()
    {
        book.account(3, 3, 10_000).account(4, 4, 10_000);
        book.accepted(book.engine.confirmMark(approved(), a, 150));
        book.accepted(book.trade(a, 3, 4, 1, 150).fees(5, 5).send());
        needsTwo((by) -> book.engine.transferPosition(by, 3, 1, a, 1, TestBook.NONE));
        needsTwo((by) -> book.engine.withdrawFees(by, TestBook.USD, 10));
    }

    @Test
    void activatingAVersionNeedsTwo()
    {
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE,
            () -> book.engine.activateVersion(book.alice, book.engine.version() + 1));
    }

    @Test
    void stoppingAnInstrumentNeedsOne()
    {
        needsOne((by) -> book.engine.setInstrumentStatus(by, a, InstrumentStatus.CLOSE_ONLY));
        needsOne((by) -> book.engine.setInstrumentStatus(by, a, InstrumentStatus.CLOSE_ONLY));
        needsOne((by) -> book.engine.setInstrumentStatus(by, a, InstrumentStatus.HALTED));
        needsTwo((by) -> book.engine.setInstrumentStatus(by, a, InstrumentStatus.CLOSE_ONLY));
        needsTwo((by) -> book.engine.setInstrumentStatus(by, a, InstrumentStatus.TRADING));
    }

    /** SETL-2: EXPIRED is as strict as CLOSE_ONLY; from HALTED back to it is a loosening even if TRADING is said. */
    @Test
    void anExpiredInstrumentIsStoppedByOne()
    {
        book.accepted(book.engine.defineInstrument(approved(), TestBook.future("S", 1_000)));
        final int s = (int)book.engine.detail();
        book.at(2_000);
        needsOne((by) -> book.engine.setInstrumentStatus(by, s, InstrumentStatus.HALTED));
        needsTwo((by) -> book.engine.setInstrumentStatus(by, s, InstrumentStatus.TRADING));
        assertThat(book.instrument(s).status()).isEqualTo(InstrumentStatus.EXPIRED);
    }

    @Test
    void stoppingAnAccountOrAGatewayNeedsOne()
    {
        needsOne((by) -> book.engine.setAccountMode(by, 1, AccountMode.REDUCE_ONLY));
        needsOne((by) -> book.engine.setAccountMode(by, 1, AccountMode.FROZEN));
        needsTwo((by) -> book.engine.setAccountMode(by, 1, AccountMode.REDUCE_ONLY));
        needsTwo((by) -> book.engine.setAccountMode(by, 1, AccountMode.NORMAL));
        needsOne((by) -> book.engine.setGatewayStatus(by, "all", GatewayStatus.DISABLED));
        needsTwo((by) -> book.engine.setGatewayStatus(by, "all", GatewayStatus.ENABLED));
    }

    /** Runs are switched by two, off as well as on; withdrawals are stopped by one if runs stay as they are. */
    @Test
    void stoppingWithdrawalsNeedsOneAndRunsTwo()
    {
        needsOne((by) -> book.engine.setAssetStatus(by, TestBook.USD, Switch.OFF, Switch.ON));
        needsTwo((by) -> book.engine.setAssetStatus(by, TestBook.USD, Switch.ON, Switch.ON));
        needsTwo((by) -> book.engine.setAssetStatus(by, TestBook.USD, Switch.ON, Switch.OFF));
        needsOne((by) -> book.engine.setAssetStatus(by, TestBook.USD, Switch.OFF, Switch.OFF));
        needsTwo((by) -> book.engine.setAssetStatus(by, TestBook.USD, Switch.OFF, Switch.ON));
    }

    private long proposed(final Sender by)
    {
        book.accepted(book.engine.propose(by, TEMPLATE, new byte[]{1, 2, 3}));
        return book.engine.detail();
    }

    @Test
    void anotherOneApproves()
    {
        final long proposal = proposed(book.alice);
        assertThat(book.engine.proposal(proposal).bytes()).containsExactly(1, 2, 3);
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.PROPOSAL,
            () -> book.engine.checkApproval(book.alice, proposal));
        book.accepted(book.engine.checkApproval(book.bob, proposal));
        book.events.take();
        book.engine.completeApproval(book.bob, book.engine.proposal(proposal));
        assertThat(book.events.take()).containsExactly("approved " + proposal + " of risk/alice by risk/bob");
        assertThat(book.engine.proposal(proposal)).isNull();
    }

    @Test
    void anyRiskPrincipalRejectsAndTheProposerWithdraws()
    {
        final long first = proposed(book.alice);
        final long second = proposed(book.alice);
        book.events.take();
        book.accepted(book.engine.rejectProposal(book.bob, first));
        book.accepted(book.engine.rejectProposal(book.alice, second));
        assertThat(book.events.take()).containsExactly(
            "proposalRejected " + first + " by risk/bob", "proposalRejected " + second + " by risk/alice");
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL,
            () -> book.engine.rejectProposal(book.bob, first));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> book.engine.rejectProposal(book.gateway, first));
    }

    @Test
    void aProposalLivesADay()
    {
        final long dayMs = 86_400_000;
        book.at(1_000);
        final long proposal = proposed(book.alice);
        book.at(1_000 + dayMs - 1).events.take();
        assertThat(book.engine.proposal(proposal)).isNotNull();
        book.at(1_000 + dayMs);
        assertThat(book.events.take()).containsExactly("proposalExpired " + proposal);
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL,
            () -> book.engine.checkApproval(book.bob, proposal));
    }

    @Test
    void aPrincipalHasEightAtATime()
    {
        long last = 0;
        for (int i = 0; i < 8; i++)
        {
            last = proposed(book.alice);
        }
        book.refused(RejectReason.TOO_MANY, RejectField.PROPOSAL,
            () -> book.engine.propose(book.alice, TEMPLATE, new byte[1]));
        proposed(book.bob);
        book.accepted(book.engine.rejectProposal(book.alice, last));
        proposed(book.alice);
    }

    /** EYES-2: the next business day lies after the last one, at most 31 days. */
    @Test
    void aBusinessDayIsAtMostAMonthAhead()
    {
        book.accepted(book.engine.closeBusinessDay(book.alice, 20_260_130));
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.DATE,
            () -> book.engine.closeBusinessDay(book.alice, 20_260_130));
        book.refused(RejectReason.INVALID_FIELD, RejectField.DATE,
            () -> book.engine.closeBusinessDay(book.alice, 20_260_303));
        book.accepted(book.engine.closeBusinessDay(book.alice, 20_260_302));
    }
}
