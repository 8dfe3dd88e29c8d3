package com.example.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Wrong arguments are named before anything is sent. */
final class GatewayMainTest
{
    @TempDir
    private Path directory;

    @Test
    void aWrongArgumentIsNamedAndEndsWithTwo() throws Exception
    {
        final String whole = file("whole", "ingressEndpoints=0=localhost:1\nprincipal=gateway/mine\n");
        final String nobody = file("nobody", "ingressEndpoints=0=localhost:1\n");
        final String missing = directory.resolve("missing").toString();

        assertThat(run(whole, nobody, "1", "1")).isEqualTo("2 " + nobody + ": principal is missing");
        assertThat(run(missing, whole, "1", "1")).startsWith("2 cannot read " + missing + ": ");
        final String windows = file("windows", "secretFile=C:\\users\\mine.secret\n");
        assertThat(run(whole, windows, "1", "1")).startsWith("2 cannot read " + windows + ": ").contains("Malformed");
        assertThat(run(whole, whole, "first", "1"))
            .isEqualTo("2 FIRST_TRADE_ID must be a number of 1 or more, not 'first'");
        assertThat(run(whole, whole, "1", "-1")).isEqualTo("2 COUNT must be a number of 0 or more, not '-1'");
        assertThat(run(whole)).startsWith("2 usage: ");
    }

    private String file(final String name, final String content) throws IOException
    {
        return Files.writeString(directory.resolve(name), content).toString();
    }

    /** Exit code and what was written, of a process of its own. */
    private static String run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-cp", System.getProperty("java.class.path"), GatewayMain.class.getName()));
        command.addAll(List.of(arguments));
        final Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return child.waitFor() + " " + output.strip();
    }
}
