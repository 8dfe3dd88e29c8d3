package io.flatbook.ops.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every scenario of the repository prints what stands beside it.
 */
final class ScenarioFilesTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final Pattern LISTED = Pattern.compile("(?m)^\\| \\[([a-z-]+)]\\(([a-z-]+)\\.jsonl\\) \\| \\S");
    private static final int SCENARIOS_MIN = 40;

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

    @ParameterizedTest
    @MethodSource("everyScenario")
    void beginsWithCommentsThatGiveTheFigures(final Path file)
    {
        final List<String> comments = Transcript.read(file).stream().takeWhile(line -> line.startsWith("#")).toList();

        assertThat(comments).hasSizeGreaterThanOrEqualTo(2);
        assertThat(String.join(" ", comments)).containsPattern("\\d");
    }

    @Test
    void isListedOnceAndNoOtherIs() throws IOException
    {
        final List<String> listed = new ArrayList<>();
        final Matcher matcher = LISTED.matcher(Files.readString(SCENARIOS.resolve("README.md")));
        while (matcher.find())
        {
            assertThat(matcher.group(1)).isEqualTo(matcher.group(2));
            listed.add(matcher.group(1));
        }

        assertThat(listed).hasSizeGreaterThanOrEqualTo(SCENARIOS_MIN).containsExactlyInAnyOrderElementsOf(
            everyScenario().stream().map(file -> file.getFileName().toString().replace(".jsonl", "")).toList());
        for (final String name : listed)
        {
            assertThat(SCENARIOS.resolve(name + ".expected.jsonl")).exists();
        }
        try (Stream<Path> files = Files.list(SCENARIOS))
        {
            assertThat(files).hasSize(2 * listed.size() + 1);
        }
    }
}
