package io.flatbook.archive;

import io.aeron.archive.codecs.CatalogHeaderDecoder;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that is killed while it begins a recording has written the entry, and not yet the id of the next one. */
class UncountedRecordingTest
{
    private static final int NEXT_ID = CatalogHeaderDecoder.nextRecordingIdEncodingOffset();
    private static final int END_OF_THE_FIRST_ENTRY = 32 + 32 + 256;

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode();

    private Path archive;
    private Path catalog;
    private byte[] written;

    @BeforeEach
    void recordALogAndASnapshot() throws IOException
    {
        extension.cluster().awaitLeader();
        extension.cluster().snapshot();
        extension.cluster().stop(0);
        archive = extension.cluster().config(0).directory().resolve("archive");
        catalog = archive.resolve("archive.catalog");
        written = Files.readAllBytes(catalog);
    }

    @Test
    void isCountedOnce() throws IOException
    {
        assertThat(UncountedRecording.count(archive)).isFalse();
        Files.write(catalog, nextIdIsLessBy(1));
        assertThat(UncountedRecording.count(archive)).isTrue();
        assertThat(Files.readAllBytes(catalog)).isEqualTo(written);
        assertThat(UncountedRecording.count(archive)).isFalse();
    }

    @Test
    void doesNotKeepANodeFromStarting() throws IOException
    {
        Files.write(catalog, nextIdIsLessBy(1));
        extension.cluster().start(0);
        assertThat(extension.cluster().awaitLeader()).isZero();
    }

    @Test
    void leavesEveryOtherCatalogAlone(@TempDir final Path empty) throws IOException
    {
        assertThat(UncountedRecording.count(empty)).isFalse();
        assertIsLeftAlone(new byte[0]);
        assertIsLeftAlone(nextIdIsLessBy(2));
        assertIsLeftAlone(nextIdIsLessBy(-1));
        for (int offset = 0; offset < END_OF_THE_FIRST_ENTRY; offset++)
        {
            for (final int number : new int[]{Integer.MAX_VALUE, Integer.MAX_VALUE - 63, Integer.MIN_VALUE, -1})
            {
                final byte[] changed = written.clone();
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, number);
                assertIsLeftAlone(changed);
            }
        }
    }

    private void assertIsLeftAlone(final byte[] bytes) throws IOException
    {
        Files.write(catalog, bytes);
        assertThat(UncountedRecording.count(archive)).isFalse();
        assertThat(Files.readAllBytes(catalog)).isEqualTo(bytes);
    }

    private byte[] nextIdIsLessBy(final int recordings)
    {
        final byte[] changed = written.clone();
        changed[NEXT_ID] -= (byte)recordings;
        return changed;
    }
}
