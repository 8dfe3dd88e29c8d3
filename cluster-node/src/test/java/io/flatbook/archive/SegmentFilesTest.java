package io.flatbook.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SegmentFilesTest
{
    @TempDir
    private Path archive;

    @Test
    void theNewestIsFoundAmongFilesThatAreNone() throws IOException
    {
        assertThat(SegmentFiles.newestBase(archive.resolve("none"), 0)).isEqualTo(-1);
        assertThat(SegmentFiles.newestBase(archive, 0)).isEqualTo(-1);
        for (final String name : new String[]{"0-.rec", "0-99999999999999999999.rec", "0-8192.rec.del", "0-x.rec",
            "10-16384.rec", "archive.catalog", "0-512.rec", "0-4096.rec", "0-1024.rec"})
        {
            Files.createFile(archive.resolve(name));
        }

        assertThat(SegmentFiles.newestBase(archive, 0)).isEqualTo(4096);
        assertThat(SegmentFiles.file(archive, 0, 4096)).exists();
        assertThat(SegmentFiles.newestBase(archive, 1)).isEqualTo(-1);
    }
}
