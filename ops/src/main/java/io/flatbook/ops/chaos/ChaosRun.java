package io.flatbook.ops.chaos;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One run: a fresh cluster under load, a fault, recovery without help, audits.
 */
final class ChaosRun
{
    private static final long ANSWERS_BEFORE = 500;
    private static final long ANSWERS_AFTER = 500;

    private final Fault fault;
    private final long seed;
    private final Consumer<String> talk;

    /**
     * @param fault to strike.
     * @param seed  of everything random.
     * @param talk  told how far it is.
     */
    ChaosRun(final Fault fault, final long seed, final Consumer<String> talk)
    {
        this.fault = fault;
        this.seed = seed;
        this.talk = talk;
    }

    /**
     * Does it.
     *
     * @param directory for everything that is written, removed in the end; its own name must be unique.
     * @param ground    that the nodes run on.
     * @return what came of it.
     */
    Finding in(final Path directory, final Ground ground)
    {
        try (Rig rig = new Rig(directory, ground, fault.settings(), seed))
        {
            try
            {
                return struck(rig);
            }
            catch (final Exception ex)
            {
                talk.accept(rig.cluster().lastLines());
                return failed(rig.workload().longestGapMs(), ex);
            }
        }
        catch (final IOException | RuntimeException ex)
        {
            return failed(0, ex);
        }
    }

    private Finding struck(final Rig rig) throws Exception
    {
        rig.awaitAnswers(ANSWERS_BEFORE);
        talk.accept("strikes");
        fault.strike().on(rig, new SplittableRandom(seed));
        rig.notes().forEach(talk);
        talk.accept("is over");
        rig.awaitHealthy();
        rig.awaitAnswers(ANSWERS_AFTER);
        talk.accept("all nodes are back");
        final List<CommandBook> books = rig.workload().finish();
        final long gapMs = rig.workload().longestGapMs();
        rig.replicas().compare();
        rig.hashWatch().read();
        final int leader = rig.leader();
        rig.stop();
        final Audits audits = Audits.of(rig.cluster().nodeDirectory(leader), books, rig.hashWatch());
        talk.accept(audits.summary() + "; " + rig.workload().defaultRuns() + " default runs");
        final List<String> violations = new ArrayList<>(audits.violations());
        if (0 < fault.gapMaxMs() && fault.gapMaxMs() < gapMs)
        {
            violations.add("no answer for " + gapMs + " ms, allowed are " + fault.gapMaxMs());
        }
        return new Finding(fault.name(), seed, books.stream().mapToLong(CommandBook::answered).sum(), audits.lost(),
            audits.twice(), gapMs, audits.hashes(), violations);
    }

    private Finding failed(final long gapMs, final Exception ex)
    {
        final StringBuilder what = new StringBuilder();
        for (Throwable each = ex; null != each; each = each.getCause())
        {
            what.append(what.isEmpty() ? "" : ", ").append(
                each instanceof NotAsPromisedException ? each.getMessage() : each.toString());
        }
        for (final Throwable suppressed : ex.getSuppressed())
        {
            talk.accept(suppressed.getMessage());
        }
        return new Finding(fault.name(), seed, 0, 0, 0, gapMs, "-", List.of(what.toString()));
    }
}
