package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.wire.Protocol;

import java.io.IOException;
import java.util.List;

/**
 * Does beforehand, on a thread of its own, what every verb needs that asks a cluster, while the parser learns the verb
 * and its options and the cluster is waited for: it starts the media driver, reads the schema, and draws a table.
 */
final class HeadStart
{
    /** Messages of the schema that a link begins with. */
    private static final List<String> FIRST_ASKED =
        List.of("AssetsQuery", "AssetsReport", "InstrumentsQuery", "InstrumentsReport");
    private static final String PROFILE = "--profile";

    private HeadStart()
    {
    }

    /**
     * Begins if the words want it. What is wrong with them, or with the profile, is for the verb to say.
     *
     * @return whether it began.
     */
    static boolean give(final Surroundings surroundings, final List<String> words)
    {
        if (!asks(words))
        {
            return false;
        }
        final Thread thread = new Thread(() -> run(surroundings, profileName(words)), "head-start");
        thread.setDaemon(true);
        thread.start();
        return true;
    }

    /**
     * Whether the first verb is one of those, and neither only asked how it is used, nor for the book of a replica.
     * What the parser reads out of a file (@FILE) could name another profile.
     */
    private static boolean asks(final List<String> words)
    {
        Class<?> verb = null;
        for (final String word : words)
        {
            if ("--help".equals(word) || "-h".equals(word) || word.startsWith("--replica") || word.startsWith("@"))
            {
                return false;
            }
            if (null == verb)
            {
                verb = RootCommand.VERBS.get(word);
            }
        }
        return null != verb && AsksBook.class.isAssignableFrom(verb);
    }

    private static String profileName(final List<String> words)
    {
        String name = Profile.LOCAL;
        for (int at = 0; at < words.size(); at++)
        {
            final String word = words.get(at);
            if (PROFILE.equals(word) && at + 1 < words.size())
            {
                name = words.get(at + 1);
            }
            else if (word.startsWith(PROFILE + '='))
            {
                name = word.substring(PROFILE.length() + 1);
            }
        }
        return name;
    }

    private static void run(final Surroundings surroundings, final String profileName)
    {
        try
        {
            surroundings.links().prepare(Profile.load(profileName, surroundings.profiles()));
        }
        catch (final IOException | RuntimeException ignore)
        {
            // The verb meets it, too, and tells.
        }
        FIRST_ASKED.forEach(Protocol.wire()::spec);
        drawTable();
    }

    /** Nobody sees it, but what draws tables is loaded then: so is what holds values. */
    private static void drawTable()
    {
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.set("account", JsonNodeFactory.instance.textNode("1"));
        row.set("quantity", Figure.of(Figure.Unit.QUANTITY, "-1234.5"));
        new TableText(List.of(row, row), List.of("account", "quantity"), List.of(), true, Screen.NONE).draw();
    }
}
