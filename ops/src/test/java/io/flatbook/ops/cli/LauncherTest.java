package io.flatbook.ops.cli;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;

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

    private String printed(final String... command) throws Exception
    {
        final Path java = Files.createDirectories(directory.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.toString());
        builder.environment().put("FLATBOOK_JAR", Files.writeString(directory.resolve("any.jar"), "").toString());
        builder.environment().put("FLATBOOK_ARCHIVE", "no");
        final Process started = builder.start();
        final String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(printed).isZero();
        return printed;
    }
}
