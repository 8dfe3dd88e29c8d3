package io.flatbook.ops.scenario;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scenario prints the same on three node processes as on an engine in this one, the state hash included.
 */
final class ClusterScenarioTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    @ParameterizedTest
    @ValueSource(strings = {"layers.jsonl", "refusals.jsonl", "gains-haircut.jsonl"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void printsTheSameOnAClusterAsOnAnEngine(final String name) throws BadLineException
    {
        final List<String> text = Transcript.read(SCENARIOS.resolve(name));
        final Transcript engine = Transcript.run(new EngineTarget(), name, text);
        final Transcript cluster;

        try (ThrowAwayTarget target = new ThrowAwayTarget())
        {
            cluster = Transcript.run(target, name, text);
        }

        assertThat(cluster.text()).isEqualTo(engine.text());
        assertThat(cluster.stateHash()).isEqualTo(engine.stateHash());
    }
}
