package io.flatbook.ops.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.BackupStatus;
import io.flatbook.cluster.BookQueries;
import io.flatbook.cluster.EventTap;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The present book in this process: a replay that follows the log of a backup which runs, so that no node is asked and
 * the state machine is not kept from its commands. One thread of its own applies entries and answers between them; it
 * lags behind the cluster by as much as the backup does, about a second. Every second its replica hashes are held
 * against those that the nodes publish, as far as their status pages can be reached; if one differs, it answers no
 * more. Safe for use by several threads.
 */
final class ReplicaBook implements AutoCloseable
{
    private static final int QUESTIONS_MAX = 64;
    private static final int EVENTS_MAX = 100_000;
    private static final int HASHES_MAX = 256;
    private static final long PAUSE_MS = 50;
    private static final long CHECK_INTERVAL_MS = 1_000;

    private final Path directory;
    private final Replicas nodes;
    private final long eventsFrom;
    private final Protocol protocol = Protocol.wire();
    private final BlockingQueue<Question> questions = new ArrayBlockingQueue<>(QUESTIONS_MAX);
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final BlockingQueue<WireMessage> events = new ArrayBlockingQueue<>(EVENTS_MAX);
    private final ConcurrentSkipListMap<Long, String> hashes = new ConcurrentSkipListMap<>();
    private final Thread thread = new Thread(this::follow, "replica");
    private final Thread checking = new Thread(this::goOnChecking, "replica-check");
    private long position;
    private volatile Throwable failure;
    private volatile String difference;
    private volatile boolean isClosing;

    private record Question(WireMessage query, CompletableFuture<List<WireMessage>> answer)
    {
    }

    private ReplicaBook(final Profile profile, final long eventsFrom)
    {
        directory = profile.replica();
        nodes = new Replicas(profile);
        this.eventsFrom = eventsFrom;
        position = BackupStatus.read(directory).followed().position();
        if (position < 0)
        {
            throw new BackupException(directory + " has no log yet: the backup has just begun or cannot reach a node");
        }
        thread.setDaemon(true);
        checking.setDaemon(true);
    }

