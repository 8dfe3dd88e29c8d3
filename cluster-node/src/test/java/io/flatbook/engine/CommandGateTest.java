package io.flatbook.engine;

import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.CommandGate.Admission;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every command of a principal is answered once (ONCE-1), with an entry for each trade of a batch (CMD-8). */
class CommandGateTest
{
    /** Outcomes that a new log has room for. */
    private static final int SLOTS = 8;

    private final TestBook book = new TestBook(new Limits().outcomesPerPrincipal(20));
    private final CommandGate gate = book.engine.gate();
    private final Principal gateway = book.gateway.principal();
    private final OutcomeLog outcomes = gateway.outcomes();

    private void record(final long hash)
    {
        gate.record(gateway, hash, RejectReason.NONE, RejectField.NONE, hash * 10, hash * 100);
    }

    @Test
    void admitsTheNextIdOnly()
    {
        assertThat(gate.admit(gateway, 1, 5)).isEqualTo(Admission.NEXT);
        assertThat(gate.admit(gateway, 2, 5)).isEqualTo(Admission.GAP);
        assertThat(gate.admit(gateway, 0, 5)).isEqualTo(Admission.GAP);
        assertThat(gate.admit(gateway, -1, 5)).isEqualTo(Admission.GAP);
        assertThat(gate.admit(gateway, Long.MIN_VALUE, 5)).isEqualTo(Admission.GAP);
        record(5);
        assertThat(gate.admit(gateway, 2, 5)).isEqualTo(Admission.NEXT);
    }

    @Test
    void knowsACommandByItsBytes()
    {
        record(5);
        assertThat(gate.admit(gateway, 1, 5)).isEqualTo(Admission.KNOWN);
        assertThat(gate.admit(gateway, 1, 6)).isEqualTo(Admission.REUSED);
    }

    @Test
    void forgetsOutcomesBeyondTheLimit()
    {
        for (long id = 1; id <= 21; id++)
        {
            record(id);
        }
        assertThat(gate.admit(gateway, 1, 1)).isEqualTo(Admission.FORGOTTEN);
        assertThat(gate.admit(gateway, 2, 2)).isEqualTo(Admission.KNOWN);
    }

    @Test
    void keepsASequencePerPrincipal()
    {
        record(5);
        assertThat(gate.admit(book.alice.principal(), 1, 5)).isEqualTo(Admission.NEXT);
    }

    @Test
    void outcomesOutliveTheGrowthOfTheLogAndAreTheLastOnes()
    {
        for (long id = 1; id <= 100; id++)
        {
            record(id);
            assertThat(outcomes.lastCommandId()).isEqualTo(id);
            assertThat(outcomes.kept()).isEqualTo((int)Math.min(20, id));
            for (long known = id - outcomes.kept() + 1; known <= id; known++)
            {
                assertThat(outcomes.select(known)).isTrue();
                assertThat(outcomes.commandHash()).isEqualTo(known);
                assertThat(outcomes.detail()).isEqualTo(known * 10);
                assertThat(outcomes.firstEventSequence()).isEqualTo(known * 100);
            }
            assertThat(outcomes.select(id - outcomes.kept())).isFalse();
            assertThat(outcomes.select(id + 1)).isFalse();
        }
    }

    @Test
    void everyTradeOfABatchHasItsOwnEntry()
    {
        final TradeBatch batch = book.engine.batch();
        assertThat(batch.begin(0)).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(batch.begin(17)).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(batch.begin(16)).isEqualTo(RejectReason.NONE);
        for (int i = 0; i < 16; i++)
        {
            batch.add(0 == i % 2 ? RejectReason.NONE : RejectReason.get((short)(i + 2)),
                0 == i % 2 ? RejectField.NONE : RejectField.get((short)(i + 60)));
        }
        record(1);
        record(2);
        assertThat(outcomes.select(1)).isTrue();
        assertThat(outcomes.tradeCount()).isEqualTo(16);
        for (int i = 0; i < 16; i++)
        {
            assertThat(outcomes.tradeReason(i)).isEqualTo(
                0 == i % 2 ? RejectReason.NONE : RejectReason.get((short)(i + 2)));
            assertThat(outcomes.tradeField(i)).isEqualTo(
                0 == i % 2 ? RejectField.NONE : RejectField.get((short)(i + 60)));
        }
        assertThat(outcomes.select(2)).isTrue();
        assertThat(outcomes.tradeCount()).as("a batch is recorded once").isZero();
    }

