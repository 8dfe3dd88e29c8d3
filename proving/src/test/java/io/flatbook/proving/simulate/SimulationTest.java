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

    private static Process start(final long seed, final String seconds, final String operations) throws IOException
    {
        final List<String> command = new WorkerJvm(SimulateWorker.class.getName()).command();
        command.addAll(List.of(
            seconds, "2", "1000", "2000", "60", Bug.NONE.name(), Long.toString(seed), operations));
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