    /**
     * Loads the newest snapshot and applies the log behind it, which takes as long as both are large.
     *
     * @param profile    with the directory of a backup, and the status pages of the nodes.
     * @param eventsFrom first event wanted, {@link BookLink#FROM_NOW} or {@link BookLink#NO_EVENTS}.
     * @return the book, at the end of the log as it was when this was called, or later.
     * @throws BackupException        if there is no backup, or no log in it yet.
     * @throws NoLeaderException      if it cannot be read.
     * @throws NotAsPromisedException if it is not the book of the nodes.
     */
    static ReplicaBook open(final Profile profile, final long eventsFrom)
    {
        final ReplicaBook book = new ReplicaBook(profile, eventsFrom);
        book.thread.start();
        try
        {
            book.caughtUp.get();
            book.check();
            book.checking.start();
            return book;
        }
        catch (final ExecutionException ex)
        {
            throw book.ended(ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            book.isClosing = true;
            Thread.currentThread().interrupt();
            throw book.ended(ex);
        }
    }

    /** Whether it still follows. */
    boolean isAlive()
    {
        return thread.isAlive() && !isClosing;
    }

    /**
     * Asks.
     *
     * @param query     with a correlation id.
     * @param timeoutMs for the answer, in milliseconds.
     * @return the reports, or one refusal.
     * @throws NoLeaderException if it does not answer in time, or follows no longer.
     */
    List<WireMessage> ask(final WireMessage query, final long timeoutMs)
    {
        final Question question = new Question(query, new CompletableFuture<>());
        final boolean isTaken = isAlive() && questions.offer(question);
        if (!thread.isAlive())
        {
            refuseQuestions();
        }
        try
        {
            if (!isTaken)
            {
                throw ended(null);
            }
            return question.answer.get(timeoutMs, TimeUnit.MILLISECONDS);
        }
        catch (final ExecutionException ex)
        {
            throw ex.getCause() instanceof IllegalArgumentException asked ? asked : ended(ex.getCause());
        }
        catch (final TimeoutException ex)
        {
            throw ended(ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw ended(ex);
        }
    }

    /**
     * Events that came since the last call, in order, without holes.
     */
    List<WireMessage> takeEvents()
    {
        if (!isAlive())
        {
            throw ended(null);
        }
        final List<WireMessage> taken = new ArrayList<>();
        events.drainTo(taken);
        return taken;
    }

    @Override
    public void close()
    {
        isClosing = true;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void follow()
    {
        try
        {
            final LogReplay replay = LogReplay.of(directory).following(() -> position);
            if (0 < eventsFrom)
            {
                replay.events(eventsFrom, 0);
            }
            else if (0 <= BackupStatus.read(directory).followed().snapshotPosition())
            {
                replay.fromNewestSnapshot();
            }
            replay.run(new Follower());
        }
        catch (final Throwable ex)
        {
            failure = ex;
            caughtUp.completeExceptionally(ex);
        }
        finally
        {
            isClosing = true;
            refuseQuestions();
        }
    }

    private void refuseQuestions()
    {
        final List<Question> waiting = new ArrayList<>();
        questions.drainTo(waiting);
        waiting.forEach((question) -> question.answer.completeExceptionally(ended(null)));
    }

    private void goOnChecking()
    {
        while (isAlive())
        {
            try
            {
                Thread.sleep(CHECK_INTERVAL_MS);
                check();
            }
            catch (final InterruptedException | NotAsPromisedException ex)
            {
                isClosing = true;
            }
        }
    }

    private void check()
    {
        for (final JsonNode page : nodes.pages())
        {
            for (final JsonNode published : page.path("service").path("hashes"))
            {
                final String own = hashes.get(published.path("position").asLong());
                final String theirs = published.path("replicaHash").asText();
                if (null != own && !own.equals(theirs))
                {
                    difference = "the replica of " + directory + " is not the book of node " +
                        page.path("member").asInt() + ": at position " + published.path("position").asLong() +
                        " their hashes are " + own + " and " + theirs;
                    isClosing = true;
                    throw new NotAsPromisedException(difference);
                }
            }
        }
    }

    private RuntimeException ended(final Throwable cause)
    {
        if (null != difference)
        {
            return new NotAsPromisedException(difference);
        }
        final Throwable why = null == cause ? failure : cause;
        return new NoLeaderException("the replica of " + directory + " does not answer" +
            (null == why || null == why.getMessage() ? "" : ": " + why.getMessage()), why);
    }

    /**
     * What the replay's thread does between its entries.
     */
    private final class Follower implements ReplayListener
    {
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private ClearingEvents told;
        private EventTap tap;
        private BookQueries queries;

        @Override
        public ClearingEvents listening(final ClearingEvents listener, final ReplayPlace place)
        {
            told = listener;
            tap = new EventTap(listener);
            return listener;
        }

        @Override
        public void onStart(final EngineView engine)
        {
            queries = new BookQueries(engine, told);
        }

        @Override
        public void onBegin()
        {
            tap.begin();
        }

        @Override
        public boolean isEnough()
        {
            Question question = caughtUp.isDone() ? questions.poll() : null;
            while (null != question)
            {
                answer(question);
                question = questions.poll();
            }
            return isClosing;
        }

        @Override
        public void onEntry(final EntryKind kind, final long logPosition, final long timestampMs,
            final long engineTimeMs, final long stateHash, final long replicaHash)
        {
            if (BookLink.FROM_NOW == eventsFrom)
            {
                tap.take(this::fromNow);
            }
        }

        @Override
        public void onReplicaHash(final long logPosition, final long replicaHash)
        {
            hashes.put(logPosition, JsonView.hash(replicaHash));
            if (HASHES_MAX < hashes.size())
            {
                hashes.pollFirstEntry();
            }
        }

        @Override
        public void onEvent(final DirectBuffer event, final int offset, final int length)
        {
            final WireMessage message = protocol.decode(event, offset);
            while (!events.offer(message) && !isClosing)
            {
                pause();
            }
        }

        @Override
        public boolean onEnd()
        {
            caughtUp.complete(null);
            pause();
            position = Math.max(position, BackupStatus.read(directory).followed().position());
            return !isClosing;
        }

        private void fromNow(final DirectBuffer event, final int offset, final int length)
        {
            if (caughtUp.isDone())
            {
                onEvent(event, offset, length);
            }
        }

        /** Waits for more of the log, and answers what is asked meanwhile. */
        private void pause()
        {
            try
            {
                final Question question = questions.poll(PAUSE_MS, TimeUnit.MILLISECONDS);
                if (null != question)
                {
                    answer(question);
                    isEnough();
                }
            }
            catch (final InterruptedException ex)
            {
                isClosing = true;
            }
        }

        private void answer(final Question question)
        {
            try
            {
                final List<WireMessage> reports = new ArrayList<>();
                final int length = protocol.encode(question.query, buffer, 0);
                queries.ask(buffer, 0, length,
                    (report, offset, reportLength) -> reports.add(protocol.decode(report, offset)));
                question.answer.complete(reports);
            }
            catch (final IllegalArgumentException ex)
            {
                question.answer.completeExceptionally(ex);
            }
        }
    }
}
