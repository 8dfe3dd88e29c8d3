package io.flatbook.ops.replay;

import io.aeron.archive.client.AeronArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static io.flatbook.ops.replay.FrameWriter.FIRST;
import static io.flatbook.ops.replay.FrameWriter.FULL;
import static io.flatbook.ops.replay.FrameWriter.LAST;
import static io.flatbook.ops.replay.FrameWriter.MIDDLE;
import static io.flatbook.ops.replay.FrameWriter.SEGMENT_LENGTH;
import static io.flatbook.ops.replay.FrameWriter.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MessageReaderTest
{
    private static final long NO_END = AeronArchive.NULL_POSITION;

    @TempDir
    private Path archive;
    private FrameWriter writer;
    private long tornPosition;
    private long holePosition;

    @BeforeEach
    void begin()
    {
        writer = new FrameWriter(archive);
    }

    @Test
    void putsFragmentsTogetherAndTellsThePositionAfterTheLast() throws IOException
    {
        writer.write('a', 10, WHOLE).write('b', FULL, FIRST).write('c', FULL, MIDDLE).write('d', 7, LAST)
            .write('e', 1, WHOLE);

        assertThat(read(writer.recording(writer.position()))).containsExactly(
            "a10@64", "b96c96d7@384", "e1@448");
    }

    @Test
    void goesOnOverPaddingInTheNextFile() throws IOException
    {
        writer.write('a', 60_000, WHOLE).pad().write('b', 32, WHOLE);

        assertThat(read(writer.recording(NO_END))).containsExactly("a60000@60032", "b32@65600");
    }

    @Test
    void passesOverAMessageThatALeaderDiedOver() throws IOException
    {
        writer.write('a', FULL, FIRST).write('b', FULL, MIDDLE).write('c', 32, WHOLE)
            .write('d', FULL, FIRST).write('e', FULL, FIRST).write('f', 32, LAST).write('g', FULL, FIRST);

        assertThat(read(writer.recording(writer.position()))).containsExactly("c32@320", "e96f32@640");
    }

    @Test
    void beginsWhereItIsTold() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 32, WHOLE);

        assertThat(read(writer.recording(NO_END), 64)).containsExactly("b32@128");
        assertThatThrownBy(() -> read(writer.recording(NO_END), SEGMENT_LENGTH))
            .isInstanceOf(BadRecordingException.class).hasMessageContaining("does not reach back to position 65536");
    }

    @Test
    void leavesOutAFrameThatWasCutOffAsANodeThatStartsDoes() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 10_000, WHOLE, 4096 - 64);

        assertThat(read(writer.recording(NO_END))).containsExactly("a32@64");
        assertThat(tornPosition).isEqualTo(64);
        assertThatThrownBy(() -> read(writer.recording(writer.position())))
            .as("it was noted that it is whole").isInstanceOf(BadRecordingException.class)
            .hasMessageContaining("checksum");
    }

    @Test
    void aDamagedFrameWithinAPageWasNotCutOff() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 200, WHOLE, 100);

        assertThatThrownBy(() -> read(writer.recording(NO_END))).isInstanceOfSatisfying(
            BadRecordingException.class, (ex) -> assertThat(ex.offset()).isEqualTo(64));
    }

    @Test
    void namesAFrameOfEveryLengthThatIsNone() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 32, WHOLE).write('c', 32, WHOLE);
        final Path file = archive.resolve("0-0.rec");
        final byte[] right = Files.readAllBytes(file);
        for (final int length : new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE - 64, 65_536, 31, 1, -1,
            Integer.MIN_VALUE})
        {
            final byte[] wrong = right.clone();
            ByteBuffer.wrap(wrong).order(ByteOrder.LITTLE_ENDIAN).putInt(64, length);
            Files.write(file, wrong);
            for (final long stopPosition : new long[]{NO_END, writer.position()})
            {
                assertThatThrownBy(() -> read(writer.recording(stopPosition))).as("length %d", length)
                    .isInstanceOfSatisfying(BadRecordingException.class,
                        (ex) -> assertThat(ex.offset()).isEqualTo(64));
            }
        }
    }

    @Test
    void tellsThatMoreIsBehindTheEndIfAFrameLostItsBeginning() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 32, WHOLE).write('c', 32, WHOLE);
        final Path file = archive.resolve("0-0.rec");
        read(writer.recording(NO_END));
        assertThat(holePosition).isEqualTo(-1);

        final byte[] wrong = Files.readAllBytes(file);
        ByteBuffer.wrap(wrong).putInt(64, 0);
        Files.write(file, wrong);

        assertThat(read(writer.recording(NO_END))).containsExactly("a32@64");
        assertThat(holePosition).isEqualTo(64);
        assertThatThrownBy(() -> read(writer.recording(writer.position())))
            .isInstanceOf(BadRecordingException.class).hasMessageContaining("there is no frame");
    }

    @Test
    void everyFlippedBitOfAFrameIsSeenOrMeansNothing() throws IOException
    {
        writer.write('a', 32, WHOLE).write('b', 32, WHOLE).write('c', 32, WHOLE);
        final List<String> whole = read(writer.recording(writer.position()));
        final List<Integer> unseen = new ArrayList<>();
        for (int bit = 0; bit < 64 * 8; bit++)
        {
            final Path file = archive.resolve("0-0.rec");
            LogReplayTest.flip(file, 64 + bit / 8, 1 << bit % 8);
            try
            {
                assertThat(read(writer.recording(writer.position()))).isEqualTo(whole);
                unseen.add(bit / 8);
            }
            catch (final BadRecordingException ex)
            {
                assertThat(ex.file()).isEqualTo(file);
                assertThat(ex.offset()).isBetween(64L, 128L);
            }
            LogReplayTest.flip(file, 64 + bit / 8, 1 << bit % 8);
        }
        assertThat(unseen).as("flags without a meaning here, and the reserved field").isNotEmpty()
            .allMatch((offset) -> 5 == offset || offset >= 24 && offset < 32);
    }

    @Test
    void aMissingFileAndAHoleAreNamed() throws IOException
    {
        writer.write('a', 60_000, WHOLE).pad().write('b', 60_000, WHOLE).pad().write('c', 32, WHOLE);
        final Path middle = archive.resolve("0-65536.rec");
        final byte[] content = Files.readAllBytes(middle);
        Files.delete(middle);
        assertThatThrownBy(() -> read(writer.recording(writer.position())))
            .isInstanceOf(BadRecordingException.class).hasMessageContaining(middle + ", offset 0");

        Files.write(middle, new byte[content.length]);
        assertThatThrownBy(() -> read(writer.recording(NO_END)))
            .isInstanceOf(BadRecordingException.class).hasMessageContaining("goes on in another file");
    }

    @Test
    void readsFramesWithoutChecksums() throws IOException
    {
        writer.withoutChecksums().write('a', 32, WHOLE).write('b', 32, WHOLE);

        try (MessageReader reader = new MessageReader(writer.recording(NO_END), 0))
        {
            assertThat(reader.isChecksummed()).isFalse();
        }
        assertThat(read(writer.recording(NO_END))).containsExactly("a32@64", "b32@128");
    }

    private List<String> read(final Recording recording)
    {
        return read(recording, 0);
    }

    /** Each message as letters with their counts, and the position after it. */
    private List<String> read(final Recording recording, final long fromPosition)
    {
        final List<String> messages = new ArrayList<>();
        try (MessageReader reader = new MessageReader(recording, fromPosition))
        {
            while (reader.next())
            {
                final StringBuilder message = new StringBuilder();
                int i = 0;
                while (i < reader.length())
                {
                    final byte letter = reader.buffer().getByte(reader.offset() + i);
                    int count = 0;
                    while (i < reader.length() && letter == reader.buffer().getByte(reader.offset() + i))
                    {
                        count++;
                        i++;
                    }
                    message.append((char)letter).append(count);
                }
                messages.add(message.append('@').append(reader.position()).toString());
            }
            tornPosition = reader.tornPosition();
            holePosition = reader.holePosition();
        }
        return messages;
    }
}
