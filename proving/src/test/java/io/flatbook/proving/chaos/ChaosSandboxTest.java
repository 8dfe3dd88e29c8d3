package io.flatbook.proving.chaos;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quick selection of {@code scripts/chaos} with namespaces, disks and clocks of its own: wants root. Two scripts
 * share it, which do not see one another; what {@link ChaosTest} strikes with is not struck with again.
 */
@Tag("root")
class ChaosSandboxTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "chaos");
    private static final int SIDE_BY_SIDE = 2;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theQuickSelectionPassesAsRoot() throws Exception
    {
        final List<String> names = Faults.all().stream().filter(Fault::quick).map(Fault::name)
            .filter((name) -> !ChaosTest.STRUCK.contains(name)).toList();
        final ExecutorService scripts = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try
        {
            final List<Future<Ended>> ended = new ArrayList<>();
            for (int i = 0; i < SIDE_BY_SIDE; i++)
            {
                final List<String> share = everyOther(names, i);
                ended.add(scripts.submit(() -> run("--fault", String.join(",", share), "--patient")));
            }
            for (int i = 0; i < SIDE_BY_SIDE; i++)
            {
                final Ended run = ended.get(i).get();
                assertThat(run.lines()).last().isEqualTo(everyOther(names, i).size() + " passed, 0 failed");
                assertThat(run.exitCode()).isZero();
            }
        }
        finally
        {
            scripts.shutdownNow();
        }
    }

    private static List<String> everyOther(final List<String> names, final int first)
    {
        final List<String> share = new ArrayList<>();
        for (int i = first; i < names.size(); i += SIDE_BY_SIDE)
        {
            share.add(names.get(i));
        }
        return share;
    }

    private record Ended(int exitCode, List<String> lines)
    {
    }

    private static Ended run(final String... arguments) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(arguments));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("FLATBOOK_CLASS_PATH", System.getProperty("java.class.path"));
        final Process script = builder.start();
        final List<String> lines = new ArrayList<>();
        try (BufferedReader reader = script.inputReader())
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                System.out.println(line);
                lines.add(line);
            }
            return new Ended(script.waitFor(), lines);
        }
        finally
        {
            // It cleans up; when it ended by itself there is nobody to tell.
            script.destroy();
        }
    }
}
