package io.flatbook.ops.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The terminal on which answers are drawn, or the width that whoever reads them asks for.
 *
 * @param columns  of a line; 0: nothing is cut.
 * @param rows     of the terminal; 0: there is none, and nothing is colored, paged or drawn over.
 * @param isColored whether colors are wanted.
 * @param pager    command that shows what has more lines than the terminal; empty: none.
 */
public record Screen(int columns, int rows, boolean isColored, String pager)
{
    /**
     * No terminal.
     */
    public static final Screen NONE = new Screen(0, 0, false, "");
    private static final int ROWS_UNKNOWN = 24;
    private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";
    private static final String DEFAULT_PAGER = "less -FRSX";

    /**
     * The screen that {@code scripts/flatbook} found.
     *
     * @param rowsAndColumns numbers of the terminal as {@code stty size} prints them; null or empty: standard
     *                    output is no terminal.
     * @param environment of the process: NO_COLOR (any value but an empty one), TERM, PAGER; COLUMNS if standard
     *                    output is no terminal or the terminal does not know its width, as for other tools.
     * @return the screen.
     */
    public static Screen of(final String rowsAndColumns, final Map<String, String> environment)
    {
        final String wanted = environment.getOrDefault("COLUMNS", "").trim();
        final int wantedColumns = wanted.matches("[0-9]{1,5}") ? Integer.parseInt(wanted) : 0;
        if (null == rowsAndColumns || !rowsAndColumns.trim().matches("[0-9]{1,5} [0-9]{1,5}"))
        {
            return new Screen(wantedColumns, 0, false, "");
        }
        final String[] numbers = rowsAndColumns.trim().split(" ");
        final boolean isColored = environment.getOrDefault("NO_COLOR", "").isEmpty() &&
            !"dumb".equals(environment.get("TERM"));
        final int columns = Integer.parseInt(numbers[1]);
        final int rows = Integer.parseInt(numbers[0]);
        return new Screen(0 == columns ? wantedColumns : columns, 0 == rows ? ROWS_UNKNOWN : rows, isColored,
            environment.getOrDefault("PAGER", DEFAULT_PAGER));
    }

    boolean isTerminal()
    {
        return 0 < rows;
    }

    /**
     * How wide text is to be.
     *
     * @param widest that it may be.
     */
    int width(final int widest)
    {
        return 0 < columns ? Math.min(widest, columns) : widest;
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
