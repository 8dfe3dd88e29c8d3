package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stream against a model of the cluster's gate over a network that loses what is under way, at every change of
 * leader or session and in between: every command is applied once, in order, and answered once.
 */
final class ExactlyOnceRandomTest
{
    private static final int SEEDS = 300;
    private static final int COMMANDS = 200;
    private static final int OUTCOMES_RETAINED = 16;
    private static final int WINDOW = 8;

    @Test
    void appliesEveryCommandOnceInOrderWhateverTheNetworkLoses()
    {
        final long firstSeed = System.nanoTime();
        for (int i = 0; i < SEEDS; i++)
        {
            final long seed = firstSeed + i;
            try
            {
                new Run(seed).play();
            }
            catch (final RuntimeException | AssertionError ex)
            {
                throw new AssertionError("seed " + seed + ": new Run(" + seed + "L).play()", ex);
            }
        }
        System.err.println("seeds " + firstSeed + " to " + (firstSeed + SEEDS - 1));
    }

    private record Message(long id, long value)
    {
    }

    private record Answer(boolean isReport, long id, RejectReason reason, long detail, boolean repeated)
    {
    }

    private static final class Run implements CommandStream.Sender, Endings
    {
        private final Random random;
        private final CommandStream stream;
        private final Deque<Message> ingress = new ArrayDeque<>();
        private final Deque<Answer> egress = new ArrayDeque<>();
        private final List<Long> applied = new ArrayList<>();
        private final List<Long> answered = new ArrayList<>();
        private long nowNs;
        private long submitted;

        Run(final long seed)
        {
            random = new Random(seed);
            stream = new CommandStream(new CommandWindow(WINDOW), 0, 400, 100, this);
        }

        void play()
        {
            egress.add(report());
            for (int step = 0; answered.size() < COMMANDS; step++)
            {
                assertThat(step).as("steps").isLessThan(1_000_000);
                nowNs += random.nextInt(20);
                step();
                stream.checkTimeout(nowNs, random.nextBoolean());
                stream.flush(this, nowNs);
            }
            for (int i = 0; i < COMMANDS; i++)
            {
                assertThat(applied.get(i)).isEqualTo(i + 1);
            }
            assertThat(applied).hasSize(COMMANDS);
            assertThat(answered).doesNotHaveDuplicates().hasSize(COMMANDS);
        }

        private void step()
        {
            final int choice = random.nextInt(100);
            if (choice < 30 && submitted < COMMANDS && 0 < stream.admit())
            {
                submitted++;
                stream.nextBuffer().putLong(0, stream.admit());
                stream.nextBuffer().putLong(8, submitted);
                stream.commit(16);
            }
            else if (choice < 60 && !ingress.isEmpty())
            {
                apply(ingress.remove());
            }
            else if (choice < 90 && !egress.isEmpty())
            {
                deliver(egress.remove());
            }
            else if (choice < 93)
            {
                egress.add(report());
            }
            else if (choice < 95)
            {
                lose();
                stream.onNewLeader();
            }
            else if (choice < 97)
            {
                lose();
                stream.onSessionLost();
                egress.add(report());
            }
            else if (choice < 98)
            {
                // A connection that takes nothing at the moment loses outcomes without a word.
                egress.removeIf(answer -> random.nextBoolean());
            }
            else if (choice < 99)
            {
                ingress.removeIf(message -> random.nextBoolean());
            }
        }

        private void lose()
        {
            // A leader that goes takes along some of what it was sent and some of what it was about to say.
            while (!ingress.isEmpty() && random.nextBoolean())
            {
                ingress.removeLast();
            }
            ingress.removeIf(message -> 0 == random.nextInt(5));
            egress.removeIf(answer -> random.nextBoolean());
        }

        private Answer report()
        {
            return new Answer(true, applied.size(), RejectReason.NONE, 0, false);
        }

        private void apply(final Message message)
        {
            final long nextId = applied.size() + 1;
            if (message.id == nextId)
            {
                applied.add(message.value);
                egress.add(new Answer(false, message.id, RejectReason.NONE, 0, false));
            }
            else if (nextId < message.id)
            {
                egress.add(new Answer(false, message.id, RejectReason.SEQUENCE_GAP, nextId, false));
            }
            else if (message.id < nextId - OUTCOMES_RETAINED)
            {
                egress.add(new Answer(false, message.id, RejectReason.OUTCOME_FORGOTTEN, nextId, false));
            }
            else
            {
                assertThat(applied.get((int)message.id - 1)).as("bytes of id " + message.id).isEqualTo(message.value);
                egress.add(new Answer(false, message.id, RejectReason.NONE, 0, true));
            }
        }

        private void deliver(final Answer answer)
        {
            if (answer.isReport)
            {
                stream.onReport(answer.id, RejectReason.NONE, RejectField.NONE);
            }
            else
            {
                stream.onOutcome(answer.id, answer.reason, RejectField.NONE, answer.detail, 0, answer.repeated, nowNs);
            }
        }

        @Override
        public boolean send(final DirectBuffer buffer, final int offset, final int length)
        {
            if (0 == random.nextInt(10))
            {
                return false;
            }
            ingress.add(new Message(buffer.getLong(offset), buffer.getLong(offset + 8)));
            return true;
        }

        @Override
        public void onAnswered(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            assertThat(reason).isEqualTo(RejectReason.NONE);
            answered.add(commandId);
        }

        @Override
        public void onUnknown(final long commandId)
        {
            throw new AssertionError("unknown " + commandId);
        }

        @Override
        public void onFenced(final long lastCommandId)
        {
            throw new AssertionError("fenced at " + lastCommandId);
        }

        @Override
        public void onAcknowledgedLost(final long lastCommandId, final long lastAppliedId)
        {
            throw new AssertionError("lost after " + lastCommandId);
        }
    }
}