    @Test
    void everyReasonAndFieldCanBeRecorded()
    {
        for (final RejectReason reason : RejectReason.values())
        {
            for (final RejectField field : RejectField.values())
            {
                if (Enums.known(reason) && Enums.known(field))
                {
                    gate.record(gateway, 1, reason, field, 0, 0);
                    outcomes.select(outcomes.lastCommandId());
                    assertThat(outcomes.reason()).isEqualTo(reason);
                    assertThat(outcomes.field()).isEqualTo(field);
                }
            }
        }
    }

    @Test
    void whatIsForgottenLeavesNoTraceInTheHash()
    {
        final TestBook[] books = {new TestBook(new Limits().outcomesPerPrincipal(1)),
            new TestBook(new Limits().outcomesPerPrincipal(1))};
        for (final TestBook each : books)
        {
            final Principal sender = each.gateway.principal();
            final long before = each.engine.replicaHash();
            if (books[0] == each)
            {
                refusedBatch(each, 16);
            }
            each.engine.gate().record(sender, 7, RejectReason.NONE, RejectField.NONE, 1, 1);
            for (long id = 2; id <= SLOTS; id++)
            {
                each.engine.gate().record(sender, id, RejectReason.NONE, RejectField.NONE, id, id);
            }
            assertThat(each.engine.replicaHash()).isNotEqualTo(before);
            // In the slot of the first one.
            refusedBatch(each, 7);
            each.engine.gate().record(sender, 9, RejectReason.NONE, RejectField.NONE, 9, 9);
        }
        assertThat(books[0].engine.replicaHash()).isEqualTo(books[1].engine.replicaHash());
    }

    private static void refusedBatch(final TestBook of, final int trades)
    {
        of.accepted(of.engine.batch().begin(trades));
        for (int i = 0; i < trades; i++)
        {
            of.engine.batch().add(RejectReason.INVALID_FIELD, RejectField.FLOOR);
        }
    }

    @Test
    void everyPartOfAnOutcomeIsInTheHash()
    {
        final Set<Long> hashes = new HashSet<>(Set.of(new TestBook().engine.replicaHash()));
        final List<Consumer<TestBook>> records = List.of(
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 1, RejectReason.NONE, RejectField.NONE, 2, 3),
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 9, RejectReason.NONE, RejectField.NONE, 2, 3),
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 1, RejectReason.NOT_AUTHORIZED, RejectField.NONE, 2, 3),
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 1, RejectReason.NONE, RejectField.FLOOR, 2, 3),
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 1, RejectReason.NONE, RejectField.NONE, 9, 3),
            (each) -> each.engine.gate().record(
                each.gateway.principal(), 1, RejectReason.NONE, RejectField.NONE, 2, 9),
            (each) -> each.gateway.principal().outcomes().startAfter(1));
        for (final Consumer<TestBook> record : records)
        {
            final TestBook each = new TestBook();
            record.accept(each);
            assertThat(hashes.add(each.engine.replicaHash())).isTrue();
        }
    }

    @Test
    void anInstanceThatTakesOverGetsTheNextEpoch()
    {
        final long epoch = gateway.tenure().epoch();
        gate.takeOver(gateway, 77, 5);
        assertThat(gateway.tenure().epoch()).isEqualTo(epoch + 1);
        assertThat(gateway.tenure().instance()).isEqualTo(77);
        assertThat(gateway.tenure().sessionId()).isEqualTo(5);
    }

    @Test
    void aGatewayDefinedLaterDoesNotDisturbTheOutcomesOfOthers()
    {
        record(5);
        book.gateway("late", 2, 1, Switch.OFF);
        assertThat(gate.admit(gateway, 1, 5)).isEqualTo(Admission.KNOWN);
    }
}
