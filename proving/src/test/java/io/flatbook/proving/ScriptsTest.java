package io.flatbook.proving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts say to those who call them wrongly, by a link, from elsewhere or where something is missing. */
@Timeout(120)
class ScriptsTest
{
    private static final Path SCRIPTS = Path.of("..", "scripts").toAbsolutePath().normalize();
    /** Their words come from the programs that they start. */
    private static final List<String> NEED_A_BUILD = List.of("flatbook", "simulate", "run-demo", "feed-kills");
    private static final List<String> TOOLS =
        List.of("bash", "cat", "cut", "dirname", "grep", "id", "mkdir", "nproc", "readlink", "sed", "sleep", "tr");

    @TempDir
    private Path directory;
    private Path links;

    @BeforeEach
    void linkEachScript() throws IOException
    {
        links = Files.createDirectory(directory.resolve("where links are"));
        for (final Path script : scripts())
        {
            Files.createSymbolicLink(links.resolve(script.getFileName()), script);
        }
    }

    /** Before the directory is deleted, which warns of each. */
    @AfterEach
    void removeLinks() throws IOException
    {
        try (Stream<Path> paths = Files.walk(directory))
        {
            for (final Path link : paths.filter(Files::isSymbolicLink).collect(Collectors.toList()))
            {
                Files.delete(link);
            }
        }
    }

    @Test
    void eachTellsWhatItTakesAndHowItEndsAlsoThroughALink() throws Exception
    {
        for (final Path script : scripts())
        {
            final String name = script.getFileName().toString();
            for (final String option : NEED_A_BUILD.contains(name) ? List.<String>of() : List.of("--help", "-h"))
            {
                final Ended ended = run(null, links.resolve(name).toString(), option);
                assertThat(ended.code()).as(name + ended.text()).isZero();
                assertThat(ended.text()).as(name).startsWith("usage: scripts/" + name).contains("exit: 0 ");
            }
        }
    }

    @Test
    void eachBuildToolIsInTheListOfThem() throws IOException
    {
        final String list = Files.readString(SCRIPTS.resolve("build").resolve("README.md"));
        assertThat(buildTools().stream().map((tool) -> tool.getFileName().toString()))
            .hasSizeGreaterThan(10).allSatisfy((tool) -> assertThat(list).contains("`" + tool + "`"));
    }

    /** A tool that writes files of the tree must not do it for somebody who only asks what it does. */
    @Test
    void eachBuildToolTellsWhatItTakesAndDoesNothingElse() throws Exception
    {
        for (final Path tool : buildTools())
        {
            final String name = tool.getFileName().toString();
            if (!NEED_A_BUILD.contains(name))
            {
                final Ended ended = run(null, tool.toString(), "--help");
                assertThat(ended.code()).as(name + ended.text()).isZero();
                assertThat(ended.text()).as(name).startsWith("usage: ").doesNotContain("wrote ");
            }
        }
        for (final String name : List.of("coverage", "dashboard", "growth", "metrics", "protocol", "results",
            "round-trips", "screenshots"))
        {
            final Ended ended = run(null, SCRIPTS.resolve("build").resolve(name).toString(), "--bogus");
            assertThat(ended.code()).as(name + ended.text()).isEqualTo(2);
            assertThat(ended.text()).as(name).startsWith("usage: ");
        }
    }

    @Test
    void eachFindsItsTreeThroughALink() throws Exception
    {
        for (final String call : List.of("flatbook --version", "simulate --version", "backup status nowhere",
            "cluster status nowhere", "node print nowhere", "kill-leader --times 0"))
        {
            final Ended direct = run(null, (SCRIPTS + "/" + call).split(" "));
            final String[] words = call.split(" ");
            words[0] = links.resolve(words[0]).toString();
            assertThat(run(null, words)).as(call).isEqualTo(direct);
        }
    }

    @Test
    void wrongArgumentsEndWithTwo() throws Exception
    {
        for (final String call : List.of("cluster start --bogus", "cluster status a 0 b", "cluster bogus",
            "exhaustive x", "exhaustive 64", "exhaustive 0 0", "exhaustive 0 1 64 9", "mutants", "mutants bugs more",
            "fuzz seeds more", "fuzz 1 nothing", "kill-leader --bogus", "kill-leader --rate", "benchmark nothing",
            "node run --bogus", "secret bogus", "install-test-packages --bogus"))
        {
            final Ended ended = run(null, (SCRIPTS + "/" + call).split(" "));
            assertThat(ended.code()).as(call + ended.text()).isEqualTo(2);
            assertThat(ended.text()).as(call).isNotBlank();
        }
        assertThat(run(null, SCRIPTS + "/cluster", "start", "--help").code()).isZero();
    }

    @Test
    void whereThereIsNoJavaTheySaySoAndEnd() throws Exception
    {
        final Path path = Files.createDirectory(directory.resolve("path"));
        for (final String tool : TOOLS)
        {
            Files.createSymbolicLink(path.resolve(tool), Stream.of(System.getenv("PATH").split(":"))
                .map((each) -> Path.of(each, tool)).filter(Files::isExecutable).findFirst().orElseThrow());
        }
        for (final String call : List.of("node run", "node print", "simulate --help", "benchmark engine", "fuzz 1",
            "exhaustive 0 1", "mutants gate", "kill-leader", "demo"))
        {
            final Ended ended = run(path, (SCRIPTS + "/" + call).split(" "));
            assertThat(ended.code()).as(call + ended.text()).isEqualTo(1);
            assertThat(ended.text()).as(call).contains("there is no java").contains("17 or newer, or set JAVA_HOME")
                .hasLineCount(1);
        }
    }

    @Test
    void aSecretThatCannotBeReadOrWrittenIsNamedAndNothingIsLeft() throws Exception
    {
        final String secret = SCRIPTS + "/secret";
        assertThat(run(null, secret, "new", "mine").code()).isZero();
        for (final List<String> call : List.of(List.of("new", "nowhere/mine"), List.of("add", "all", "risk/a", "none"),
            List.of("add", "nowhere/all", "risk/a", "mine"), List.of("add", ".", "risk/a", "mine"),
            List.of("remove", "none", "risk/a", "1"), List.of("list", "."), List.of("transport-key", "nowhere/key"),
            List.of("transport-key", "learn", "none", "mine")))
        {
            final Ended ended = run(null, Stream.concat(Stream.of(secret), call.stream()).toArray(String[]::new));
            assertThat(ended.code()).as(call + ended.text()).isEqualTo(1);
            assertThat(ended.text()).startsWith("scripts/secret: cannot ").hasLineCount(1);
        }
        assertThat(directory).isDirectoryNotContaining((path) -> path.getFileName().toString().contains(".next."));
    }

    private static List<Path> buildTools() throws IOException
    {
        try (Stream<Path> files = Files.list(SCRIPTS.resolve("build")))
        {
            return files.filter(Files::isExecutable).filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    private static List<Path> scripts() throws IOException
    {
        try (Stream<Path> files = Files.list(SCRIPTS))
        {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
    }

    /** Runs it in the temporary directory, with the environment of this process or with nothing but programs of one. */
    private Ended run(final Path path, final String... command) throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
            .redirectErrorStream(true).redirectInput(new File("/dev/null"));
        if (null != path)
        {
            builder.environment().put("PATH", path.toString());
            builder.environment().remove("JAVA_HOME");
            builder.environment().put("FLATBOOK_RUN_JAR", SCRIPTS.resolve("node").toString());
        }
        final Process script = builder.start();
        final String text = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(script.waitFor(), text);
    }

    private record Ended(int code, String text)
    {
    }
}
