package io.flatbook.ops.link;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class LocalClusterTest
{
    @TempDir
    private Path temporary;

    @Test
    void leavesNothingBehindIfANodeCannotBeStarted() throws IOException
    {
        final Path directory = Files.createDirectory(temporary.resolve("flatbook-none"));
        final Ground nowhere = new Ground()
        {
            @Override
            public List<String> launcher(final int member)
            {
                return List.of(temporary.resolve("no-such-program").toString());
            }
        };

        assertThatThrownBy(() -> LocalCluster.start(nowhere, directory, "none", 64, Map.of()))
            .isInstanceOf(IOException.class).hasMessageContaining("no-such-program");
        assertThat(directory).doesNotExist();
    }
}
