package io.flatbook.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** That nodes under faults are started again by the rules of those in production. */
class SupervisorTest
{
    private static final String PREVENTED = "RestartPreventExitStatus=";

    @Test
    void leavesDownWhatTheSystemdUnitLeavesDown() throws IOException
    {
        final Path unit = Path.of("..", "scripts", "systemd", "flatbook-node@.service");
        final String prevented = Files.readAllLines(unit).stream().filter((line) -> line.startsWith(PREVENTED))
            .map((line) -> line.substring(PREVENTED.length())).collect(Collectors.joining(" "));

        assertThat(Supervisor.FINAL_EXITS).containsExactlyInAnyOrderElementsOf(
            Stream.of(prevented.split(" ")).map(Integer::valueOf).toList());
    }
}
