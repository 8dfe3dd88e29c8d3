package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.aeron.archive.checksum.Checksum;
import io.aeron.archive.checksum.Checksums;
import io.aeron.cluster.RecordingLog;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node wrote, whole and with every kind of bit flipped. */
class DamageCheckTest
{
    private static final Checksum CHECKSUM = Checksums.crc32c();
    private static final int FLIPS = 200;
    private static final int FLAGS = 5;
    private static final int BEGIN = 0x80;
    private static final int END = 0x40;
    private static final int TERM_OFFSET = 8;
    private static final int STREAM_ID = 16;
    private static final int TERM_ID = 20;
    private static final int RESERVED = 24;
    private static final int HEADER = 32;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode();

    private Path archive;
    private Path cluster;
    private SnapshotHistory history;
    private Random random;

    @BeforeEach
    void recordALogWithASnapshot()
    {
        final long seed = System.nanoTime();
        System.out.println("DamageCheckTest seed " + seed);
        random = new Random(seed);
        final ClusterHarness harness = extension.cluster();
        try (Venue venue = Venue.open(harness.ingressEndpoints()))
        {
            trades(venue);
            harness.snapshot();
            trades(venue);
        }
        harness.stop(0);
        archive = harness.config(0).directory().resolve("archive");
        cluster = harness.config(0).directory().resolve("cluster");
        history = SnapshotHistory.read(cluster);
        assertThat(history.snapshots()).hasSize(1);
    }

    @Test
    void seesABitThatFlippedInTheLogBehindTheSnapshotOrInTheSnapshot() throws IOException
    {
        checkPasses();
        final Path log = segment(history.logRecordingId());
        final List<Integer> newFrames = frames(log, (int)history.newestPosition());
        final Path snapshot = segment(history.snapshots().get(0).recordingIds().get(random.nextInt(2)));
        for (int i = 0; i < FLIPS; i++)
        {
            flipAndCheck(log, newFrames);
            flipAndCheck(snapshot, frames(snapshot, 0));
        }
        checkPasses();
    }

    @Test
    void looksAtNothingThatAStartDoesNotRead() throws IOException
    {
        final Path log = segment(history.logRecordingId());
        final int behindTheBeginOfTheTerm = 1;
        flip(log, frames(log, 0).get(behindTheBeginOfTheTerm) + HEADER, 1);
        checkPasses();
    }

    @Test
    void seesWhatIsMissing() throws IOException
    {
        final Path log = segment(history.logRecordingId());
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw"))
        {
            file.setLength(file.length() - 1);
        }
        assertThatThrownBy(this::check).isInstanceOf(DamagedException.class).hasMessageContaining("another length");
        Files.delete(log);
        assertThatThrownBy(this::check).isInstanceOf(DamagedException.class).hasMessageContaining("has no file");
        Files.delete(archive.resolve("archive.catalog"));
        assertThatThrownBy(this::check).isInstanceOf(DamagedException.class).hasMessageContaining("is missing");
    }

    @Test
    void seesABitThatFlippedInTheCatalog() throws IOException
    {
        final Path catalog = archive.resolve("archive.catalog");
        final int firstDescriptor = 32 + 32;
        for (int i = 0; i < FLIPS; i++)
        {
            final int offset = firstDescriptor + random.nextInt(80);
            final int bit = 1 << random.nextInt(8);
            flip(catalog, offset, bit);
            assertThatThrownBy(this::check).as("byte %d, bit %x", offset, bit).isInstanceOf(DamagedException.class);
            flip(catalog, offset, bit);
        }
        checkPasses();
    }

