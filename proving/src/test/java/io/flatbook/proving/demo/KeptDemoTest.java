package io.flatbook.proving.demo;

import io.flatbook.ops.FlatbookCommand;
import io.flatbook.ops.link.LocalCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code scripts/demo --keep} leaves running can be asked as it says, and {@code --stop} leaves nothing behind,
 * whatever was killed before.
 */
@Tag("long")
final class KeptDemoTest
{
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final Path SHARED = Path.of("/dev/shm");

    @TempDir
    private Path temporary;

    private record Ended(int exitCode, String out)
    {
    }

    @AfterEach
    void stop() throws Exception
    {
        demo("--stop");
    }

    @Test
    void answersTheCommandsThatItPrints() throws Exception
    {
        final Ended kept = demo("--keep", "--holders", "600", "--every", "10");
        assertThat(kept.exitCode()).as(kept.out()).isZero();
        final List<List<String>> printed = kept.out().lines().filter(line -> line.startsWith("  scripts/flatbook "))
            .map(line -> List.of(line.replaceAll("#.*", "").strip().split(" +"))).toList();
        assertThat(printed).hasSize(3);
        assertThat(kept.out()).containsPattern("why: http://[^ ]*/ladder\\?instrument=HYPE&next=[0-9.]+\n");

        assertThat(flatbook(printed.get(0)).out()).contains("bankrupt at ");
        assertThat(flatbook(printed.get(1)).out()).contains("stop here, at rank ").contains("█");
        assertThat(flatbook(printed.get(2)).out()).contains("Default run ", "Why this account: ", "RUN-7  Offset");
        await().atMost(LONG).pollInterval(Duration.ofSeconds(5)).untilAsserted(() ->
            assertThat(flatbook(second(printed.get(2))).out()).contains("Default run 2 of account 2000001"));
        assertThat(demo("--keep").exitCode()).isEqualTo(1);
        startsNodesAgainThatDie();

        final String run = run().getFileName().toString();
        assertThat(demo("--stop").exitCode()).isZero();
        assertNothingIsLeft(run);
        assertThat(demo("--stop").exitCode()).isZero();
    }

    private void startsNodesAgainThatDie() throws Exception
    {
        final List<String> kill = new ArrayList<>(List.of("kill", "-KILL"));
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            kill.add(Files.readString(run().resolve("node-" + member + ".pid")).strip());
        }
        assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();

        final String profile = run().resolve("demo.properties").toString();
        await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).untilAsserted(() ->
        {
            final Ended status = flatbook(List.of("flatbook", "--profile", profile, "cluster", "status"));
            assertThat(status.exitCode()).as(status.out()).isZero();
        });
        assertThat(run()).isDirectoryContaining((file) -> file.getFileName().toString().equals("ready"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM keeper", "KILL keeper", "KILL program", "KILL keeper program"})
    void leavesNothingBehindAfterASignalAndAStop(final String signal) throws Exception
    {
        final Ended kept = demo("--keep", "--holders", "600");
        assertThat(kept.exitCode()).as(kept.out()).isZero();
        final String run = run().getFileName().toString();
        final List<String> words = Arrays.asList(signal.split(" "));
        final List<String> kill = new ArrayList<>(List.of("kill", "-" + words.get(0)));
        for (final String victim : words.subList(1, words.size()))
        {
            final Path file = "keeper".equals(victim) ? run().getParent().resolve("pid") : run().resolve("program.pid");
            kill.add(Files.readString(file).strip());
        }
        assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
        if (words.size() < 3)
        {
            await().atMost(LONG).untilAsserted(() -> assertThat(processes(run)).isEmpty());
        }

        assertThat(demo("--stop").exitCode()).isZero();
        assertNothingIsLeft(run);
    }

    @Test
    void saysAtOnceWhichSettingIsWrong() throws Exception
    {
        for (final String option : List.of("--keep", "--rate=1"))
        {
            final Ended wrong = demo(option, "--holders", "600", "--set", "durability=perhaps");
            assertThat(wrong.exitCode()).as(wrong.out()).isEqualTo(1);
            assertThat(wrong.out()).containsPattern("demo: node [012] ended with 2\n")
                .contains("durability='perhaps' is not one of disk, memory").doesNotContain("no leader after");
        }
        assertThat(demo("--set", "basePort=x").out()).contains("demo: basePort='x' is not a whole number");
    }

    @Test
    void wrongArgumentsEndWithTwo() throws Exception
    {
        for (final List<String> wrong : List.of(List.of("--keep", "--every", "1"), List.of("--every", "1"),
            List.of("--keep", "--bogus"), List.of("--stop", "more")))
        {
            final Ended ended = demo(wrong.toArray(String[]::new));
            assertThat(ended.exitCode()).as(ended.out()).isEqualTo(2);
            assertThat(ended.out()).doesNotContain("--directory");
        }
        try (Stream<Path> files = Files.list(temporary))
        {
            assertThat(files).isEmpty();
        }
    }

    private void assertNothingIsLeft(final String run) throws IOException
    {
        await().atMost(LONG).untilAsserted(() -> assertThat(processes(run)).isEmpty());
        try (Stream<Path> files = Files.list(temporary))
        {
            assertThat(files).isEmpty();
        }
        if (Files.isDirectory(SHARED))
        {
            try (Stream<Path> files = Files.list(SHARED))
            {
                assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(run)))
                    .isEmpty();
            }
        }
    }

    private static List<String> processes(final String run)
    {
        return ProcessHandle.allProcesses().map(each -> each.info().commandLine().orElse(""))
            .filter(line -> line.contains(run)).toList();
    }

    private Path run() throws IOException
    {
        try (Stream<Path> files = Files.walk(temporary, 2))
        {
            return files.filter(file -> file.getFileName().toString().matches("flatbook-demo-[A-Za-z0-9]{8}"))
                .findFirst().orElseThrow();
        }
    }

    private static List<String> second(final List<String> explain)
    {
        final List<String> arguments = new ArrayList<>(explain);
        arguments.set(arguments.indexOf("last"), "2");
        return arguments;
    }

    private Ended demo(final String... arguments) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of("../scripts/demo"));
        command.addAll(List.of(arguments));
        return ended(command);
    }

    private Ended flatbook(final List<String> printed) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), FlatbookCommand.class.getName()));
        command.addAll(printed.subList(1, printed.size()));
        return ended(command);
    }

    private Ended ended(final List<String> command) throws Exception
    {
        final Path out = Files.createTempFile("kept-demo-", ".out");
        try
        {
            final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(out.toFile());
            builder.environment().put("TMPDIR", temporary.toString());
            builder.environment().put("FLATBOOK_CLASS_PATH", System.getProperty("java.class.path"));
            final int exitCode = builder.start().waitFor();
            return new Ended(exitCode, Files.readString(out, StandardCharsets.UTF_8));
        }
        finally
        {
            Files.delete(out);
        }
    }
}
