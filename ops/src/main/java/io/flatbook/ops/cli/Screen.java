package io.flatbook.ops.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The terminal on which answers are drawn.
 *
 * @param columns  of a line; 0: there is no terminal, and nothing is cut, colored or paged.
 * @param rows     of the terminal.
 * @param isColored whether colors are wanted.
 * @param pager    command that shows what has more lines than the terminal; empty: none.
 */
public record Screen(int columns, int rows, boolean isColored, String pager)
{
    /**
     * No terminal.
     */
    public static final Screen NONE = new Screen(0, 0, false, "");
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final String DEFAULT_PAGER = "less -FRSX";

    /**
     * The screen that {@code scripts/flatbook} found.
     *
     * @param rowsAndColumns numbers of the terminal as {@code stty size} prints them; null or empty: standard
     *                    output is no terminal.
     * @param environment of the process: NO_COLOR (any value but an empty one), TERM, PAGER.
     * @return the screen.
     */
    public static Screen of(final String rowsAndColumns, final Map<String, String> environment)
    {
        if (null == rowsAndColumns || !rowsAndColumns.trim().matches("[0-9]{1,5} [0-9]{1,5}"))
        {
            return NONE;
        }
        final String[] numbers = rowsAndColumns.trim().split(" ");
        final boolean isColored = environment.getOrDefault("NO_COLOR", "").isEmpty() &&
            !"dumb".equals(environment.get("TERM"));
        return new Screen(Integer.parseInt(numbers[1]), Integer.parseInt(numbers[0]), isColored,
            environment.getOrDefault("PAGER", DEFAULT_PAGER));
    }

    boolean isTerminal()
    {
        return 0 < columns;
    }

    /**
     * The same screen for what is drawn again and again: without a pager.
     */
    Screen withoutPager()
    {
        return new Screen(columns, rows, isColored, "");
    }

    /**
     * Begins a new drawing over the one before.
     */
    void clear(final PrintWriter out)
    {
        if (isTerminal())
        {
            out.print(CLEAR);
        }
    }

    /**
     * Shows text: through the pager if it does not fit the terminal.
     */
    void show(final String text, final PrintWriter out)
    {
        if (!isTerminal() || pager.isBlank() || text.lines().count() < rows || !paged(text))
        {
            out.print(text);
        }
        out.flush();
    }

    /**
     * Whether the pager took it: one that cannot be started does not.
     */
    private boolean paged(final String text)
    {
        final Process started;
        try
        {
            started = new ProcessBuilder("/bin/sh", "-c", pager).redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        }
        catch (final IOException ex)
        {
            return false;
        }
        try (Writer input = new OutputStreamWriter(started.getOutputStream(), StandardCharsets.UTF_8))
        {
            input.write(text);
        }
        catch (final IOException ignore)
        {
            // Who has seen enough closes the pager before its end.
        }
        try
        {
            return 127 != started.waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
