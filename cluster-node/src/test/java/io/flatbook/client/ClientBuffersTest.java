package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Clients whose buffers find no memory, as in a container with the default size of /dev/shm: wants root. */
@Tag("root")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ClientBuffersTest
{
    private static final String AERON_DIRECTORY = "aeron.dir";
    private static final byte[] BLOCK = new byte[4_096];
    private static final long COMMANDS = 50_000;
    private static final long FIRST_REFERENCE = 10;

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.oneNode();

    @TempDir
    private Path directory;

    private final List<Long> outcomes = new ArrayList<>();
    private final ClientListener listener = new ClientListener()
    {
        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            outcomes.add(commandId);
        }
    };

    @BeforeAll
    static void define()
    {
        VenueFixture.define(EXTENSION.ingressEndpoints());
    }

    @BeforeEach
    void mount() throws Exception
    {
        assertThat(run("mount", "-t", "tmpfs", "-o", "size=64m", "flatbook-test", directory.toString())).isZero();
        System.setProperty(AERON_DIRECTORY, directory.resolve("aeron").toString());
    }

    @AfterEach
    void unmount() throws Exception
    {
        System.clearProperty(AERON_DIRECTORY);
        assertThat(run("umount", directory.toString())).isZero();
    }

    @Test
    void connectSaysWhereMemoryIsMissing() throws IOException
    {
        final Path filler = fill();
        assertThatThrownBy(() -> connect(Duration.ofSeconds(3))).isInstanceOf(NoAnswerException.class).cause()
            .hasMessageContaining("the buffers of a client's media driver take 24 MB, and " + directory +
                " has room for 0 MB");
        Files.delete(filler);
        connect(VenueFixture.PATIENCE).close();
    }

    @Test
    void aClientThatIsConnectedNeedsNoMoreMemory() throws IOException
    {
        try (FlatbookClient client = connect(VenueFixture.PATIENCE))
        {
            fill();
            long sent = 0;
            while (sent < COMMANDS || 0 < client.unacknowledged())
            {
                sent += sent < COMMANDS && 0 < client.tryDeposit(VenueFixture.SHORT, 1, FIRST_REFERENCE + sent) ? 1 : 0;
                client.poll();
            }
            assertThat(outcomes).doesNotHaveDuplicates().hasSize((int)COMMANDS);
        }
    }

    private FlatbookClient connect(final Duration timeout)
    {
        return FlatbookClient.connect(VenueFixture.context(EXTENSION.ingressEndpoints()).gateway("a")
            .connectTimeout(timeout).listener(listener));
    }

    private Path fill() throws IOException
    {
        final Path filler = directory.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler))
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
        return filler;
    }

    private static int run(final String... command) throws IOException, InterruptedException
    {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
