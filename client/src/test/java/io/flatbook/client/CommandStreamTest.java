package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the vectors that clients in other languages are tested with (ONCE-1, ONCE-2). */
final class CommandStreamTest
{
    private static final Path VECTORS = Path.of("../docs/languages/exactly-once.txt");
    private static final String ARROW = " -> ";

    @TestFactory
    Stream<DynamicTest> doesWhatTheVectorsSay() throws IOException
    {
        return cases().entrySet().stream().map(named -> DynamicTest.dynamicTest(named.getKey(), () ->
            assertThat(new Run().replay(named.getValue())).isEqualTo(String.join("\n", named.getValue()))));
    }

    @Test
    void countsEveryCase() throws IOException
    {
        assertThat(cases()).hasSizeGreaterThan(24).allSatisfy((name, lines) -> assertThat(lines).isNotEmpty());
    }

    @Test
    @Tag("python")
    void aClientInPythonDoesSo() throws IOException, InterruptedException
    {
        final Process run = new ProcessBuilder("python3", VECTORS.resolveSibling("exactly_once.py").toString(),
            VECTORS.toString()).redirectErrorStream(true).start();
        final String says = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).withFailMessage(says).isZero();
        assertThat(says).endsWith(" lines, 0 failed\n");
    }

    private static Map<String, List<String>> cases() throws IOException
    {
        final Map<String, List<String>> cases = new LinkedHashMap<>();
        List<String> lines = List.of();
        for (final String line : Files.readAllLines(VECTORS))
        {
            if (line.startsWith("case "))
            {
                lines = new ArrayList<>();
                assertThat(cases.put(line.substring("case ".length()), lines)).isNull();
            }
            else if (!line.isBlank() && !line.startsWith("#"))
            {
                lines.add(line);
            }
        }
        return cases;
    }

    /** One client, to which the left sides of the lines of a case happen. */
    private static final class Run
    {
        private static final long MS = 1_000_000;
        private static final int WINDOW = 4;
        private static final long TIMEOUT_NS = 1_000 * MS;
        private static final long RESYNC_NS = 100 * MS;

        private final RecordedEndings endings = new RecordedEndings();
        private final SentCommands sent = new SentCommands();
        private CommandStream stream = stream(0);
        private long nowNs;

        String replay(final List<String> lines)
        {
            return lines.stream().map(line -> line.split(ARROW)[0])
                .map(happens -> Stream.concat(Stream.of(happens), Stream.of(String.join("; ", effects(happens))))
                    .filter(part -> !part.isEmpty()).collect(Collectors.joining(ARROW)))
                .collect(Collectors.joining("\n"));
        }

        private List<String> effects(final String happens)
        {
            final List<String> effects = new ArrayList<>();
            try
            {
                happen(happens.split(" "), effects);
            }
            catch (final IllegalStateException refused)
            {
                return List.of("refuses");
            }
            endings.take().forEach(ending ->
                effects.add(Character.isDigit(ending.charAt(0)) ? "ends " + ending : ending));
            stream.checkTimeout(nowNs, true);
            stream.flush(sent, nowNs);
            final List<Long> commands = sent.take();
            if (!commands.isEmpty())
            {
                effects.add("sends " + commands.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            }
            for (long id = stream.takeOutcomeToAsk(); 0 != id; id = stream.takeOutcomeToAsk())
            {
                effects.add("asks " + id);
            }
            return effects;
        }

        private void happen(final String[] words, final List<String> effects)
        {
            switch (words[0])
            {
                case "first" -> stream = stream(Long.parseLong(words[1]));
                case "report" -> stream.onReport(Long.parseLong(words[1]),
                    2 < words.length ? RejectReason.valueOf(words[2]) : RejectReason.NONE, RejectField.NONE);
                case "want" -> want(Integer.parseInt(words[1]), effects);
                case "outcome" -> outcome(Long.parseLong(words[1]), RejectReason.valueOf(words[2]),
                    3 < words.length ? words[3] : "", words[words.length - 1]);
                case "network" -> sent.room(Integer.parseInt(words[2]));
                case "session" -> stream.onSessionLost();
                case "leader" -> stream.onNewLeader();
                case "wait" -> nowNs += Long.parseLong(words[1]) * MS;
                default -> throw new IllegalArgumentException("no such vector: " + String.join(" ", words));
            }
        }

        private void want(final int commands, final List<String> effects)
        {
            final List<String> ids = new ArrayList<>();
            for (int i = 0; i < commands; i++)
            {
                final long id = stream.admit();
                if (id < 0)
                {
                    effects.add(nameOf(id));
                    return;
                }
                stream.nextBuffer().putLong(0, id);
                ids.add(String.valueOf(stream.commit(Long.BYTES)));
            }
            effects.add("gives " + String.join(" ", ids));
        }

        private void outcome(final long id, final RejectReason reason, final String word, final String last)
        {
            final long detail = "expects".equals(word) ? Long.parseLong(last) : 0;
            stream.onOutcome(id, reason, RejectField.NONE, detail, 0, "repeated".equals(word), nowNs);
        }

        private CommandStream stream(final long firstCommandId)
        {
            return new CommandStream(new CommandWindow(WINDOW), firstCommandId, TIMEOUT_NS, RESYNC_NS, endings);
        }

        private static String nameOf(final long reason)
        {
            return FlatbookClient.NOT_CONNECTED == reason ? "NOT_CONNECTED" :
                FlatbookClient.BACK_PRESSURED == reason ? "BACK_PRESSURED" :
                FlatbookClient.FENCED == reason ? "FENCED" : "no id because of " + reason;
        }
    }
}
