package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * An audit is whole or refused: its lines, what they are chained by, and what follows each command.
 */
final class AuditCheckTest
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @TempDir
    private Path temporary;

    private static List<ObjectNode> audit()
    {
        final List<ObjectNode> lines = new ArrayList<>();
        lines.add(JSON.objectNode().put("kind", "begin").put("after", 0).put("logPosition", 0));
        lines.add(command("a\n\"b\" \u2028", 1, 7));
        lines.add(event(7));
        lines.add(event(8));
        lines.add(command("c", 4, 9));
        lines.add(JSON.objectNode().put("kind", "end").put("date", 20250102).put("commands", 2).put("events", 2));
        return lines;
    }

    private static ObjectNode command(final String principal, final long commandId, final long firstEventSequence)
    {
        return JSON.objectNode().put("kind", "command").put("principal", principal).put("commandId", commandId)
            .put("firstEventSequence", firstEventSequence);
    }

    private static ObjectNode event(final long sequence)
    {
        final ObjectNode event = JSON.objectNode().put("kind", "event");
        event.putObject("fields").putObject("header").put("eventSequence", sequence);
        return event;
    }

    private Path written(final List<ObjectNode> lines)
    {
        final Path file = temporary.resolve("audit");
        try (ChainedLines chained = new ChainedLines(file))
        {
            lines.forEach(chained::add);
        }
        return file;
    }

    private void isRefused(final Path file, final String why)
    {
        assertThatThrownBy(() -> AuditCheck.check(file)).isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(why);
    }

    @Test
    void findsAWholeOneRightWhateverItsTextsHold() throws IOException
    {
        assertThat(AuditCheck.check(written(audit()))).hasSize(64);
    }

    @Test
    void missesTheFirstEventOfTheDayThoughTheCountsFit()
    {
        final List<ObjectNode> lines = audit();
        lines.remove(2);
        lines.get(4).put("events", 1);

        isRefused(written(lines), "line 3: an event is missing");
    }

    @Test
    void missesTheLastEventOfTheDayIfACommandFollows()
    {
        final List<ObjectNode> lines = audit();
        lines.remove(3);
        lines.get(4).put("events", 1);

        isRefused(written(lines), "line 4: an event is missing");
    }

    @Test
    void takesNoKindThatDoesNotExistAndNoCommandOfNobody()
    {
        final List<ObjectNode> lines = audit();
        lines.add(1, JSON.objectNode().put("kind", "note"));
        isRefused(written(lines), "line 2: there is no such kind");

        lines.set(1, command("x", 1, 7).putNull("principal"));
        isRefused(written(lines), "line 2: a command is of nobody");
    }

    @Test
    void takesNoTextForANumber()
    {
        final List<ObjectNode> lines = audit();
        lines.get(4).put("commandId", "4");
        isRefused(written(lines), "line 5: what should be a number is none");

        lines.get(4).put("commandId", 4);
        lines.get(5).put("events", "2");
        isRefused(written(lines), "what should be a number is none");
    }

    @Test
    void countsCommandsAndEventsFromOne()
    {
        for (final long number : new long[]{0, -1, Long.MIN_VALUE})
        {
            // After an event 0 or -1, any other could follow.
            isRefused(written(replaced(2, event(number))), "line 3: ");
            isRefused(written(replaced(1, event(number))), "line 2: a number is not above 0");
            isRefused(written(replaced(1, command("x", number, 7))), "line 2: a number is not above 0");
            isRefused(written(replaced(1, command("x", 1, number))), "line 2: a number is not above 0");
        }
        final List<ObjectNode> lines = replaced(1, command("c", Long.MAX_VALUE, 7));
        lines.set(4, command("c", Long.MIN_VALUE, 9));
        isRefused(written(lines), "line 5: ");
    }

    private static List<ObjectNode> replaced(final int at, final ObjectNode line)
    {
        final List<ObjectNode> lines = audit();
        lines.set(at, line);
        return lines;
    }

    @Test
    void endsWithADate()
    {
        final List<ObjectNode> lines = audit();
        lines.get(5).put("date", "20250102");
        isRefused(written(lines), "line 6: what should be a number is none");
        lines.get(5).remove("date");
        isRefused(written(lines), "line 6: what should be a number is none");
    }

    @Test
    void namesTheLineThatIsNoJsonOrHasNoEnd() throws IOException
    {
        final String text = Files.readString(written(audit()));
        final Path forged = temporary.resolve("forged");

        isRefused(Files.writeString(forged, text.substring(0, text.length() - 30)), "line 6: this is no JSON");
        isRefused(Files.writeString(forged, text + "hello\n"), "line 7: this is no JSON");
        isRefused(Files.writeString(forged, text + "[".repeat(2_000)), "line 7: this is no JSON");
        isRefused(Files.writeString(forged, text.replace("\"commandId\":4", "\"commandId\":4.5")), "line 5: not in a");
        isRefused(Files.writeString(forged, text + " ".repeat(20_000_000)), "line 7: it is longer than any line");
    }

    @Test
    void holdsWhatStandsBesideALine() throws IOException
    {
        final String text = Files.readString(written(audit()));

        for (final String forged : List.of(text.replaceFirst("\"n\":1}", "\"n\":\"1\"}"),
            text.replaceFirst("\"n\":1}", "\"n\":1,\"note\":\"seen\"}"), text.replaceAll("\n", "\r\n"),
            text.stripTrailing()))
        {
            isRefused(Files.writeString(temporary.resolve("forged"), forged), "not the canonical spelling");
        }
        isRefused(Files.writeString(temporary.resolve("forged"), text + "\n"), "it has no line");
        isRefused(Files.writeString(temporary.resolve("forged"), ""), "the end is cut off");
        isRefused(Files.writeString(temporary.resolve("forged"), "7\n"), "line 1: it has no line");
    }
}
