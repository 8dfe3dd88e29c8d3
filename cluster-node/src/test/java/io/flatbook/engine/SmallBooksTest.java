package io.flatbook.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exhaustive in the small: the invariants I1 to I12 and the properties of the policies hold in each of the {@link
 * SmallBooks}. The build takes one in a few thousand; {@code scripts/exhaustive} takes all, part by part: {@code
 * -Dflatbook.books.of=PARTS -Dflatbook.books.part=FIRST -Dflatbook.books.parts=HOW_MANY}. One book by its number:
 * {@code -Dflatbook.books.number=N}.
 */
class SmallBooksTest
{
    private static final long PART_OF = Long.getLong("flatbook.books.of", 9_973);
    private static final long PART = Long.getLong("flatbook.books.part", 0);
    private static final long PARTS = Long.getLong("flatbook.books.parts", 1);
    private static final Long NUMBER = Long.getLong("flatbook.books.number");
    private static final int BATCH = 256;
    private static final int SHOWN = 5;
    /** One in so many is made twice, as a replica would from the log (I9). */
    private static final int TWICE_EVERY = 16;

    private final List<String> broken = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong books = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong legs = new AtomicLong();
    private List<Numbered> batch = new ArrayList<>();
    private long lastNumber;

    private record Numbered(long number, SmallBook book)
    {
    }

    @Test
    void everyInvariantHoldsInEverySmallBook() throws InterruptedException
    {
        final int threads = Runtime.getRuntime().availableProcessors();
        final ThreadPoolExecutor pool = new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(threads), new ThreadPoolExecutor.CallerRunsPolicy());
        final long startNs = System.nanoTime();
        final long inAll = new SmallBooks(this::isWanted, (book) -> add(pool, book)).walk();
        send(pool);
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.HOURS)).isTrue();
        System.out.printf("small books: %,d of %,d (parts %d to %d of %d), %,d default runs, %,d legs offset, %.0f s%n",
            books.get(), inAll, PART, PART + PARTS - 1, PART_OF, runs.get(), legs.get(),
            (System.nanoTime() - startNs) / 1e9);
        assertThat(broken).isEmpty();
        assertThat(runs.get()).isPositive();
    }

    private boolean isWanted(final long number)
    {
        lastNumber = number;
        return broken.size() < SHOWN &&
            (null != NUMBER ? NUMBER == number : number % PART_OF >= PART && number % PART_OF < PART + PARTS);
    }

    private void add(final ThreadPoolExecutor pool, final SmallBook book)
    {
        batch.add(new Numbered(lastNumber, book));
        if (BATCH == batch.size())
        {
            send(pool);
        }
    }

    private void send(final ThreadPoolExecutor pool)
    {
        final List<Numbered> sent = batch;
        batch = new ArrayList<>();
        pool.execute(() -> sent.forEach(this::run));
    }

    private void run(final Numbered numbered)
    {
        try
        {
            final SmallBookRun run = new SmallBookRun(numbered.book()).run();
            if (0 == books.getAndIncrement() % TWICE_EVERY)
            {
                assertThat(new SmallBookRun(numbered.book()).run().replicaHash()).as("I9")
                    .isEqualTo(run.replicaHash());
            }
            runs.addAndGet(run.runs());
            legs.addAndGet(run.legs());
        }
        catch (final AssertionError | RuntimeException ex)
        {
            broken.add("-Dflatbook.books.number=" + numbered.number() + " " + numbered.book() + ": " + ex);
        }
    }
}
