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
        final Process first = start(7, Bug.NONE);
        final Process second = start(7, Bug.NONE);
        final String result = result(first);

        assertThat(result).endsWith(" true").matches("7 [0-9a-f]{16} .*");
        assertThat(traceOf(result(second))).isEqualTo(traceOf(result));
    }

    private static Process start(final long seed, final Bug bug) throws IOException
    {
        final List<String> command = new WorkerJvm(SimulateWorker.class.getName()).command();
        command.addAll(List.of("5", "2", "60", "2000", "60", bug.name(), Long.toString(seed)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String result(final Process worker) throws IOException
    {
        final String output = new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
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
