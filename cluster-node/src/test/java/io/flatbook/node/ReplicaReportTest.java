package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.flatbook.cluster.NodeStatus.PositionHash;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReplicaReportTest
{
    private static final int OFFSET = 8;
    private static final MemberProgress PROGRESS = new MemberProgress(4096, 8192, 1024, true);
    private static final MemberClocks CLOCKS = new MemberClocks(1_750_000_000_000L, 1_750_000_000_250L);

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ReplicaReport.LENGTH_MAX + OFFSET]);
    private final UnsafeBuffer fromOffset = new UnsafeBuffer(buffer, OFFSET, ReplicaReport.LENGTH_MAX);

    @Test
    void comesOutAsItWentIn()
    {
        for (final int count : new int[]{0, 1, ReplicaReport.PAIRS_MAX})
        {
            final ReplicaReport report = report(count);
            assertThat(decode(report.encode("test", fromOffset))).isEqualTo(report);
        }
    }

    @Test
    void keepsTheNewestOfMoreThanItHolds()
    {
        final List<PositionHash> all = report(ReplicaReport.PAIRS_MAX + 5).hashes();
        final int length = new ReplicaReport(1, 2, PROGRESS, CLOCKS, all).encode("test", fromOffset);
        assertThat(length).isEqualTo(ReplicaReport.LENGTH_MAX);
        assertThat(decode(length).hashes()).isEqualTo(all.subList(5, all.size()));
    }

    @Test
    void refusesAnotherClusterAnotherLayoutAndAWrongLength()
    {
        final int length = report(3).encode("other", fromOffset);
        assertThat(decode(length)).as("of another cluster").isNull();

        report(3).encode("test", fromOffset);
        assertThat(decode(length)).isNotNull();
        assertThat(decode(length - 1)).isNull();
        assertThat(decode(length + 1)).isNull();
        assertThat(decode(0)).isNull();
        fromOffset.putInt(0, ReplicaReport.MAGIC + 1, ByteOrder.LITTLE_ENDIAN);
        assertThat(decode(length)).as("of another layout").isNull();
    }

    @Test
    void refusesPositionsThatDoNotAscend()
    {
        final List<PositionHash> pairs = List.of(new PositionHash(64, 1), new PositionHash(64, 2));
        assertThat(decode(new ReplicaReport(1, 2, PROGRESS, CLOCKS, pairs).encode("test", fromOffset))).isNull();
    }

    @Test
    void refusesPositionsThatAreNoneAndFlagsThatItDoesNotKnow()
    {
        assertThat(decode(encoded(new MemberProgress(-1, 0, 0, true)))).isNull();
        assertThat(decode(encoded(new MemberProgress(0, -1, 0, true)))).isNull();
        assertThat(decode(encoded(new MemberProgress(0, 0, -1, true)))).isNull();
        final int length = encoded(PROGRESS);
        assertThat(decode(length)).isNotNull();
        fromOffset.putLong(48, 3, ByteOrder.LITTLE_ENDIAN);
        assertThat(decode(length)).isNull();
    }

    @Test
    void takesAnyBytesWithoutFailing()
    {
        final long seed = System.nanoTime();
        System.out.println("ReplicaReportTest seed " + seed);
        final Random random = new Random(seed);
        for (int run = 0; run < 20_000; run++)
        {
            final int length = report(random.nextInt(ReplicaReport.PAIRS_MAX)).encode("test", fromOffset);
            for (int i = random.nextInt(4); i >= 0; i--)
            {
                fromOffset.putByte(random.nextInt(length), (byte)random.nextInt());
            }
            final ReplicaReport read = decode(random.nextInt(length + 1));
            assertThat(null == read || read.hashes().size() <= ReplicaReport.PAIRS_MAX).isTrue();
        }
    }

    private int encoded(final MemberProgress progress)
    {
        return new ReplicaReport(1, 2, progress, CLOCKS, List.of()).encode("test", fromOffset);
    }

    private ReplicaReport decode(final int length)
    {
        return ReplicaReport.decode("test", buffer, OFFSET, length);
    }

    private static ReplicaReport report(final int count)
    {
        final List<PositionHash> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            pairs.add(new PositionHash(1L << 40 | 96L * i, -i));
        }
        return new ReplicaReport(2, Long.MIN_VALUE, new MemberProgress(count, 2, 1L << 40, 0 == count % 2),
            CLOCKS, pairs);
    }
}
