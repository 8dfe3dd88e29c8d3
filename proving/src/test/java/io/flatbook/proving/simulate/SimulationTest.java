package io.flatbook.proving.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class SimulationTest
{
    @Test
    void oneSeedIsOneRunWithEveryAuditPassed() throws IOException
    {
        final Process first = start(7, "5", "none");
        final Process second = start(7, "5", "none");
        final String result = result(output(first));

        assertThat(result).endsWith(" true").matches("7 [0-9a-f]{16} .*");
        assertThat(traceOf(result(output(second)))).isEqualTo(traceOf(result));
    }

    @Test
    void underTheFaultsOfASeedAnOperatorUpgradesPurgesAndHasABackup() throws IOException
    {
        final String output = output(start(9, "20", "upgrade,purge,backup"));

        assertThat(result(output)).endsWith(" true");
        assertThat(output.lines()).contains(
            "count 3 binaries installed",
            "count 3 nodes stopped at a version they do not know",
            "count 1 versions activated",
            "count 2 purged logs replayed",
            "count 1 backups killed",
            "count 1 backups replayed")
            .doesNotContain("count 0 purged logs without its beginning");
    }

    @Test
    void aMemberWhoseDiskLiedFetchesAllBeforeItVotesOrWhatWasAcknowledgedIsLost() throws IOException
    {
        final Process rejoining = start(33, "20", "lying-disk", Bug.NONE);
        final Process believing = start(33, "20", "lying-disk", Bug.LIE_BELIEVED);
        final String output = output(rejoining);

        assertThat(result(output)).endsWith(" true");
        assertThat(output.lines()).contains(
            "count 1 disks that lied while a member was apart",
            "count 1 members rejoined",
            "count 1 rejoined members replayed")
            .doesNotContain("count 0 disk writes confirmed and lost");
        assertThat(output(believing)).contains(
            "violation command ", " was answered, and has other bytes in the log than were sent");
    }

    private static Process start(final long seed, final String seconds, final String operations) throws IOException
    {
        return start(seed, seconds, operations, Bug.NONE);
    }

    private static Process start(final long seed, final String seconds, final String operations, final Bug bug)
        throws IOException
    {
        final List<String> command = new WorkerJvm(SimulateWorker.class.getName()).command();
        command.addAll(List.of(
            seconds, "2", "1000", "2000", "60", bug.name(), Long.toString(seed), operations));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String output(final Process worker) throws IOException
    {
        return new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String result(final String output)
    {
        assertThat(output).contains(SimulateWorker.RESULT);
        return output.lines().filter((line) -> line.startsWith(SimulateWorker.RESULT)).findFirst().orElseThrow()
            .substring(SimulateWorker.RESULT.length());
    }

    /** Seed, hash and virtual time. */
    private static List<String> traceOf(final String result)
    {
        return List.of(result.split(" ")).subList(0, 3);
    }
}
