package io.flatbook.proving.chaos;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One run: a fresh cluster under load, a fault, recovery without help, audits.
 */
final class ChaosRun
{
    private static final long ANSWERS_BEFORE = 500;
    private static final long ANSWERS_AFTER = 500;

    private final Fault fault;
    private final long seed;
    private final int holders;
    private final Path keep;
    private final Consumer<String> talk;

    /**
     * @param fault   to strike.
     * @param seed    of everything random.
     * @param holders that a crowd has if the fault gathers one.
     * @param keep    where a copy of what the nodes wrote goes if the run fails; null: nowhere.
     * @param talk    receives how far it is.
     */
    ChaosRun(final Fault fault, final long seed, final int holders, final Path keep, final Consumer<String> talk)
    {
        this.fault = fault;
        this.seed = seed;
        this.holders = holders;
        this.keep = keep;
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
        try (ChaosCluster rig = new ChaosCluster(directory, ground, fault.settings(), seed, holders))
        {
            final Finding finding = in(rig);
            if (!finding.passed())
            {
                rig.stop();
                keep(directory);
            }
            return finding;
        }
        catch (final IOException | RuntimeException ex)
        {
            return failed(0, ex);
        }
    }

    private Finding in(final ChaosCluster rig)
    {
        try
        {
            return struck(rig);
        }
        catch (final Exception ex)
        {
            final Finding finding = failed(rig.workload().longestGapMs(), ex);
            finding.violations().addAll(badEnds(rig));
            talk.accept(rig.cluster().lastLines());
            return finding;
        }
    }

    private Finding struck(final ChaosCluster rig) throws Exception
    {
        rig.awaitAnswers(ANSWERS_BEFORE);
        final Calm before = Calm.of(rig);
        talk.accept("strikes");
        fault.strike().on(rig, new SplittableRandom(seed));
        rig.notes().forEach(talk);
        talk.accept("is over");
        rig.awaitHealthy();
        rig.awaitAnswers(ANSWERS_AFTER);
        talk.accept("all nodes are back");
        final boolean wasCalm = before.equals(Calm.of(rig));
        final List<CommandBook> books = rig.workload().finish();
        final long gapMs = rig.workload().longestGapMs();
        final long agreedPosition = rig.replicas().compare().position();
        rig.hashWatch().read();
        final List<String> violations = badEnds(rig);
        final List<Path> nodes = nodesFromLeader(rig);
        final String lastLines = rig.cluster().lastLines();
        rig.stop();
        final Audits audits = Audits.of(nodes, agreedPosition, books, rig.hashWatch().reported());
        talk.accept(audits.summary() + "; " + rig.workload().defaultRuns() + " default runs" +
            (wasCalm ? "" : "; a node or the leader was lost, so any number may be sent again"));
        violations.addAll(audits.violations());
        if (0 < fault.gapMaxMs() && fault.gapMaxMs() < gapMs)
        {
            violations.add("no answer for " + gapMs + " ms, allowed are " + fault.gapMaxMs());
        }
        if (fault.steady() && 0 < rig.workload().disconnections())
        {
            violations.add("gateways lost their sessions " + rig.workload().disconnections() + " times");
        }
        if ((fault.steady() || wasCalm) && audits.isMuchResent())
        {
            violations.add("a hundredth of the commands or more were sent again");
        }
        if (!violations.isEmpty())
        {
            talk.accept(lastLines);
        }
        return new Finding(fault.name(), seed, books.stream().mapToLong(CommandBook::answered).sum(), audits.lost(),
            audits.twice(), gapMs, audits.hashes(), violations);
    }

    /**
     * The term of the leader and the processes of the nodes. As long as both are the same, a client has no reason to
     * send much again. It is looked at, not promised: a fault may cost the leader in one run and not in the next.
     */
    private record Calm(long leadershipTermId, List<Process> nodes)
    {
        static Calm of(final ChaosCluster rig)
        {
            return new Calm(rig.awaitPage(rig.leader()).path("leadershipTermId").asLong(),
                IntStream.range(0, LocalCluster.MEMBERS).mapToObj(rig.cluster()::node).toList());
        }
    }

    /**
     * Nodes are started again, so nothing else might tell that one had ended; nor that nobody looked after them any
     * more, or read their hashes.
     */
    private List<String> badEnds(final ChaosCluster rig)
    {
        final List<String> bad = new ArrayList<>();
        for (final Supervisor.End end : rig.supervisor().ends())
        {
            if (!fault.ends().contains(end.exitCode()))
            {
                bad.add("node " + end.member() + " ended with exit code " + end.exitCode());
            }
        }
        Stream.of(rig.supervisor().failure(), rig.hashWatch().failure()).filter(Objects::nonNull).forEach(bad::add);
        return bad;
    }

    private static List<Path> nodesFromLeader(final ChaosCluster rig)
    {
        final int leader = rig.leader();
        return IntStream.range(0, LocalCluster.MEMBERS)
            .mapToObj((i) -> rig.cluster().nodeDirectory((leader + i) % LocalCluster.MEMBERS)).toList();
    }

    /** Copies logs and data of stopped nodes, up to the first file that cannot be read any more. */
    private void keep(final Path directory) throws IOException
    {
        if (null == keep)
        {
            return;
        }
        final Path kept = keep.resolve(directory.getFileName() + "-" + fault.name() + "-" + seed);
        try (Stream<Path> files = Files.walk(directory))
        {
            for (final Path file : (Iterable<Path>)files.filter(this::isKept)::iterator)
            {
                final Path copy = kept.resolve(directory.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        catch (final IOException | UncheckedIOException ex)
        {
            talk.accept("not all could be kept: " + ex.getMessage());
        }
        talk.accept("kept in " + kept);
    }

    /** The disks of nodes are kept as the files on them. */
    private boolean isKept(final Path file)
    {
        return Files.isRegularFile(file) && !file.toString().endsWith(".image") && !file.endsWith("ballast");
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
        return Finding.withoutAudits(fault.name(), seed, gapMs, what.toString());
    }
}
