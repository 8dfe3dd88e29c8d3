package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose buffers find no more memory: wants root, for a file system of its own. */
@Tag("root")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FullBuffersTest
{
    private static final String NODE = ClearingNode.class.getName();
    private static final byte[] BLOCK = new byte[4_096];

    @TempDir
    private Path directory;

    @BeforeEach
    void mount() throws Exception
    {
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=256m", "flatbook-test", directory.toString())).isZero();
    }

    @AfterEach
    void unmount() throws Exception
    {
        assertThat(run("umount", directory.toString())).isZero();
    }

    @Test
    void aNodeThatEndsForItNamesTheDiskAndStartsWhenThereIsRoom() throws IOException
    {
        final Path buffers = directory.resolve("buffers");
        final Path filler = directory.resolve("filler");
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of("aeronDirectory", buffers.toString())))
        {
            cluster.start(NODE);
            fill(filler);
            assertThat(cluster.node(0).awaitExit()).as(cluster.node(0).output()).isEqualTo(ExitCode.CRASHED);
            assertThat(cluster.node(0).output()).contains(" bytes can still be written in " + buffers +
                ", the buffers of the media driver grow there, by 1048576: that may be why");
            Files.delete(filler);
            cluster.start(NODE);
        }
    }

    private static void fill(final Path file) throws IOException
    {
        try (OutputStream out = Files.newOutputStream(file))
        {
            while (true)
            {
                out.write(BLOCK);
            }
        }
        catch (final IOException full)
        {
            assertThat(full).hasMessage("No space left on device");
        }
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
