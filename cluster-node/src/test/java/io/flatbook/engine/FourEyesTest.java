package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Four eyes, proposals, business days, versions and the clock (EYES-1, EYES-2, CMD-5, CMD-11, VER-2, DET-1). */
class FourEyesTest
{
    private static final byte[] BYTES = {1, 2, 3};
    private static final long DAY_MS = 86_400_000L;

    private final TestBook book = new TestBook(new Limits().proposals(3).proposalsPerPrincipal(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    private void fourEyes()
    {
        book.accepted(engine.setControls(book.alice, Switch.ON));
        book.events.take();
    }

    @Test
    void withFourEyesNoCommandThatLoosensTakesEffectOfOnePerson()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 1, 100);
        book.accepted(engine.setInstrumentStatus(book.alice, btc, InstrumentStatus.HALTED));
        book.accepted(engine.setAccountMode(book.alice, 1, AccountMode.FROZEN));
        book.accepted(engine.setGatewayStatus(book.alice, "all", GatewayStatus.DISABLED));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON));
        fourEyes();
        final List<Function<Sender, RejectReason>> commands = List.of(
            (by) -> engine.defineAsset(by, 2, "EUR"),
            (by) -> engine.defineGateway(by, new GatewayDefinition(
                "b", 1, 1, Switch.OFF, TestBook.NONE, TestBook.NONE, new int[0])),
            (by) -> engine.setMarginTiers(by, btc, TestBook.tiers(10, 5)),
            (by) -> engine.setOffsetPolicy(by, btc, OffsetPolicyKind.PRO_RATA, Switch.OFF),
            (by) -> engine.setPriceBounds(by, btc, 1, 1_000),
            (by) -> engine.setProtection(by, btc, Protection.TRIAL),
            (by) -> engine.setWaterfall(by, TestBook.USD, Waterfall.TRIAL),
            (by) -> engine.setControls(by, Switch.OFF),
            (by) -> engine.setInstrumentStatus(by, btc, InstrumentStatus.TRADING),
            (by) -> engine.setAccountMode(by, 1, AccountMode.REDUCE_ONLY),
            (by) -> engine.setGatewayStatus(by, "all", GatewayStatus.ENABLED),
            (by) -> engine.setAssetStatus(by, TestBook.USD, Switch.ON, Switch.ON),
            (by) -> engine.fundInsurance(by, TestBook.USD, 1),
            (by) -> engine.withdrawInsurance(by, TestBook.USD, 1),
            (by) -> engine.withdrawFees(by, TestBook.USD, 1),
            (by) -> engine.sweepRounding(by, TestBook.USD),
            engine::requestShutdown,
            (by) -> engine.confirmMark(by, btc, 100),
            (by) -> engine.declareDefault(by, 1),
            (by) -> engine.settleInstrument(by, btc, 100),
            (by) -> engine.settleVariation(by, btc),
            (by) -> engine.removeInstrument(by, btc),
            (by) -> engine.transferPosition(by, 1, 2, btc, 1, TestBook.NONE));
        commands.forEach((command) -> book.refused(
            RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE, () -> command.apply(book.alice)));
        // Approved, none of them is held back for that reason.
        commands.forEach((command) -> assertThat(command.apply(book.bob.principal().approvedSender()))
            .isNotEqualTo(RejectReason.FOUR_EYES_REQUIRED));
    }

    @Test
    void controls()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.setControls(book.gateway, Switch.ON));
        book.refused(RejectReason.INVALID_FIELD, RejectField.FOUR_EYES, () -> engine.setControls(book.alice, null));
        assertThat(book.eventsOf(() -> engine.setControls(book.alice, Switch.ON)))
            .containsExactly("controlsChanged OFF->ON by risk/alice");
        assertThat(book.eventsOf(() -> engine.setControls(book.bob.principal().approvedSender(), Switch.OFF)))
            .containsExactly("controlsChanged ON->OFF by risk/bob");
    }

    @Test
    void aProposalIsApprovedByASecondPerson()
    {
        fourEyes();
        assertThat(book.eventsOf(() -> engine.propose(book.alice, 12, BYTES)))
            .containsExactly("proposed 1 expires=" + DAY_MS + " by risk/alice");
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.PROPOSAL, () -> engine.checkApproval(book.alice, 1));
        book.accepted(engine.checkApproval(book.bob, 1));
        final Proposal proposal = engine.proposal(1);
        assertThat(proposal.bytes()).containsExactly(BYTES);
        assertThat(proposal.templateId()).isEqualTo(12);
        engine.completeApproval(book.bob, proposal);
        assertThat(book.events.take()).containsExactly("approved 1 of risk/alice by risk/bob");
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.checkApproval(book.bob, 1));
    }

    @Test
    void aProposalWhoseCommandIsRefusedStays()
    {
        book.accepted(engine.propose(book.alice, 12, BYTES));
        book.accepted(engine.checkApproval(book.bob, 1));
        assertThat(engine.proposals()).hasSize(1);
        book.accepted(engine.checkApproval(book.bob, 1));
    }

    @Test
    void refusalsOfProposals()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.propose(book.gateway, 12, BYTES));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.checkApproval(book.gateway, 1));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.rejectProposal(book.gateway, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.PROPOSAL, () -> engine.checkApproval(book.bob, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.PROPOSAL, () -> engine.rejectProposal(book.bob, 0));
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.checkApproval(book.bob, 5));
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.rejectProposal(book.bob, 5));
        book.accepted(engine.propose(book.alice, 12, BYTES));
        book.accepted(engine.propose(book.alice, 12, BYTES));
        book.refused(RejectReason.TOO_MANY, RejectField.PROPOSAL, () -> engine.propose(book.alice, 12, BYTES));
        book.accepted(engine.propose(book.bob, 12, BYTES));
        book.refused(RejectReason.TOO_MANY, RejectField.PROPOSAL, () -> engine.propose(book.bob, 12, BYTES));
        assertThat(book.eventsOf(() -> engine.rejectProposal(book.bob, 1)))
            .containsExactly("proposalRejected 1 by risk/bob");
        book.accepted(engine.propose(book.bob, 12, BYTES));
    }

    @Test
    void proposalsExpireAfterADayByTheTick()
    {
        book.at(1_000).accepted(engine.propose(book.alice, 12, BYTES));
        book.at(30_000).accepted(engine.propose(book.alice, 12, BYTES));
        engine.advanceByTicks(DAY_MS + 999);
        book.events.take();
        engine.advanceByTicks(DAY_MS + 1_000);
        assertThat(book.events.take()).containsExactly("proposalExpired 1");
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.checkApproval(book.bob, 1));
        book.accepted(engine.checkApproval(book.bob, 2));
    }

    @Test
    void aStepOfTheClockMovesDeadlinesAlongWithIt()
    {
        book.at(1_000_000).accepted(engine.propose(book.alice, 12, BYTES));
        book.waterfall(new TestWaterfall().timeout(5_000)).account(1, 1, 100).account(2, 2, 1_000);
        book.book(btc, 1, 2, 10, 100).mark(btc, 94);
        assertThat(book.account(1).deadlineMs()).isEqualTo(1_005_000);
        book.events.take();
        book.at(1_060_000);
        assertThat(book.events.take("clockStepped")).as("60 s are no step").isEmpty();
        assertThat(book.account(1).deadlineMs()).as("closed out at its deadline").isZero();

        book.mark(btc, 100).account(3, 3, 100).book(btc, 3, 2, 10, 100).mark(btc, 94).events.take();
        assertThat(book.account(3).deadlineMs()).isEqualTo(1_065_000);
        book.at(2_000_000);
        assertThat(book.events.take("clockStepped", "proposalExpired")).containsExactly("clockStepped 940000");
        assertThat(book.account(3).deadlineMs()).isEqualTo(2_005_000);
        assertThat(engine.proposals()).extracting(Proposal::expiresMs)
            .containsExactly(1_000_000 + DAY_MS + 940_000);
    }

    @Test
    void withinATickDeadlinesComeBeforeProposalsExpiriesAndRuns()
    {
        final TestBook small = new TestBook(new Limits().bookingsPerEntry(1).proposalMs(500));
        final int perp = small.perpetual("PERP", 100);
        small.define(TestBook.future("LATER", 500));
        small.define(TestBook.future("SOONER", 450));
        small.accepted(small.engine.propose(small.alice, 12, BYTES));
        small.waterfall(new TestWaterfall().timeout(500)).account(9, 9, 100_000);
        for (long id = 1; id <= 3; id++)
        {
            small.account(id, id, 3 == id ? 160 : 100).book(perp, id, 9, 10, 100);
        }
        // At 88, accounts 1 and 2 default and the run of 2 waits for the tick; 3 has 40 of 44 until its deadline.
        small.mark(perp, 88).events.take();
        small.engine.advanceTo(500);
        assertThat(small.events.take("accountStatusChanged", "proposalExpired", "instrumentExpired",
            "defaultRunStarted")).containsExactly("accountStatusChanged 3 LIQUIDATING->DEFAULTED equity=40",
            "proposalExpired 1", "instrumentExpired LATER", "instrumentExpired SOONER",
            "defaultRunStarted 2 2 equity=-20 notional=880 closes=PERP:10/10",
            "accountStatusChanged 2 DEFAULTED->CLOSED_OUT equity=0");
    }

    @Test
    void theFirstEntryIsNoStepAndTimeNeverFalls()
    {
        book.at(1_760_000_000_000L);
        assertThat(book.events.take("clockStepped")).isEmpty();
        book.at(1_759_000_000_000L);
        assertThat(engine.timeMs()).isEqualTo(1_760_000_000_000L);
        book.at(1_760_000_060_001L);
        assertThat(book.events.take()).containsExactly("clockStepped 60001");
    }

    @Test
    void businessDaysAscendByAMonthAtMost()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.closeBusinessDay(book.gateway, 20260101));
        book.refused(RejectReason.INVALID_FIELD, RejectField.DATE, () -> engine.closeBusinessDay(book.alice, 20260229));
        assertThat(book.eventsOf(() -> engine.closeBusinessDay(book.alice, 20260228)))
            .containsExactly("businessDayClosed 20260228 1/1 by risk/alice");
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.DATE,
            () -> engine.closeBusinessDay(book.alice, 20260228));
        book.refused(RejectReason.ALREADY_EXISTS, RejectField.DATE,
            () -> engine.closeBusinessDay(book.alice, 20260227));
        book.refused(RejectReason.INVALID_FIELD, RejectField.DATE, () -> engine.closeBusinessDay(book.alice, 20260401));
        book.accepted(engine.closeBusinessDay(book.alice, 20260331));
    }

    @Test
    void onlyTheNextVersionIsActivatedAndANodeThatDoesNotKnowItStops()
    {
        final int active = engine.version();
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.activateVersion(book.gateway, active + 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VERSION,
            () -> engine.activateVersion(book.alice, active));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VERSION,
            () -> engine.activateVersion(book.alice, active + 2));
        fourEyes();
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE,
            () -> engine.activateVersion(book.alice, active + 1));
        assertThatThrownBy(() -> engine.activateVersion(book.bob.principal().approvedSender(), active + 1))
            .isInstanceOf(UnknownVersionException.class);
    }

    /** CMD-13: no state, so that a node that comes up again with the command in its log does not end again. */
    @Test
    void askingForTheEndOfTheClusterIsRisksAndChangesNothing()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.requestShutdown(book.gateway));
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        assertThat(book.eventsOf(() -> engine.requestShutdown(book.alice)))
            .containsExactly("shutdownRequested by risk/alice");
        fourEyes();
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE, () -> engine.requestShutdown(book.alice));
        assertThat(book.eventsOf(() -> engine.requestShutdown(book.bob.principal().approvedSender())))
            .containsExactly("shutdownRequested by risk/bob");
        book.accepted(engine.setControls(book.bob.principal().approvedSender(), Switch.OFF));
        assertThat(engine.stateHash()).isEqualTo(stateHash);
        assertThat(engine.replicaHash()).isEqualTo(replicaHash);
    }
}
