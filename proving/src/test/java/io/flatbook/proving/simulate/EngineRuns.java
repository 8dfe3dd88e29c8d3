package io.flatbook.proving.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code scripts/simulate --engine}: seeds of {@link EngineRun} side by side in this process.
 */
final class EngineRuns
{
    private final Bug bug;
    private final int commandsMax;
    private final Counts counts = new Counts();
    private final Counts clauses = new Counts();
    private String failure;

    EngineRuns(final Bug bug, final int commandsMax)
    {
        this.bug = bug;
        this.commandsMax = commandsMax;
    }

    /** @return whether every seed passed; the first that does not ends it. */
    boolean run(final List<Long> seeds, final int jobs) throws InterruptedException
    {
        final long startNs = System.nanoTime();
        final AtomicInteger next = new AtomicInteger();
        final List<Thread> threads = new ArrayList<>();
        for (int job = 0; job < jobs; job++)
        {
            final Thread thread = new Thread(() ->
            {
                for (int i = next.getAndIncrement(); i < seeds.size() && !hasFailed(); i = next.getAndIncrement())
                {
                    run(seeds.get(i));
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (final Thread thread : threads)
        {
            thread.join();
        }
        final double wallS = (System.nanoTime() - startNs) / 1e9;
        counts.all().forEach((name, count) -> System.out.printf(Locale.ROOT, "%,12d %s%n", count, name));
        System.out.println("not reached: " + String.join(" | ", clauses.all().entrySet().stream()
            .filter((clause) -> 0 == clause.getValue()).map(Map.Entry::getKey).toList()));
        System.out.printf(Locale.ROOT, "%.2f virtual hours in %.1f s: %,.0f virtual seconds a second%n",
            counts.of("virtual ms") / 3.6e6, wallS, counts.of("virtual ms") / 1e3 / wallS);
        if (hasFailed())
        {
            System.out.println(failure);
        }
        return !hasFailed() && counts.of("seeds") == seeds.size();
    }

    private void run(final long seed)
    {
        final EngineRun run = new EngineRun(seed, bug);
        final String wrong = run.run(commandsMax);
        take(run);
        if (null != wrong)
        {
            failed(wrong + System.lineSeparator() + "run it again: scripts/simulate --engine --seed " + seed +
                " --commands " + run.commands() + (Bug.NONE == bug ? "" : " --bug " + bug));
        }
    }

    private synchronized void take(final EngineRun run)
    {
        counts.add("seeds");
        counts.add("commands", run.commands());
        counts.add("restores", run.restores());
        counts.add("commands sent again", run.repetitions());
        counts.add("virtual ms", run.virtualMs());
        clauses.addAll(run.clauses());
    }

    private synchronized void failed(final String what)
    {
        failure = null == failure ? what : failure;
    }

    private synchronized boolean hasFailed()
    {
        return null != failure;
    }
}
