package io.flatbook.ops.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code scripts/flatbook} tells the program, in whose place one stands here that prints its arguments.
 */
@Tag("long")
@Timeout(60)
final class LauncherTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "flatbook").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void tellsTheRowsAndColumnsOfTheTerminal() throws Exception
    {
        final String command = "stty rows 24 cols 57; " + SCRIPT + " fund show";
        assertThat(printed("script", "-qec", command, "/dev/null")).contains("[-Dflatbook.screen=24 57]");
    }

    @Test
    void tellsOfNoTerminalIfAnswersGoElsewhere() throws Exception
    {
        assertThat(printed("script", "-qec", SCRIPT + " fund show | cat", "/dev/null"))
            .contains("[-Dflatbook.screen=]");
    }

    @Test
    void findsTheProgramHoweverItIsCalled() throws Exception
    {
        final Path scripts = Files.createDirectories(directory.resolve("scripts"));
        final Path script = Files.copy(SCRIPT, scripts.resolve("flatbook"), StandardCopyOption.COPY_ATTRIBUTES);
        final Path link = Files.createSymbolicLink(directory.resolve("link"), script);
        final Path jar = Files.writeString(directory.resolve("flatbook-ops.jar"), "").toRealPath();
        for (final String call : List.of("scripts/flatbook", "./scripts/flatbook", link.toString(), "./link",
            "cd scripts && bash flatbook", "PATH=$PWD/scripts:$PATH flatbook"))
        {
            final String printed = printedOf("", "sh", "-c", "cd " + directory + " && " + call + " fund show");
            final String called = printed.replaceFirst(".*\\[-jar]\\[([^]]*)].*", "$1");
            assertThat(Path.of(called).normalize()).as(call).isEqualTo(jar);
        }
    }

    @Test
    void writesTheArchiveOnceWhileVerbsGoOn() throws Exception
    {
        final Path jar = Files.writeString(directory.resolve("any.jar"), "");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        verb(jar, directory);
        await().until(() -> Files.exists(directory.resolve("dumping")));
        for (int again = 0; again < 2; again++)
        {
            assertThat(verb(jar, directory)).as("who writes, or is not there yet").doesNotContain("ClassList")
                .doesNotContain("SharedArchiveFile").doesNotContain("ArchiveRelocationMode");
        }
        Files.createFile(directory.resolve("go"));
        await().until(() -> !archives().isEmpty() && drafts().isEmpty());
        assertThat(verb(jar, directory)).contains("[-XX:SharedArchiveFile=" + archives().get(0),
            "[-XX:ArchiveRelocationMode=0]");
        assertThat(Files.readAllLines(directory.resolve("dumping"))).hasSize(1);
        assertThat(Files.readString(archives().get(0)))
            .isEqualTo("archive of @lambda-proxy ours|@lambda-proxy ours|some/Class\n");
    }

    @Test
    void startsAnewWhenAWriterWasKilled() throws Exception
    {
        final Path jar = Files.writeString(directory.resolve("any.jar"), "");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        Files.createFile(directory.resolve("go"));
        assertThat(verb(jar, directory)).contains("DumpLoadedClassList");
        await().until(() -> !archives().isEmpty() && drafts().isEmpty());
        final Path archive = archives().get(0);
        final Path draft = Files.writeString(Path.of(archive + ".1.verb"), "");
        Files.delete(archive);

        assertThat(verb(jar, directory)).doesNotContain("DumpLoadedClassList");
        Files.setLastModifiedTime(draft, FileTime.fromMillis(0));
        assertThat(verb(jar, directory)).contains("DumpLoadedClassList");
        await().until(() -> !archives().isEmpty() && drafts().isEmpty());
    }

    @Test
    void removesTheArchivesOfEarlierBuildsAndNothingElse() throws Exception
    {
        final Path jar = Files.writeString(directory.resolve("any.jar"), "");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000));
        final Path earlier = old("flatbook-123.jsa");
        final Path linked = old("linked");
        final List<Path> others = new ArrayList<>(List.of(linked, old("flatbook-x.jsa"), old("flatbook-1.jsa.keep"),
            old("my-flatbook-1.jsa"), Files.createSymbolicLink(directory.resolve("flatbook-7.jsa"), linked),
            Files.writeString(directory.resolve("flatbook-9.jsa"), "of another JVM")));
        Files.createFile(directory.resolve("go"));
        final Path below = Files.createDirectory(directory.resolve("flatbook-8.jsa"));
        others.add(Files.writeString(below.resolve("flatbook-8.jsa"), ""));
        Files.setLastModifiedTime(others.get(others.size() - 1), FileTime.fromMillis(0));

        verb(jar, directory);

        await().until(() -> !Files.exists(earlier) && Files.exists(directory.resolve("dumping")));
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
    }

    private Path old(final String name) throws IOException
    {
        return Files.setLastModifiedTime(Files.writeString(directory.resolve(name), ""), FileTime.fromMillis(0));
    }

    @Test
    void goesWithoutWhereNothingCanBeWritten() throws Exception
    {
        // Root may write everywhere, but not there, and makes no directory below a file.
        final Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(verb(Path.of("/proc/version"), file)).contains("[fund]").doesNotContain("ClassList");
    }

    private List<Path> archives() throws IOException
    {
        return found("flatbook-[0-9]*.jsa");
    }

    private List<Path> drafts() throws IOException
    {
        return found("flatbook-[0-9]*.jsa.*");
    }

    private List<Path> found(final String glob) throws IOException
    {
        final List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, glob))
        {
            files.forEach(found::add);
        }
        return found;
    }

    /** What a reading verb told a java that writes its files as the real one does, the archive when it may. */
    private String verb(final Path jar, final Path cache) throws Exception
    {
        final String java = "#!/bin/sh\nprintf '[%s]' \"$@\"\nfor each in \"$@\"; do case \"$each\" in\n" +
            "-XX:DumpLoadedClassList=*) printf '@lambda-proxy %s\\n' picocli ours ours > \"${each#*=}\"\n" +
            "echo some/Class >> \"${each#*=}\" ;;\n-XX:SharedClassListFile=*) list=${each#*=} ;;\n" +
            "-Xshare:dump) dump=yes ;;\n-XX:SharedArchiveFile=*) archive=${each#*=} ;;\nesac; done\n" +
            "[ \"$dump\" = yes ] || exit 0\necho >> " + directory.resolve("dumping") + "\n" +
            "until [ -e " + directory.resolve("go") + " ]; do sleep 0.05; done\n" +
            "echo \"archive of $(paste -sd '|' \"$list\")\" > \"$archive\"\n";
        return ran(java, jar.toString(), Map.of("XDG_CACHE_HOME", cache.toString()), SCRIPT.toString(), "fund", "show");
    }

    private String printed(final String... command) throws Exception
    {
        return printedOf(Files.writeString(directory.resolve("any.jar"), "").toString(), command);
    }

    private String printedOf(final String jar, final String... command) throws Exception
    {
        return ran("#!/bin/sh\nprintf '[%s]' \"$@\"\n", jar, Map.of("FLATBOOK_ARCHIVE", "no"), command);
    }

    private String ran(final String program, final String jar, final Map<String, String> environment,
        final String... command) throws Exception
    {
        final Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        if (!Files.exists(java))
        {
            Files.writeString(java, program);
            Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        }
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.toString());
        builder.environment().put("FLATBOOK_JAR", jar);
        builder.environment().putAll(environment);
        final Process started = builder.start();
        final String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(printed).isZero();
        return printed;
    }
}
