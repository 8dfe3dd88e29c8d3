package io.flatbook.proving.chaos;

import java.io.PrintStream;
import java.util.Locale;

/**
 * A row for each run on stdout, and what was violated below it.
 */
final class ResultTable
{
    private static final String ROW = "%-26s %8s %12s %8s %8s %10s  %-22s %s%n";

    private final PrintStream out;
    private int passed;
    private int failed;
    private int skipped;

    ResultTable(final PrintStream out)
    {
        this.out = out;
        out.printf(Locale.ROOT, ROW, "fault", "seed", "acknowledged", "lost", "twice", "gap ms", "hashes", "");
    }

    void add(final Finding finding)
    {
        out.printf(Locale.ROOT, ROW, finding.fault(), finding.seed(), number(finding.acknowledged()),
            number(finding.lost()), number(finding.twice()), number(finding.gapMs()), finding.hashes(),
            finding.passed() ? "passed" : "FAILED");
        for (final String violation : finding.violations())
        {
            out.println("    " + violation);
        }
        out.flush();
        passed += finding.passed() ? 1 : 0;
        failed += finding.passed() ? 0 : 1;
    }

    private static String number(final long count)
    {
        return Finding.NOT_AUDITED == count ? "-" : String.format(Locale.ROOT, "%,d", count);
    }

    void skipped(final Fault fault, final String why)
    {
        out.printf(Locale.ROOT, "%-26s not run: %s%n", fault.name(), why);
        skipped++;
    }

    /** The last line. */
    void end()
    {
        out.printf(Locale.ROOT, "%d passed, %d failed%s%n", passed, failed,
            0 == skipped ? "" : ", " + skipped + " not run");
        out.flush();
    }

    int passed()
    {
        return passed;
    }

    int failed()
    {
        return failed;
    }
}
