package io.flatbook.ops.cli;

import io.flatbook.ops.FlatbookCommand;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A process whose answers go where there is no room, or where nobody reads them. */
@Timeout(120)
final class StandardOutputTest
{
    private static final File FULL = new File("/dev/full");
    private static final String LAYERS = Path.of("..", "scenarios", "layers.jsonl").toString();

    @ParameterizedTest
    @ValueSource(strings = {"dossier 1 --scenario ", "scenario run ", "generate alerts", "--help", "--version"})
    void anAnswerThatIsNotWrittenIsNoSuccess(final String arguments) throws Exception
    {
        final Process verb = start(ProcessBuilder.Redirect.to(FULL), arguments);
        assertThat(told(verb)).containsExactly(
            "flatbook: standard output did not take all of the answer: is its disk full? What was sent to the " +
            "cluster stands");
        assertThat(verb.waitFor()).isEqualTo(ExitCode.FAILURE);
    }

    /** The latter has no end of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"dossier 1 --scenario ", "generate alerts", "--help",
        "--timeout 1s cluster health --no-question --watch --interval 10"})
    void aVerbWhoseReaderIsGoneEndsWithoutAWord(final String arguments) throws Exception
    {
        final Process verb = start(ProcessBuilder.Redirect.PIPE, arguments);
        verb.getInputStream().close();
        assertThat(told(verb)).isEmpty();
        assertThat(verb.waitFor()).isEqualTo(ExitCode.READER_GONE);
    }

    private static List<String> told(final Process verb) throws Exception
    {
        return text(verb.getErrorStream()).lines()
            .filter((line) -> line.contains("flatbook: ") || line.contains("\tat ")).toList();
    }

    private static Process start(final ProcessBuilder.Redirect out, final String arguments) throws Exception
    {
        final List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-cp", System.getProperty("java.class.path"), FlatbookCommand.class.getName()));
        command.addAll(List.of((arguments.endsWith(" ") ? arguments + LAYERS : arguments).split(" ")));
        return new ProcessBuilder(command).redirectOutput(out).start();
    }

    private static String text(final InputStream stream) throws Exception
    {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
}
