package io.flatbook.cluster;

import io.aeron.Aeron;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Snapshots over a real publication. */
class PublicationSinkTest
{
    private static final int RECORD_LENGTH_MAX = 500;
    private static final String CHANNEL = "aeron:ipc?term-length=64k";

    @Test
    void recordsArrivePackedInBlocksNearTheLongestMessage()
    {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        final List<byte[]> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++)
        {
            final byte[] record = new byte[1 + random.nextInt(RECORD_LENGTH_MAX)];
            random.nextBytes(record);
            written.add(record);
        }
        final List<byte[]> read = new ArrayList<>();
        final List<Integer> blocks = new ArrayList<>();
        try (MediaDriver driver = MediaDriver.launchEmbedded(new MediaDriver.Context()
            .aeronDirectoryName(CommonContext.generateRandomDirName())
            .threadingMode(ThreadingMode.SHARED)
            .dirDeleteOnShutdown(true));
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(driver.aeronDirectoryName()));
            Subscription subscription = aeron.addSubscription(CHANNEL, 1);
            ExclusivePublication publication = aeron.addExclusivePublication(CHANNEL, 1))
        {
            await().until(publication::isConnected);
            final FragmentAssembler assembler = new FragmentAssembler((buffer, offset, length, header) ->
            {
                blocks.add(length);
                SnapshotBlock.read(buffer, offset, length, (records, at, recordLength) ->
                {
                    final byte[] record = new byte[recordLength];
                    records.getBytes(at, record);
                    read.add(record);
                });
            });
            final PublicationSink sink = new PublicationSink(publication, new Reading(subscription, assembler));
            written.forEach((record) -> sink.write(new UnsafeBuffer(record), 0, record.length));
            sink.finish();
            await().until(() -> subscription.poll(assembler, 10) >= 0 && read.size() >= written.size());

            assertThat(read).as("seed " + seed).usingElementComparator(java.util.Arrays::compare)
                .containsExactlyElementsOf(written);
            assertThat(blocks.subList(0, blocks.size() - 1)).as("seed " + seed).isNotEmpty().allSatisfy((length) ->
                assertThat(length).isBetween(
                    publication.maxMessageLength() - RECORD_LENGTH_MAX - SnapshotBlock.LENGTH_OF_LENGTH,
                    publication.maxMessageLength()));
        }
    }

    @Test
    void aBlockWhoseLengthsDoNotFitIsRefused()
    {
        final UnsafeBuffer block = new UnsafeBuffer(new byte[12]);
        for (final int length : new int[]{9, Integer.MAX_VALUE, -1})
        {
            block.putInt(0, length);
            assertThatThrownBy(() -> SnapshotBlock.read(block, 0, block.capacity(), (buffer, offset, taken) -> { }))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("cut off");
        }
    }

    /** The archive's part: reads whenever the writer has to wait. */
    private record Reading(Subscription subscription, FragmentAssembler assembler) implements IdleStrategy
    {
        @Override
        public void idle(final int workCount)
        {
            idle();
        }

        @Override
        public void idle()
        {
            subscription.poll(assembler, 10);
        }

        @Override
        public void reset()
        {
            // It keeps nothing.
        }
    }
}
