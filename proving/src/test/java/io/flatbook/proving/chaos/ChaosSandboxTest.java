package io.flatbook.proving.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quick selection of {@code scripts/chaos} with namespaces, disks and clocks of its own: wants root.
 */
@Tag("root")
class ChaosSandboxTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "chaos");

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theQuickSelectionPassesAsRoot() throws IOException, InterruptedException
    {
        final List<String> lines = new ArrayList<>();
        final int exitCode = run(lines, "--quick", "--patient");
        assertThat(lines).isNotEmpty();
        assertThat(lines.get(lines.size() - 1)).matches("[1-9][0-9]* passed, 0 failed");
        assertThat(lines).noneMatch((line) -> line.contains("not run"));
        assertThat(exitCode).isZero();
    }

    private static int run(final List<String> lines, final String... arguments)
        throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLATBOOK_CLASS_PATH", System.getProperty("java.class.path"));
        final Process script = builder.start();
        try (BufferedReader reader = script.inputReader())
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                System.out.println(line);
                lines.add(line);
            }
            return script.waitFor();
        }
        finally
        {
            // It cleans up; when it ended by itself there is nobody to tell.
            script.destroy();
        }
    }
}
