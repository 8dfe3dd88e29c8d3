package io.flatbook.ops.link;

import io.aeron.CommonContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The media driver of links, which may be started before the first of them is opened.
 */
@Timeout(60)
final class ClusterLinksTest
{
    private static final long TIMEOUT_MS = 500;

    @TempDir
    private Path directory;

    @Test
    void whatIsPreparedMeanwhileAndWhatIsOpenedShareOneDriver() throws Exception
    {
        final Set<Path> before = drivers();
        final Profile nobody = profile("ingressEndpoints=0=localhost:1");
        try (ClusterLinks links = new ClusterLinks())
        {
            final CompletableFuture<Void> prepared = CompletableFuture.runAsync(() -> links.prepare(nobody));
            assertThatThrownBy(() -> links.openToRead(nobody, "risk/alice", BookLink.NO_EVENTS, TIMEOUT_MS))
                .isInstanceOf(NoLeaderException.class);
            prepared.join();
            assertThat(drivers()).hasSize(before.size() + 1);
        }
        assertThat(drivers()).isEqualTo(before);
    }

    @Test
    void nothingIsLeftOfWhatWasPreparedForNobody() throws Exception
    {
        final Set<Path> before = drivers();
        try (ClusterLinks links = new ClusterLinks())
        {
            links.prepare(profile(""));
            assertThat(drivers()).hasSize(before.size() + 1);
        }
        assertThat(drivers()).isEqualTo(before);
    }

    @Test
    void startsNoDriverForThoseWhoAskAReplicaOrHaveADriverNorAfterItsEnd() throws Exception
    {
        final Set<Path> before = drivers();
        final ClusterLinks links = new ClusterLinks();
        links.prepare(profile("aeronDirectory=/dev/shm/somebody"));
        links.prepare(profile("replica=backup"));
        links.close();
        links.prepare(profile(""));

        assertThat(drivers()).isEqualTo(before);
    }

    @Test
    void namesTheSettingWhoseKeysCannotBeRead() throws Exception
    {
        final Path none = directory.resolve("none.key");
        try (ClusterLinks links = new ClusterLinks())
        {
            final Profile keyless = profile("transportKeyFile=" + none);
            assertThatThrownBy(() -> links.openToRead(keyless, "risk/alice", BookLink.NO_EVENTS, TIMEOUT_MS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("transportKeyFile " + none + " cannot be read: ");
        }
    }

    private Profile profile(final String properties) throws IOException
    {
        return Profile.load(Files.writeString(directory.resolve("any.properties"), properties).toString(), directory);
    }

    /** Directories of drivers in this process. */
    private static Set<Path> drivers() throws IOException
    {
        final String mine = '-' + Long.toString(ProcessHandle.current().pid()) + '-';
        final Path place = Path.of(CommonContext.getAeronDirectoryName()).toAbsolutePath().getParent();
        try (Stream<Path> found = Files.list(place))
        {
            return found.filter(path -> path.getFileName().toString().contains(mine)).collect(Collectors.toSet());
        }
    }
}
