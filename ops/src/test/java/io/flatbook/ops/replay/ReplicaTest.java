package io.flatbook.ops.replay;

import com.sun.net.httpserver.HttpServer;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupStatus;
import io.flatbook.backup.FollowedLog;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.PastBook;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.DirectBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A replica beside a backup answers as a node at its position would, goes on as the backup grows, and
 * stops when its hashes are not those of the nodes. The backup is a node's directory, and that it grows is played: its
 * status says less than is there.
 */
final class ReplicaTest
{
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long TIMEOUT_MS = PATIENCE.toMillis();

    private final ClusterLinks links = new ClusterLinks();
    private final List<Long> positions = new ArrayList<>();
    private final List<WireMessage> events = new ArrayList<>();
    private final TreeMap<Long, Long> hashes = new TreeMap<>();
    private Path backup;
    private BackupStatus status;
    private HttpServer server;
    private volatile String page = "{}";

    @TempDir
    private Path temporary;

    @BeforeEach
    void replayTheBackup() throws Exception
    {
        final GoldenDirectory golden = new GoldenDirectory(ReleasedVersion.present());
        status = BackupStatus.read(golden.backup(temporary.resolve("status")));
        backup = golden.node(temporary.resolve("backup"));
        LogReplay.of(backup).fromZero().events(1, 0).run(new ReplayListener()
        {
            @Override
            public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs,
                final long engineTimeMs, final long stateHash, final long replicaHash)
            {
                positions.add(logPosition);
            }

            @Override
            public void onReplicaHash(final long logPosition, final long replicaHash)
            {
                hashes.put(logPosition, replicaHash);
            }

            @Override
            public void onEvent(final DirectBuffer buffer, final int offset, final int length)
            {
                events.add(Protocol.wire().decode(buffer, offset));
            }
        });
        grownTo(positions.get(positions.size() - 1));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status", (exchange) ->
        {
            final byte[] text = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close()
    {
        links.close();
        server.stop(0);
    }

    @Test
    void answersAsTheBookAtItsPositionAndGoesOnAsTheBackupGrows() throws Exception
    {
        final long middle = header(events.get(events.size() / 3), "logPosition");
        final long end = positions.get(positions.size() - 1);
        grownTo(middle);
        try (BookLink link = read(BookLink.NO_EVENTS))
        {
            assertThat(answers(link)).isEqualTo(answers(past(middle))).isNotEqualTo(answers(past(end)));
            assertThat(position(link)).isEqualTo(middle);

            grownTo(end);
            Awaitility.await().atMost(PATIENCE).until(() -> position(link) == end);
            assertThat(answers(link)).isEqualTo(answers(past(end)));
            assertThatThrownBy(() -> link.submit(Protocol.wire().create("CloseBusinessDay")))
                .isInstanceOf(NotPermittedException.class).hasMessage("a replica takes no commands");
        }
    }

    @Test
    void givesEveryEventFromNowOnOrFromTheOneWanted() throws Exception
    {
        final long middle = header(events.get(events.size() / 3), "logPosition");
        final List<Long> later = events.stream().filter((event) -> header(event, "logPosition") > middle)
            .map((event) -> header(event, "eventSequence")).toList();
        assertThat(later).hasSizeGreaterThan(1).hasSizeLessThan(events.size());
        grownTo(middle);
        try (BookLink now = read(BookLink.FROM_NOW); BookLink first = read(1))
        {
            final List<Long> taken = new ArrayList<>();
            final List<Long> all = new ArrayList<>();
            grownTo(positions.get(positions.size() - 1));
            Awaitility.await().atMost(PATIENCE).until(() ->
            {
                now.takeEvents().forEach((event) -> taken.add(header(event, "eventSequence")));
                first.takeEvents().forEach((event) -> all.add(header(event, "eventSequence")));
                return taken.size() >= later.size() && all.size() >= events.size();
            });
            assertThat(taken).isEqualTo(later);
            assertThat(all).isEqualTo(events.stream().map((event) -> header(event, "eventSequence")).toList());
        }
    }

    @Test
    void stopsWhenItsHashIsNotThatOfTheNodes() throws Exception
    {
        final long position = hashes.lastKey();
        page = page(position, hashes.get(position));
        try (BookLink link = read(BookLink.NO_EVENTS))
        {
            assertThat(answers(link)).isNotEmpty();

            page = page(position, hashes.get(position) + 1);
            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> answers(link))
                .isInstanceOf(NotAsPromisedException.class).hasMessage("the replica of " + backup +
                " is not the book of node 2: at position " + position + " their hashes are " +
                JsonView.hash(hashes.get(position)) + " and " + JsonView.hash(hashes.get(position) + 1)));
        }
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(() -> read(BookLink.NO_EVENTS))
            .isInstanceOf(NotAsPromisedException.class));
    }

    @Test
    void saysWhatIsNoBackupAndThatThereIsNoLogYet()
    {
        grownTo(-1);
        assertThatThrownBy(() -> read(BookLink.NO_EVENTS)).isInstanceOf(BackupException.class)
            .hasMessageStartingWith(backup + " has no log yet: ");
        final Path empty = temporary.resolve("empty");
        assertThatThrownBy(() -> links.openToRead(profile().reading(empty), "ops/a", BookLink.NO_EVENTS, TIMEOUT_MS))
            .isInstanceOf(BackupException.class).hasMessage(empty + " holds no backup");
    }

    private BookLink read(final long eventsFrom)
    {
        return links.openToRead(profile().reading(backup), "ops/a", eventsFrom, TIMEOUT_MS);
    }

    private Profile profile()
    {
        return Profile.of("test", "test", "0=localhost:1",
            List.of("http://127.0.0.1:" + server.getAddress().getPort() + "/status"), "ops/a");
    }

    private BookLink past(final long position)
    {
        final LogReplay replay = LogReplay.of(backup).fromZero().toPosition(position).keepingBook();
        final ReplayResult result = replay.run(ReplayListener.NONE);
        return new PastBook(
            EngineTarget.restored(new Limits(), replay.book(), result.engineTimeMs()), result.logPosition());
    }

    private void grownTo(final long position)
    {
        final FollowedLog log = status.followed();
        final boolean hasSnapshot = log.snapshotPosition() <= position;
        new BackupStatus(new FollowedLog(position, hasSnapshot ? log.snapshotPosition() : -1, log.snapshotTimestampMs(),
            log.member(), true, ""), status.writtenMs(), status.progressMs(), status.clusterName(), status.checksums())
            .write(backup);
    }

    /** All positions, all accounts, and what is defined, without what says when it was asked. */
    private static List<String> answers(final BookLink link)
    {
        final List<String> answers = new ArrayList<>();
        for (final String name : List.of("PositionsQuery", "AccountsQuery", "AssetsQuery", "InstrumentsQuery"))
        {
            for (final WireMessage report : link.ask(Protocol.wire().create(name)))
            {
                answers.add(report.with("correlationId", 0L).with("logPosition", 0L).with("timestamp", 0L).toString());
            }
        }
        return answers;
    }

    private static long position(final BookLink link)
    {
        return link.ask(Protocol.wire().create("AssetsQuery")).get(0).row().required("logPosition");
    }

    private static long header(final WireMessage event, final String name)
    {
        return event.header().required(name);
    }

    private static String page(final long position, final long replicaHash)
    {
        return "{\"member\":2,\"service\":{\"hashes\":[{\"position\":" + position + ",\"replicaHash\":\"" +
            JsonView.hash(replicaHash) + "\"}]}}";
    }
}
