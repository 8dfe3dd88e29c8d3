package io.flatbook.cluster;

import io.flatbook.engine.UnknownVersionException;
import io.flatbook.sbe.ActivateVersionDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class FuzzTest
{
    private static final int MESSAGES = 30_000;
    private static final long[] NOTABLE = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 54, 1L << 61, 1L << 62};

    @Test
    void noBytesThrowAndRefusedBytesLeaveNoTrace()
    {
        final long seed = Long.getLong("flatbook.seed", System.nanoTime());
        System.out.println("FuzzTest -Dflatbook.seed=" + seed);
        final Random random = new Random(seed);
        final List<UnsafeBuffer> samples = Samples.all();
        Desk desk = Books.traded();
        for (int i = 0; i < MESSAGES; i++)
        {
            if (0 == i % 2_000)
            {
                desk = Books.traded();
            }
            final UnsafeBuffer sample = samples.get(random.nextInt(samples.size()));
            final UnsafeBuffer message = mutated(sample, random);
            final String sender = RandomMessages.sender(random, sample);
            send(desk, sender, message, random, "seed " + seed + " message " + i);
        }
    }

    private static void send(
        final Desk desk, final String sender, final UnsafeBuffer message, final Random random, final String where)
    {
        if (message.capacity() >= 16 && random.nextInt(20) > 0)
        {
            message.putLong(8, desk.clearing().lastCommandId(sender) + 1, ByteOrder.LITTLE_ENDIAN);
        }
        final RejectReason decodable = MessageCheck.check(message, 0, message.capacity(), 1);
        final boolean isQuery = RejectReason.NONE == decodable &&
            Templates.find(MessageCheck.templateId(message, 0)).isQuery();
        final long stateHash = desk.stateHash();
        final long replicaHash = desk.replicaHash();
        final List<Desk.Answer> answers;
        try
        {
            answers = desk.all(sender, message);
        }
        catch (final UnknownVersionException stop)
        {
            // The node would stop here: the one command that says so (VER-2).
            assertThat(MessageCheck.templateId(message, 0)).isEqualTo(ActivateVersionDecoder.TEMPLATE_ID);
            return;
        }
        catch (final RuntimeException failure)
        {
            throw new AssertionError(where, failure);
        }
        assertThat(answers).as(where).isNotEmpty();
        final Desk.Answer answer = answers.get(0);
        if (RejectReason.NONE != decodable)
        {
            assertThat(answer.templateId()).as(where).isEqualTo(SessionReportDecoder.TEMPLATE_ID);
            assertThat(answer.reason()).as(where).isEqualTo(decodable);
        }
        if (RejectReason.NONE != decodable || isQuery)
        {
            assertThat(desk.replicaHash()).as(where).isEqualTo(replicaHash);
        }
        if (RejectReason.NONE != answer.reason())
        {
            assertThat(desk.stateHash()).as(where).isEqualTo(stateHash);
        }
    }

    private static UnsafeBuffer mutated(final UnsafeBuffer sample, final Random random)
    {
        final int kind = random.nextInt(10);
        final int length = kind > 0 ? sample.capacity() : random.nextInt(sample.capacity() + 20);
        final byte[] bytes = new byte[length];
        sample.getBytes(0, bytes, 0, Math.min(length, sample.capacity()));
        final UnsafeBuffer message = new UnsafeBuffer(bytes);
        final int changes = random.nextInt(3);
        for (int i = 0; i < changes && length > 16; i++)
        {
            if (kind < 7 && length > 24)
            {
                message.putLong(
                    16 + random.nextInt(length - 23),
                    NOTABLE[random.nextInt(NOTABLE.length)],
                    ByteOrder.LITTLE_ENDIAN);
            }
            else
            {
                message.putByte(8 == kind ? random.nextInt(length) : 16 + random.nextInt(length - 16),
                    (byte)random.nextInt());
            }
        }
        return message;
    }
}
