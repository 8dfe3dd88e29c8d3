package io.flatbook.cluster;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.PositionPageEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Contract: ONCE-3. */
class EventRingTest
{
    private static final int PREVIOUS_OFFSET = 16;
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[4096]);

    private void append(final EventRing ring, final int length, final int venueA, final int venueB)
    {
        event.putLong(8, ring.nextSequence(), ByteOrder.LITTLE_ENDIAN);
        for (int i = 24; i < length; i++)
        {
            event.putByte(i, (byte)ring.nextSequence());
        }
        ring.append(event, 0, length, venueA, venueB);
    }

    @Test
    void everyReceiverSeesAChainWithoutHoles()
    {
        final long seed = System.nanoTime();
        System.out.println("EventRingTest seed " + seed);
        final Random random = new Random(seed);
        EventRing ring = new EventRing(100);
        final List<List<Long>> addressed = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 1; i <= 5_000; i++)
        {
            final int venueA = random.nextInt(4) - 1;
            final int venueB = venueA > 0 ? random.nextInt(3) : 0;
            append(ring, 40 + random.nextInt(500), venueA, venueB);
            for (int venue = 0; venue < 3; venue++)
            {
                if (0 == venue || -1 == venueA || venue == venueA || venue == venueB)
                {
                    addressed.get(venue).add((long)i);
                }
            }
            if (0 == random.nextInt(20))
            {
                final long from = ring.firstSequence() + random.nextInt((int)(i + 2 - ring.firstSequence()));
                for (int venue = 0; venue < 3; venue++)
                {
                    assertChain(ring, venue, from, addressed.get(venue));
                }
                ring = throughASnapshot(ring, 100);
            }
        }
        assertThat(ring.nextSequence() - ring.firstSequence()).isEqualTo(100);
    }

    private static EventRing throughASnapshot(final EventRing ring, final int eventsMax)
    {
        final SnapshotBytes snapshot = new SnapshotBytes();
        new EventRecord(ring).write(new SnapshotRecords(snapshot));
        final EventRing restored = new EventRing(eventsMax);
        final EventRecord record = new EventRecord(restored);
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        SnapshotBytes.read(snapshot.toByteArray(), (buffer, offset, length) ->
            record.read(header.wrap(buffer, offset).templateId(), buffer, offset, header));
        restored.beginEntry();
        return restored;
    }

    private void assertChain(final EventRing ring, final int venue, final long from, final List<Long> addressed)
    {
        final EventCursor cursor = new EventCursor(ring);
        assertThat(cursor.start(from, venue)).isTrue();
        final List<Long> got = new ArrayList<>();
        cursor.advance((buffer, offset, length) ->
        {
            final long sequence = buffer.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN);
            final int index = addressed.indexOf(sequence);
            assertThat(buffer.getLong(offset + PREVIOUS_OFFSET, ByteOrder.LITTLE_ENDIAN))
                .isEqualTo(0 == index ? 0 : addressed.get(index - 1));
            assertThat(buffer.getByte(offset + length - 1)).isEqualTo((byte)sequence);
            got.add(sequence);
            return true;
        }, venue, Integer.MAX_VALUE);
        assertThat(got).isEqualTo(addressed.stream().filter(sequence -> sequence >= from).toList());
        assertThat(ring.lastAddressed(venue))
            .isEqualTo(addressed.isEmpty() ? 0 : addressed.get(addressed.size() - 1));
    }

    /** Venue 66 shares the bit of venue 2 in the index; all that a venue was sent may have been evicted. */
    @Test
    void aQuietVenueIsGivenItsChainPastAllThatOthersDid()
    {
        final long seed = System.nanoTime();
        System.out.println("EventRingTest seed " + seed);
        final Random random = new Random(seed);
        EventRing ring = new EventRing(1_000);
        final Map<Integer, List<Long>> addressed = Map.of(2, new ArrayList<>(), 5, new ArrayList<>());
        for (int i = 1; i <= 20_000; i++)
        {
            final int kind = random.nextInt(1_000);
            final int venue = 0 == kind ? 2 : 1 == kind ? 5 : kind < 10 ? 66 : 2 * (kind % 2) + 1;
            append(ring, 40, 10 == kind ? EventRing.ALL : venue, 11 == kind ? 5 : 0);
            for (final int quiet : addressed.keySet())
            {
                if (10 == kind || venue == quiet || 11 == kind && 5 == quiet)
                {
                    addressed.get(quiet).add((long)i);
                }
            }
            if (0 == i % 500)
            {
                final long from = ring.firstSequence() + random.nextInt((int)(i + 2 - ring.firstSequence()));
                for (final int quiet : addressed.keySet())
                {
                    assertChain(ring, quiet, from, addressed.get(quiet));
                }
                ring = throughASnapshot(ring, 1_000);
            }
        }
    }

    @Test
    void retainsBytesAsWellAsEvents()
    {
        final EventRing ring = new EventRing(256);
        for (int i = 0; i < 300; i++)
        {
            append(ring, 4_000, EventRing.ALL, 0);
        }
        assertThat(ring.nextSequence() - ring.firstSequence()).isEqualTo(256 * 256 / 4_000);
    }

    @Test
    void aReceiverThatTakesNothingIsNeitherWaitedForNorSkipped()
    {
        final EventRing ring = new EventRing(8);
        final EventCursor cursor = new EventCursor(ring);
        assertThat(cursor.start(0, 1)).isTrue();
        append(ring, 40, 1, 0);
        append(ring, 40, 1, 0);
        assertThat(cursor.advance((buffer, offset, length) -> false, 1, 10)).isZero();
        assertThat(cursor.advance((buffer, offset, length) -> true, 1, 1)).isEqualTo(1);
        assertThat(cursor.advance((buffer, offset, length) -> true, 1, 10)).isEqualTo(1);
        for (int i = 0; i < 9; i++)
        {
            append(ring, 40, 1, 0);
        }
        assertThat(cursor.isBehind()).isTrue();
        assertThat(new EventCursor(ring).start(1, 1)).isFalse();
    }

    @Test
    void whatIsSentLeavesWhatIsRetainedAsItWas()
    {
        final EventRing ring = new EventRing(8);
        final EventCursor cursor = new EventCursor(ring);
        assertThat(cursor.start(0, 1)).isTrue();
        append(ring, 40, 1, 0);
        ring.next().putLong(PREVIOUS_OFFSET, 0);
        ring.next().setMemory(PREVIOUS_OFFSET + Long.BYTES, 16, (byte)7);
        ring.append(40, 1, 0);
        final List<Long> previous = new ArrayList<>();
        cursor.advance((buffer, offset, length) ->
            previous.add(buffer.getLong(offset + PREVIOUS_OFFSET, ByteOrder.LITTLE_ENDIAN)), 1, 10);
        assertThat(previous).containsExactly(0L, 1L);
        final UnsafeBuffer retained = new UnsafeBuffer(new byte[40]);
        assertThat(ring.read(2, retained)).isEqualTo(40);
        assertThat(retained.getLong(PREVIOUS_OFFSET)).isZero();
        assertThat(retained.getByte(39)).isEqualTo((byte)7);
    }

    /** Contract: ONCE-3. */
    @Test
    void aReplayThatBeginsAfterAWantedEventSaysSoAndGivesNone()
    {
        final EventRing ring = new EventRing(8);
        for (int i = 0; i < 20; i++)
        {
            append(ring, 40, EventRing.ALL, 0);
        }
        assertThatThrownBy(() -> new EventReader(ring, 12, 1)).isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("event 12 is no longer here").hasMessageContaining("events from 13 on");
        final int[] given = new int[1];
        new EventReader(ring, 13, 1).read((buffer, offset, length) -> given[0]++);
        assertThat(given[0]).isEqualTo(8);
    }

    @Test
    void anEntryLargerThanTheRingIsRetainedWholeAndMadeRoomForLater()
    {
        final EventRing ring = new EventRing(64);
        final EventCursor cursor = new EventCursor(ring);
        for (int i = 0; i < 100; i++)
        {
            ring.beginEntry();
            append(ring, 40, EventRing.ALL, 0);
        }
        assertThat(cursor.start(0, 1)).isTrue();
        ring.beginEntry();
        for (int i = 0; i < 5_000; i++)
        {
            append(ring, 40 + i % 100, EventRing.ALL, 0);
        }
        assertThat(ring.nextSequence() - ring.firstSequence()).isEqualTo(5_000);
        assertChain(ring, 1, 101, LongStream.rangeClosed(1, 5_100).boxed().toList());

        ring.beginEntry();
        append(ring, 40, EventRing.ALL, 0);
        assertThat(cursor.isBehind()).as("the next entry evicts a few").isTrue();
        assertThat(ring.nextSequence() - ring.firstSequence()).isGreaterThan(4_900);
        for (int i = 0; i < 1_000; i++)
        {
            ring.beginEntry();
            append(ring, 40, EventRing.ALL, 0);
        }
        assertThat(ring.nextSequence() - ring.firstSequence()).isEqualTo(64);
    }

    /** Funding, settlement and variation of the fullest instrument that risk can allow come in pages that fit. */
    @Test
    void thePagesOfTheFullestInstrumentFitIntoTheRing()
    {
        final Limits limits = new Limits();
        assertThat(Limits.POSITIONS_PER_INSTRUMENT_MAX / limits.pageRows() + Limits.GATEWAYS_MAX)
            .isLessThan(limits.eventsRetained());
        final long rowsBytes = (long)limits.positionsPerInstrument() * PositionPageEncoder.RowsEncoder.sbeBlockLength();
        final long pagesBytes = (long)PositionPageEncoder.BLOCK_LENGTH *
            (limits.positionsPerInstrument() / limits.pageRows() + limits.gateways());
        assertThat(rowsBytes + pagesBytes).isLessThan(256L * limits.eventsRetained());
    }
}
