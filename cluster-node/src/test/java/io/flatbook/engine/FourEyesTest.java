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
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Four eyes, business days, versions and the clock. */
class FourEyesTest
{
    private static final byte[] BYTES = {1, 2, 3};
    private static final long DAY_MS = 86_400_000L;

    private final TestBook book = new TestBook(new Limits().proposals(2));
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);

    private void fourEyes()
    {
        book.accepted(engine.setControls(book.alice, Switch.ON));
        book.events.take();
    }

    @Test
    void withFourEyesNoCriticalCommandTakesEffectOfOnePerson()
    {
        book.account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 1, 100);
        fourEyes();
        final Sender alice = book.alice;
        final List<Supplier<RejectReason>> commands = List.of(
            () -> engine.setMarginTiers(alice, btc, TestBook.tiers(10, 5)),
            () -> engine.setProtection(alice, btc, Protection.TRIAL),
            () -> engine.setWaterfall(alice, TestBook.USD, Waterfall.TRIAL),
            () -> engine.setControls(alice, Switch.OFF),
            () -> engine.setInstrumentStatus(alice, btc, InstrumentStatus.HALTED),
            () -> engine.setAccountMode(alice, 1, AccountMode.FROZEN),
            () -> engine.setGatewayStatus(alice, "all", GatewayStatus.DISABLED),
            () -> engine.setAssetStatus(alice, TestBook.USD, Switch.OFF, Switch.OFF),
            () -> engine.fundInsurance(alice, TestBook.USD, 1),
            () -> engine.withdrawInsurance(alice, TestBook.USD, 1),
            () -> engine.withdrawFees(alice, TestBook.USD, 1),
            () -> engine.confirmMark(alice, btc),
            () -> engine.declareDefault(alice, 1),
            () -> engine.settleInstrument(alice, btc, 100),
            () -> engine.transferPosition(alice, 1, 2, btc, 1));
        commands.forEach((command) -> book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE, command));
        book.accepted(engine.setInstrumentStatus(alice, btc, InstrumentStatus.HALTED, true));
        book.accepted(engine.setOffsetPolicy(alice, btc, OffsetPolicyKind.PRO_RATA));
    }

    @Test
    void controls()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE,
            () -> engine.setControls(book.gateway, Switch.ON));
        book.refused(RejectReason.INVALID_FIELD, RejectField.FOUR_EYES,
            () -> engine.setControls(book.alice, null));
        assertThat(book.eventsOf(() -> engine.setControls(book.alice, Switch.ON)))
            .containsExactly("controlsChanged OFF->ON by risk/alice");
    }

    @Test
    void aProposalIsApprovedByASecondPerson()
    {
        fourEyes();
        assertThat(book.eventsOf(() -> engine.propose(book.alice, 12, BYTES)))
            .containsExactly("proposed 1 expires=" + DAY_MS + " by risk/alice");
        book.refused(RejectReason.FOUR_EYES_REQUIRED, RejectField.PROPOSAL, () -> engine.approve(book.alice, 1));
        book.accepted(engine.approve(book.bob, 1));
        final Proposal proposal = engine.approvedCommand();
        assertThat(proposal.bytes()).containsExactly(BYTES);
        assertThat(proposal.templateId()).isEqualTo(12);
        engine.proposalEnded(book.bob, proposal, RejectReason.NONE, RejectField.NONE);
        assertThat(book.events.take()).containsExactly("approved 1 of risk/alice by risk/bob");
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.approve(book.bob, 1));
    }

    @Test
    void aProposalWhoseCommandIsRefusedStays()
    {
        book.accepted(engine.propose(book.alice, 12, BYTES));
        book.accepted(engine.approve(book.bob, 1));
        engine.proposalEnded(book.bob, engine.approvedCommand(), RejectReason.INSUFFICIENT_FUND, RejectField.AMOUNT);
        book.accepted(engine.approve(book.bob, 1));
    }

    @Test
    void refusalsOfProposals()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.propose(book.gateway, 12, BYTES));
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.approve(book.gateway, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.PROPOSAL, () -> engine.approve(book.bob, 0));
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.approve(book.bob, 5));
        book.accepted(engine.propose(book.alice, 12, BYTES));
        book.accepted(engine.propose(book.bob, 12, BYTES));
        book.refused(RejectReason.TOO_MANY, RejectField.PROPOSAL, () -> engine.propose(book.alice, 12, BYTES));
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
        book.refused(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL, () -> engine.approve(book.bob, 1));
        book.accepted(engine.approve(book.bob, 2));
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
    void businessDaysAscend()
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
        book.accepted(engine.closeBusinessDay(book.alice, 20260301));
    }

    @Test
    void onlyAKnownVersionIsActivated()
    {
        book.refused(RejectReason.NOT_AUTHORIZED, RejectField.NONE, () -> engine.activateVersion(book.gateway, 1));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VERSION, () -> engine.activateVersion(book.alice, 0));
        book.refused(RejectReason.INVALID_FIELD, RejectField.VERSION, () -> engine.activateVersion(book.alice, 2));
        assertThat(book.eventsOf(() -> engine.activateVersion(book.alice, 1)))
            .containsExactly("versionActivated 1->1 by risk/alice");
    }
}
