package io.flatbook.proving.chaos;

import io.flatbook.proving.dist.ScriptRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final int SIDE_BY_SIDE = 2;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theQuickSelectionPassesAsRoot() throws Exception
    {
        final List<String> names = Faults.all().stream().filter(Fault::quick).map(Fault::name)
            .filter((name) -> !ChaosTest.STRUCK.contains(name)).toList();
        final Map<String, String> classes = Map.of("FLATBOOK_CLASS_PATH", System.getProperty("java.class.path"));
        final ExecutorService scripts = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try
        {
            final List<Future<ScriptRun>> ended = new ArrayList<>();
            for (int i = 0; i < SIDE_BY_SIDE; i++)
            {
                final List<String> share = everyOther(names, i);
                ended.add(scripts.submit(() ->
                    ScriptRun.of(classes, "chaos", "--fault", String.join(",", share), "--patient")));
            }
            for (int i = 0; i < SIDE_BY_SIDE; i++)
            {
                final ScriptRun run = ended.get(i).get();
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
}
