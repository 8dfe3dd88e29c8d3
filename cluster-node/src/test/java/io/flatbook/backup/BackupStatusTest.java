package io.flatbook.backup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BackupStatusTest
{
    @TempDir
    private Path directory;

    @Test
    void aStatusWithoutANumberOrWithABadOneNamesIt() throws IOException
    {
        final Path file = directory.resolve("backup-status.properties");
        Files.writeString(file, "position=1\n");
        assertThatThrownBy(() -> BackupStatus.read(directory)).isInstanceOf(BackupException.class)
            .hasMessage("cannot read " + file + ": snapshotPosition cannot be ''");
        Files.writeString(file, "position=12x\n");
        assertThatThrownBy(() -> BackupStatus.read(directory)).isInstanceOf(BackupException.class)
            .hasMessage("cannot read " + file + ": position cannot be '12x'");
    }
}