    /** A checksum over as many bytes as a damaged length says would end the JVM. */
    @Test
    void noLengthInTheCatalogEndsTheJvm() throws IOException
    {
        final Path catalog = archive.resolve("archive.catalog");
        final byte[] written = Files.readAllBytes(catalog);
        final int endOfTheFirst = 32 + 32 + 256;
        for (int offset = 0; offset < endOfTheFirst; offset++)
        {
            for (final int number : new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE - 63, Integer.MIN_VALUE, -1, 0})
            {
                final byte[] changed = written.clone();
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, number);
                Files.write(catalog, changed);
                try
                {
                    DamageCheck.catalog(archive, CHECKSUM);
                }
                catch (final DamagedException ex)
                {
                    assertThat(ex).as("%d at %d", number, offset).hasMessageNotContaining("Exception");
                }
            }
        }
        Files.write(catalog, written);
        checkPasses();
    }

    @Test
    void seesABitThatFlippedInWhatTheListSaysOfTheNewestSnapshot() throws IOException
    {
        final Path list = cluster.resolve("recording.log");
        final int entryLength = 64;
        final int termId = 8;
        final int timestamp = 32;
        for (int i = 0; i < FLIPS; i++)
        {
            final int within = termId + random.nextInt(timestamp - termId);
            final int offset = entryLength * (1 + random.nextInt(2)) + within;
            final int bit = 1 << random.nextInt(8);
            flip(list, offset, bit);
            assertThatThrownBy(this::check).as("byte %d, bit %x", offset, bit).isInstanceOf(DamagedException.class);
            flip(list, offset, bit);
        }
        checkPasses();
    }

    @Test
    void seesABitThatFlippedInWhatTheListSaysOfTheLastTerm() throws IOException
    {
        extension.cluster().start(0);
        extension.cluster().awaitLeader();
        extension.cluster().stop(0);
        checkPasses();
        try (RecordingLog terms = new RecordingLog(cluster.toFile(), false))
        {
            assertThat(terms.entries().get(3).leadershipTermId).as("the entry that is changed").isEqualTo(1);
        }
        final Path list = cluster.resolve("recording.log");
        final int lastTerm = 3 * 64;
        final int basePosition = 16;
        final int logPosition = 24;
        final int entryType = 44;
        final byte[] written = Files.readAllBytes(list);
        for (int within = 0; within < entryType + Integer.BYTES; within++)
        {
            for (int bit = 1; bit < 1 << Byte.SIZE; bit <<= 1)
            {
                final boolean isSet = 0 != (written[lastTerm + within] & bit);
                // A place behind the end of the log cannot be held against it.
                final boolean isSeen = within < basePosition || within < logPosition && isSet || entryType <= within;
                flip(list, lastTerm + within, bit);
                if (isSeen)
                {
                    assertThatThrownBy(this::check).as("byte %d, bit %x", within, bit)
                        .isInstanceOf(DamagedException.class);
                }
                flip(list, lastTerm + within, bit);
            }
        }
        checkPasses();
    }

    @Test
    void seesThatTheListIsMissingOrEmpty() throws IOException
    {
        final Path list = cluster.resolve("recording.log");
        Files.write(list, new byte[0]);
        assertThatThrownBy(this::check).isInstanceOf(DamagedException.class).hasMessageContaining("no list");
        Files.delete(list);
        assertThatThrownBy(this::check).isInstanceOf(DamagedException.class).hasMessageContaining("no list");
    }

    /** The rest of a message never comes when its leader dies within it: the next one goes on with its term. */
    @Test
    void takesTheBeginOfATermBehindAPartOfAMessage() throws IOException
    {
        final Path log = segment(history.logRecordingId());
        final List<Integer> written = frames(log, 0);
        final int end = written.get(written.size() - 1);
        final int part = written.get(written.size() - 2);
        setFlags(log, part, BEGIN);
        assertThatCode(() -> checkLog(end)).as("stopped within a message").doesNotThrowAnyException();
        assertThatThrownBy(() -> checkLog(stopPosition(log, end))).as("another message behind a part")
            .isInstanceOf(DamagedException.class).hasMessageContaining("out of order");
        copyFrame(log, 0, end);
        assertThatCode(() -> checkLog(stopPosition(log, end))).doesNotThrowAnyException();
        setFlags(log, part, END);
        assertThatThrownBy(() -> checkLog(end)).as("the rest of a message alone")
            .isInstanceOf(DamagedException.class).hasMessageContaining("out of order");
    }

    @Test
    void aNodeWithoutOthersToAskDoesNotStartOnIt() throws IOException
    {
        final Path log = segment(history.logRecordingId());
        flip(log, frames(log, (int)history.newestPosition()).get(0) + HEADER, 1);
        assertThatThrownBy(() -> extension.cluster().start(0)).isInstanceOf(DamagedException.class)
            .hasMessageContaining("fails its checksum");
    }

    @Test
    void seesALengthThatNoFrameHas() throws IOException
    {
        final long logRecordingId = history.logRecordingId();
        final Path log = segment(logRecordingId);
        final List<Integer> frames = frames(log, (int)history.newestPosition());
        final Path snapshot = segment(history.snapshots().get(0).recordingIds().get(0));
        for (final int length : new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE - 255, Integer.MIN_VALUE, -1, 31})
        {
            setLengthAndCheck(log, frames.get(frames.size() - 1), length);
            setLengthAndCheck(log, frames.get(0), length);
            setLengthAndCheck(snapshot, 0, length);
        }
        checkPasses();
    }

    private void setLengthAndCheck(final Path file, final int offset, final int length) throws IOException
    {
        final byte[] written = Files.readAllBytes(file);
        final byte[] changed = written.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, length);
        Files.write(file, changed);
        assertThatThrownBy(this::check).as("length %d", length).isInstanceOf(DamagedException.class);
        Files.write(file, written);
    }

    private void flipAndCheck(final Path file, final List<Integer> frames) throws IOException
    {
        final int index = random.nextInt(frames.size() - 1);
        final int length = frames.get(index + 1) - frames.get(index);
        final int within = random.nextInt(length);
        // The last bits of a length leave the next frame where it is; only other replicas see those.
        final boolean isUnseen = 0 == within || STREAM_ID <= within && within < TERM_ID ||
            RESERVED <= within && within < HEADER;
        if (isUnseen)
        {
            return;
        }
        final int offset = frames.get(index) + within;
        final int bit = 1 << random.nextInt(8);
        flip(file, offset, bit);
        assertThatThrownBy(this::check).as("byte %d of a frame, bit %x", within, bit)
            .isInstanceOf(DamagedException.class);
        flip(file, offset, bit);
    }

    private void checkLog(final long stopPosition) throws IOException
    {
        final int length = (int)Files.size(segment(history.logRecordingId()));
        new RecordingCheck(archive, new RecordingCheck.Recording(history.logRecordingId(), 0, stopPosition,
            initialTermId(), length, length), CHECKSUM).run("the log", 0);
    }

    private int initialTermId() throws IOException
    {
        return ByteBuffer.wrap(Files.readAllBytes(segment(history.logRecordingId()))).order(ByteOrder.LITTLE_ENDIAN)
            .getInt(TERM_ID);
    }

    private static long stopPosition(final Path log, final int lastFrame) throws IOException
    {
        return lastFrame + (ByteBuffer.wrap(Files.readAllBytes(log)).order(ByteOrder.LITTLE_ENDIAN)
            .getInt(lastFrame) + 31 & -32);
    }

    private static void setFlags(final Path log, final int frame, final int flags) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(log.toFile(), "rw"))
        {
            access.seek(frame + FLAGS);
            access.write(flags);
        }
    }

    /** Puts a copy of a frame in the place of another: what the checksum covers does not know its place. */
    private static void copyFrame(final Path log, final int from, final int to) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(log.toFile(), "rw"))
        {
            final byte[] frame = new byte[(int)stopPosition(log, from) - from];
            access.seek(from);
            access.readFully(frame);
            ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putInt(TERM_OFFSET, to);
            access.seek(to);
            access.write(frame);
        }
    }

    private void check()
    {
        DamageCheck.catalog(archive, CHECKSUM);
        DamageCheck.run(archive, cluster, CHECKSUM);
    }

    private void checkPasses()
    {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    private Path segment(final long recordingId)
    {
        return archive.resolve(recordingId + "-0.rec");
    }

    private static void trades(final Venue venue)
    {
        for (int i = 0; i < 20; i++)
        {
            assertThat(venue.trade(1).isAccepted()).isTrue();
        }
    }

    /** Offsets of the frames from one on. */
    private static List<Integer> frames(final Path segment, final int from) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        final List<Integer> frames = new ArrayList<>();
        for (int offset = from; bytes.getInt(offset) > 0; offset += bytes.getInt(offset) + 31 & -32)
        {
            frames.add(offset);
        }
        return frames;
    }

    private static void flip(final Path file, final int offset, final int bit) throws IOException
    {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw"))
        {
            access.seek(offset);
            final int before = access.read();
            access.seek(offset);
            access.write(before ^ bit);
        }
    }
}
