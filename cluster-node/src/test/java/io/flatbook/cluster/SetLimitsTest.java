package io.flatbook.cluster;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.LimitsChangedDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Limits are logged settings that only grow (VER-3). */
class SetLimitsTest
{
    private static final int LEAVE = Absent.INT;

    private final Limits initial = new Limits().assets(2).accounts(100).accountsPerVenue(50)
        .accountsPerOwner(10);
    private final Desk desk = new Desk(new LocalClearing(initial));

    @Test
    void whatWasTooManyIsTakenAfterwards()
    {
        asset("USD");
        asset("EUR");
        refused(RiskMessages.defineAsset("CHF", 2), RejectReason.TOO_MANY, RejectField.NULL_VAL);
        final long stateHash = desk.stateHash();
        final long replicaHash = desk.replicaHash();
        desk.events();
        desk.accepted(Desk.RISK, LimitMessages.setLimits(LEAVE, LEAVE, 3));
        final List<UnsafeBuffer> events = desk.events(LimitsChangedDecoder.TEMPLATE_ID);
        final LimitsChangedDecoder event =
            new LimitsChangedDecoder().wrapAndApplyHeader(events.get(0), 0, new MessageHeaderDecoder());
        assertThat(List.of(event.accounts(), event.accountsPerOwner(), event.assets())).containsExactly(100, 10, 3);
        assertThat(event.accountsPerVenue()).isEqualTo(50);
        assertThat(event.principal()).isEqualTo(Desk.RISK);
        assertThat(desk.stateHash()).isNotEqualTo(stateHash);
        assertThat(desk.replicaHash()).isNotEqualTo(replicaHash);
        asset("CHF");
        // The limits that the engine was made with are another's, and stay.
        assertThat(initial.assets()).isEqualTo(2);
    }

    @Test
    void noneIsLoweredNorRaisedBeyondWhatWasProven()
    {
        final long hash = desk.replicaHash();
        refused(LimitMessages.setLimits(99, LEAVE, LEAVE), RejectReason.INVALID_FIELD, RejectField.ACCOUNTS);
        refused(LimitMessages.setLimits(LEAVE, 9, LEAVE), RejectReason.INVALID_FIELD, RejectField.ACCOUNTS_PER_OWNER);
        refused(LimitMessages.setLimits(LEAVE, 49, LEAVE, LEAVE),
            RejectReason.INVALID_FIELD, RejectField.ACCOUNTS_PER_VENUE);
        refused(LimitMessages.setLimits(LEAVE, 16_777_217, LEAVE, LEAVE),
            RejectReason.INVALID_FIELD, RejectField.ACCOUNTS_PER_VENUE);
        refused(LimitMessages.setLimits(LEAVE, LEAVE, 257), RejectReason.INVALID_FIELD, RejectField.ASSETS);
        refused(LimitMessages.setLimits(200, LEAVE, -1), RejectReason.INVALID_FIELD, RejectField.ASSETS);
        refused(LimitMessages.setLimits(LEAVE, LEAVE, LEAVE), RejectReason.INVALID_FIELD, RejectField.ACCOUNTS);
        assertThat(desk.stateHash()).isEqualTo(new Desk(new LocalClearing(initial)).stateHash());
        assertThat(desk.clearing().engine().limits().accounts()).isEqualTo(100);
        assertThat(hash).isNotZero();
    }

    @Test
    void onlyRiskRaisesThemAndFourEyesHoldItBack()
    {
        asset("USD");
        desk.accepted(Desk.RISK, RiskMessages.defineGateway("a", 1));
        assertThat(desk.command(Desk.GATEWAY, LimitMessages.setLimits(200, LEAVE, LEAVE)).reason())
            .isEqualTo(RejectReason.NOT_AUTHORIZED);
        desk.accepted(Desk.RISK, RiskMessages.setControls(io.flatbook.sbe.Switch.ON));
        refused(LimitMessages.setLimits(200, LEAVE, LEAVE), RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        final long proposal = desk.accepted(
            Desk.RISK, RiskMessages.propose(LimitMessages.setLimits(200, LEAVE, LEAVE))).detail();
        desk.accepted(Desk.SECOND_RISK, RiskMessages.approve(proposal));
        assertThat(desk.clearing().engine().limits().accounts()).isEqualTo(200);
    }

    @Test
    void aVenueThatIsFullOpensMoreAccountsOnceItsLimitIsRaised()
    {
        final Desk full = Books.traded(new Desk(new LocalClearing(new Limits().accountsPerVenue(4))));
        final Desk.Answer answer = full.command(Desk.GATEWAY, Messages.openAccount(9, 9, 1));
        assertThat(answer.reason()).isEqualTo(RejectReason.TOO_MANY);
        assertThat(answer.field()).isEqualTo(RejectField.VENUE);
        final long stateHash = full.stateHash();
        full.accepted(Desk.RISK, LimitMessages.setLimits(LEAVE, 5, LEAVE, LEAVE));
        assertThat(full.stateHash()).isNotEqualTo(stateHash);
        full.accepted(Desk.GATEWAY, Messages.openAccount(9, 9, 1));
        final LocalClearing restored =
            LocalClearing.restore(new Limits().accountsPerVenue(4), full.clearing().snapshot());
        assertThat(restored.engine().limits().accountsPerVenue()).isEqualTo(5);
        assertThat(new Desk(restored).command(Desk.GATEWAY, Messages.openAccount(10, 10, 1)).reason())
            .as("accounts are counted anew").isEqualTo(RejectReason.TOO_MANY);
    }

    @Test
    void aSnapshotHasThemAndANodeThatBeginsWithLessTakesThem()
    {
        desk.accepted(Desk.RISK, LimitMessages.setLimits(200, LEAVE, 3));
        final byte[] snapshot = desk.clearing().snapshot();
        final LocalClearing restored = LocalClearing.restore(initial, snapshot);
        assertThat(restored.engine().limits().accounts()).isEqualTo(200);
        assertThat(restored.engine().limits().assets()).isEqualTo(3);
        assertThat(restored.engine().replicaHash()).isEqualTo(desk.replicaHash());
        assertThat(restored.snapshot()).isEqualTo(snapshot);
        assertThatThrownBy(() -> LocalClearing.restore(new Limits().accounts(300), snapshot))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("ACCOUNTS");
    }

    private void asset(final String symbol)
    {
        desk.accepted(Desk.RISK, RiskMessages.defineAsset(symbol, 2));
    }

    private void refused(final UnsafeBuffer message, final RejectReason reason, final RejectField field)
    {
        final Desk.Answer answer = desk.command(Desk.RISK, message);
        assertThat(answer.reason()).isEqualTo(reason);
        if (RejectField.NULL_VAL != field)
        {
            assertThat(answer.field()).isEqualTo(field);
        }
    }
}
