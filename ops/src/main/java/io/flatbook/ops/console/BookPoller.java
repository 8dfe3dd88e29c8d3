package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.view.RefusedException;
import io.flatbook.ops.wire.WireMessage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * The one thread that asks the cluster. It takes events as they come, looks around at an interval, and between these
 * answers questions of browsers, one at a time; the same question within an interval is asked once.
 */
final class BookPoller implements AutoCloseable
{
    private static final int QUESTIONS_MAX = 64;
    private static final long ANSWER_SECONDS = 30;
    private static final long IDLE_MS = 10;
    private static final long RETRY_MS = 1_000;
    private static final long NS_PER_MS = 1_000_000;

    private final LongFunction<BookLink> links;
    private final long pollNs;
    private final Watcher watcher;
    private final BlockingQueue<Asked> questions = new ArrayBlockingQueue<>(QUESTIONS_MAX);
    private final Map<String, Asked> recent = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = new Thread(this::work, "console-poller");
    private long eventsFrom;
    private volatile boolean isClosed;
    private volatile String problem = "has not asked yet";

    /**
     * What the poller reports, all on its thread.
     */
    interface Watcher
    {
        /**
         * An event, in order and without holes.
         */
        void onEvent(Book book, WireMessage event);

        /**
         * It is time to look around.
         */
        void onLook(Book book);

        /**
         * Nobody answers.
         */
        void onProblem(String sentence);
    }

    private record Asked(String key, Function<Book, ObjectNode> question, long askedNs,
        CompletableFuture<ObjectNode> answer)
    {
    }

    /**
     * @param links      opens a link that takes events from the given one on.
     * @param eventsFrom first event wanted.
     * @param pollMs     between two looks.
     * @param watcher    that receives it.
     */
    BookPoller(final LongFunction<BookLink> links, final long eventsFrom, final long pollMs, final Watcher watcher)
    {
        this.links = links;
        this.eventsFrom = eventsFrom;
        pollNs = pollMs * NS_PER_MS;
        this.watcher = watcher;
        thread.setDaemon(true);
    }

    void start()
    {
        thread.start();
    }

    /**
     * Completes when nothing more will be asked: exceptionally if the principal is not let in.
     */
    CompletableFuture<Void> ended()
    {
        return ended;
    }

    /**
     * Asks the book, or takes the answer of who asked the same just now, and waits for it.
     *
     * @param key      that is the same for the same question.
     * @param question that is put on the poller's thread.
     * @return its answer, with its log position and time; others may have got the same object.
     * @throws NoLeaderException if there is none in time.
     */
    ObjectNode ask(final String key, final Function<Book, ObjectNode> question)
    {
        try
        {
            return asked(key, question).get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        catch (final ExecutionException ex)
        {
            throw ex.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(ex);
        }
        catch (final TimeoutException ex)
        {
            throw new NoLeaderException("no answer within " + ANSWER_SECONDS + " s", ex);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new NoLeaderException("the console ends", ex);
        }
    }

    private CompletableFuture<ObjectNode> asked(final String key, final Function<Book, ObjectNode> question)
    {
        final long nowNs = System.nanoTime();
        recent.values().removeIf(asked -> asked.answer.isDone() && pollNs < nowNs - asked.askedNs);
        return recent.computeIfAbsent(key, absent ->
        {
            final Asked asked = new Asked(key, question, nowNs, new CompletableFuture<>());
            if (null != problem)
            {
                asked.answer.completeExceptionally(new NoLeaderException(problem));
            }
            else if (!questions.offer(asked))
            {
                asked.answer.completeExceptionally(new NoLeaderException("too many questions wait"));
            }
            return asked;
        }).answer;
    }

    /**
     * Ends it, after what it does just now: a client that is interrupted would leave its session open.
     */
    @Override
    public void close()
    {
        isClosed = true;
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void work()
    {
        while (!isClosed)
        {
            try (BookLink link = links.apply(eventsFrom))
            {
                serve(link);
            }
            catch (final NotPermittedException ex)
            {
                fail(ex.getMessage());
                ended.completeExceptionally(ex);
                return;
            }
            catch (final RuntimeException ex)
            {
                fail(null == ex.getMessage() ? ex.toString() : ex.getMessage());
                pause();
            }
        }
        fail("the console ends");
        ended.complete(null);
    }

    private void serve(final BookLink link)
    {
        final Book book = new Book(link);
        book.reader().learnDefinitions();
        long lookedNs = System.nanoTime() - pollNs;
        while (!isClosed)
        {
            boolean isIdle = true;
            for (final WireMessage event : link.takeEvents())
            {
                isIdle = false;
                book.catalog().learn(event);
                eventsFrom = 1 + event.header().required("eventSequence");
                watcher.onEvent(book, event);
            }
            if (pollNs <= System.nanoTime() - lookedNs)
            {
                lookedNs = System.nanoTime();
                look(book);
            }
            answer(book, next(isIdle));
        }
    }

    private void look(final Book book)
    {
        // Browsers ask again when a look shows something new, and must not get an answer from before it.
        recent.values().removeIf(asked -> asked.answer.isDone());
        try
        {
            watcher.onLook(book);
            problem = null;
        }
        catch (final NoLeaderException ex)
        {
            fail(ex.getMessage());
        }
    }

    private Asked next(final boolean isIdle)
    {
        try
        {
            return isIdle ? questions.poll(IDLE_MS, TimeUnit.MILLISECONDS) : questions.poll();
        }
        catch (final InterruptedException ex)
        {
            isClosed = true;
            return null;
        }
    }

    private static void answer(final Book book, final Asked asked)
    {
        if (null == asked)
        {
            return;
        }
        try
        {
            final ObjectNode answer = asked.question.apply(book);
            asked.answer.complete(stamped(answer, book));
        }
        catch (final RefusedException | NoLeaderException | NotFoundException | IllegalArgumentException ex)
        {
            asked.answer.completeExceptionally(ex);
        }
        catch (final RuntimeException ex)
        {
            asked.answer.completeExceptionally(ex);
            throw ex;
        }
    }

    /**
     * Says where in the log and when an answer was true.
     */
    static ObjectNode stamped(final ObjectNode answer, final Book book)
    {
        return answer.put("logPosition", book.reader().logPosition())
            .put("timestamp", Instant.ofEpochMilli(book.reader().timestampMs()).toString());
    }

    private void fail(final String sentence)
    {
        problem = sentence;
        watcher.onProblem(sentence);
        final List<Asked> waiting = new ArrayList<>();
        questions.drainTo(waiting);
        waiting.forEach(asked -> asked.answer.completeExceptionally(new NoLeaderException(sentence)));
    }

    private void pause()
    {
        final long deadlineNs = System.nanoTime() + RETRY_MS * NS_PER_MS;
        while (!isClosed && System.nanoTime() - deadlineNs < 0)
        {
            LockSupport.parkNanos(IDLE_MS * NS_PER_MS);
        }
    }
}
