package io.flatbook.proving.demo;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Shows on stderr how far a step is: a bar on a terminal, a line now and then elsewhere.
 */
final class Progress implements AutoCloseable
{
    private static final long LINE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final int BAR_INTERVAL_MS = 100;
    private static final int BAR_WIDTH = 100;
    private static final int NAME_WIDTH = 24;
    /** Of lines within a step. */
    static final String INDENT = " ".repeat(NAME_WIDTH + 1);

    private static final double NS_PER_S = 1e9;

    private final PrintStream out;
    private final String name;
    private final long steps;
    private final long startNs = System.nanoTime();
    private final ProgressBar bar;
    private long toldNs = startNs;
    private long done;

    /**
     * @param out        where to tell it.
     * @param isTerminal whether that can show a bar.
     * @param name       of the step.
     * @param steps      that it has; 0 if that is not known.
     */
    Progress(final PrintStream out, final boolean isTerminal, final String name, final long steps)
    {
        this.out = out;
        this.name = String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s", name);
        this.steps = steps;
        bar = isTerminal && 0 < steps ? new ProgressBarBuilder().setTaskName(this.name).setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(BAR_INTERVAL_MS)
            .setMaxRenderedLength(BAR_WIDTH).build() : null;
        if (null == bar)
        {
            out.println(this.name + " …");
        }
    }

    void at(final long step)
    {
        done = step;
        if (null != bar)
        {
            bar.stepTo(step);
        }
        else if (0 < steps && LINE_INTERVAL_NS <= System.nanoTime() - toldNs)
        {
            toldNs = System.nanoTime();
            out.printf(Locale.ROOT, "%s %,d of %,d%n", name, step, steps);
        }
    }

    @Override
    public void close()
    {
        if (null != bar)
        {
            bar.close();
        }
        else
        {
            out.printf(Locale.ROOT, "%s %s after %.1f s%n", name, done < steps ? "ended" : "done",
                (System.nanoTime() - startNs) / NS_PER_S);
        }
    }
}
