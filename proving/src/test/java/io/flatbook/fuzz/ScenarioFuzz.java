package io.flatbook.fuzz;

import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.twin.Swarm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The text of a scenario: it runs, or the line that cannot be read is named. */
final class ScenarioFuzz implements Consumer<byte[]>
{
    private static final int LINES_MAX = 64;

    @Override
    public void accept(final byte[] bytes)
    {
        final List<String> lines =
            new String(bytes, StandardCharsets.UTF_8).lines().limit(LINES_MAX).toList();
        try (EngineTarget target = new EngineTarget(Swarm.limits()))
        {
            new ScenarioRunner(target, (line) -> line.toString(), false).run("fuzz", lines);
        }
        catch (final BadLineException ex)
        {
            if (null == ex.getMessage() || ex.getMessage().isEmpty())
            {
                throw new AssertionError("a bad line without a reason", ex);
            }
        }
    }
}
