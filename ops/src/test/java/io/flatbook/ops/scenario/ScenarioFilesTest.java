package io.flatbook.ops.scenario;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every scenario of the repository prints what stands beside it.
 */
final class ScenarioFilesTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    static List<Path> everyScenario() throws IOException
    {
        try (Stream<Path> files = Files.list(SCENARIOS))
        {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                .filter(file -> !file.toString().endsWith(".expected.jsonl"))
                .sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("everyScenario")
    void printsWhatStandsBesideIt(final Path file) throws BadLineException
    {
        final Path expected = file.resolveSibling(file.getFileName().toString().replace(".jsonl", ".expected.jsonl"));

        final Transcript transcript =
            Transcript.run(new EngineTarget(), file.getFileName().toString(), Transcript.read(file));

        transcript.contains(Transcript.read(expected));
    }

    @ParameterizedTest
    @MethodSource("everyScenario")
    void printsTheSameWhenRunAgain(final Path file) throws BadLineException
    {
        final List<String> text = Transcript.read(file);

        assertThat(Transcript.run(new EngineTarget(), "again", text).text())
            .isEqualTo(Transcript.run(new EngineTarget(), "again", text).text());
    }
}
