package io.flatbook.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
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
 * -Dflatbook.books.of=PARTS -Dflatbook.books.part=FIRST -Dflatbook.books.parts=HOW_MANY}. Parts that are done stand in
 * the file {@code -Dflatbook.books.record=FILE} and are not done again. One book by its number: {@code
 * -Dflatbook.books.number=N}.
 */
class SmallBooksTest
{
    private static final long PART_OF = Long.getLong("flatbook.books.of", 9_973);
    private static final long PART = Long.getLong("flatbook.books.part", 0);
    private static final long PARTS = Long.getLong("flatbook.books.parts", 1);
    private static final Long NUMBER = Long.getLong("flatbook.books.number");
    private static final String RECORD = System.getProperty("flatbook.books.record");
    private static final int THREADS =
        Integer.getInteger("flatbook.books.threads", Runtime.getRuntime().availableProcessors());
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

    /** A part that is done: so many books, default runs, and legs that met strangers. */
    private record Part(long part, long of, long books, long runs, long legs)
    {
        static Part of(final String line)
        {
            final long[] values = Arrays.stream(line.split(",")).mapToLong(Long::parseLong).toArray();
            return new Part(values[0], values[1], values[2], values[3], values[4]);
        }

        @Override
        public String toString()
        {
            return part + "," + of + "," + books + "," + runs + "," + legs;
        }
    }

    @Test
    void everyInvariantHoldsInEverySmallBook() throws InterruptedException, IOException
    {
        final List<Part> done = recorded();
        long inAll = 0;
        for (long part = PART; part < PART + PARTS; part++)
        {
            final long number = part;
            if (done.stream().noneMatch((each) -> each.part() == number && each.of() == PART_OF))
            {
                final long startNs = System.nanoTime();
                inAll = walk(part);
                done.add(record(part));
                System.out.printf("small books: part %d of %d, %,d books, %,d default runs, %,d legs offset, %.0f s%n",
                    part, PART_OF, books.get(), runs.get(), legs.get(), (System.nanoTime() - startNs) / 1e9);
            }
        }
        report(done, inAll);
    }

    private static void report(final List<Part> done, final long inAll)
    {
        final List<Part> ofThese = done.stream().filter((each) -> each.of() == PART_OF).toList();
        System.out.printf("small books: %,d of %,d, %,d of %,d parts, %,d default runs, %,d legs offset%n",
            ofThese.stream().mapToLong(Part::books).sum(),
            0 == inAll ? new SmallBooks((number) -> false, (book) -> {}).walk() : inAll, ofThese.size(), PART_OF,
            ofThese.stream().mapToLong(Part::runs).sum(), ofThese.stream().mapToLong(Part::legs).sum());
    }

    private static List<Part> recorded() throws IOException
    {
        return null == RECORD || Files.notExists(Path.of(RECORD)) ? new ArrayList<>() :
            new ArrayList<>(Files.readAllLines(Path.of(RECORD)).stream().map(Part::of).toList());
    }

    private Part record(final long part) throws IOException
    {
        final Part done = new Part(part, PART_OF, books.get(), runs.get(), legs.get());
        if (null != RECORD)
        {
            Files.writeString(
                Path.of(RECORD), done + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return done;
    }

    private long walk(final long part) throws InterruptedException
    {
        books.set(0);
        runs.set(0);
        legs.set(0);
        final ThreadPoolExecutor pool = new ThreadPoolExecutor(THREADS, THREADS, 0, TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(THREADS), new ThreadPoolExecutor.CallerRunsPolicy());
        final long inAll = new SmallBooks((number) -> isWanted(part, number), (book) -> add(pool, book)).walk();
        send(pool);
        pool.shutdown();
        assertThat(pool.awaitTermination(1, TimeUnit.HOURS)).isTrue();
        assertThat(broken).isEmpty();
        assertThat(runs.get()).isPositive();
        return inAll;
    }

    private boolean isWanted(final long part, final long number)
    {
        lastNumber = number;
        return broken.size() < SHOWN && (null != NUMBER ? NUMBER == number : number % PART_OF == part);
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
