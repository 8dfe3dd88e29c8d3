package io.flatbook.engine;

import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.CommandGate.Admission;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Every command of a principal is answered once (ONCE-1), with an entry for each trade of a batch (CMD-8). */
class CommandGateTest
{
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
    void aGatewayDefinedLaterDoesNotDisturbTheOutcomesOfOthers()
    {
        record(5);
        book.gateway("late", 2, 1, Switch.OFF);
        assertThat(gate.admit(gateway, 1, 5)).isEqualTo(Admission.KNOWN);
    }
}
