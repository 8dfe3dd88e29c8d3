package io.flatbook.proving.chaos;

import io.flatbook.ops.link.NotAsPromisedException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Files of a follower that changed while it was down. It must not come back with them: it notices at its start, fetches
 * log and snapshot from the others and comes back with theirs.
 */
final class RecordingFaults
{
    private static final Map<String, String> SETTINGS = Map.of("snapshotLogLength", "1m");
    private static final int ANSWERS_MORE = 1_500;

    private RecordingFaults()
    {
    }

    /** Makes a wound. */
    @FunctionalInterface
    private interface Wounding
    {
        FileDamage of(Path node, RandomGenerator chance) throws IOException;
    }

    static List<Fault> all()
    {
        return List.of(
            of("flip-log", "a bit of the log that a follower's start replays", FileDamage::inNewLog, true),
            of("flip-old-log", "a bit of a follower's log before its newest snapshot", FileDamage::inOldLog, false),
            of("flip-snapshot", "a bit of a follower's newest snapshot", FileDamage::inSnapshot, true).inQuick(),
            of("flip-catalog", "a bit of the catalog of a follower's recordings", FileDamage::inCatalog, false),
            of("flip-recording-log", "a bit of a follower's list of terms and snapshots", FileDamage::inRecordingLog,
                false),
            of("cut-log", "the end of a follower's log is missing", FileDamage::cutLog, true),
            of("cut-snapshot", "the end of a follower's newest snapshot is missing", FileDamage::cutSnapshot, true),
            of("cut-catalog", "the end of the catalog of a follower's recordings is missing", FileDamage::cutCatalog,
                true));
    }

    private static Fault of(
        final String name, final String what, final Wounding wounding, final boolean isNoticed)
    {
        return Fault.of(name, what, (rig, chance) -> wound(rig, chance, wounding, isNoticed)).with(SETTINGS);
    }

    /**
     * @param isNoticed whether the start must notice; else the wound may be in what is not read, or means nothing, and
     *                  the audits say whether the node is the same as the others all the same.
     */
    private static void wound(
        final ChaosCluster rig, final RandomGenerator chance, final Wounding wounding, final boolean isNoticed)
        throws IOException
    {
        final int victim = rig.follower(chance);
        ChaosCluster.await("two snapshots", () -> 2 <= rig.page(victim).path("snapshots").asLong());
        rig.awaitAnswers(chance.nextInt(ANSWERS_MORE));
        rig.supervisor().hold(victim);
        rig.signal(victim, chance.nextBoolean() ? "TERM" : "KILL");
        ChaosCluster.await("node " + victim + " to end", () -> !rig.cluster().isAlive(victim));
        final FileDamage wound = wounding.of(rig.cluster().nodeDirectory(victim), chance);
        rig.cluster().restart(victim);
        rig.supervisor().release(victim);
        try
        {
            rig.awaitHealthy();
        }
        catch (final NotAsPromisedException ex)
        {
            throw new NotAsPromisedException(wound + ": " + ex.getMessage());
        }
        if (isNoticed && !isReplaced(rig.cluster().nodeDirectory(victim)))
        {
            throw new NotAsPromisedException("node " + victim + " came back with " + wound);
        }
    }

    /** Whether the node has put aside what it had. */
    private static boolean isReplaced(final Path node) throws IOException
    {
        try (Stream<Path> files = Files.list(node))
        {
            return files.anyMatch((file) -> file.getFileName().toString().startsWith("replaced-"));
        }
    }
}
