package io.flatbook.proving.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of one run.
 *
 * @param fault        that struck.
 * @param seed         of the run.
 * @param acknowledged commands that were answered; {@link #NOT_AUDITED} if the run did not come that far.
 * @param lost         sent or acknowledged, but not so in the log; or {@link #NOT_AUDITED}.
 * @param twice        applied more than once, or reported more than once; or {@link #NOT_AUDITED}.
 * @param gapMs        longest time for which a gateway was not answered, in milliseconds.
 * @param hashes       how many hashes were the same, or that some were not.
 * @param violations   promises that were broken; empty if the run passed.
 */
record Finding(
    String fault,
    long seed,
    long acknowledged,
    long lost,
    long twice,
    long gapMs,
    String hashes,
    List<String> violations)
{
    /** In place of a number that nobody knows. */
    static final long NOT_AUDITED = -1;

    /** Of a run that ended before its audits. */
    static Finding withoutAudits(final String fault, final long seed, final long gapMs, final String violation)
    {
        return new Finding(
            fault, seed, NOT_AUDITED, NOT_AUDITED, NOT_AUDITED, gapMs, "-", new ArrayList<>(List.of(violation)));
    }

    boolean passed()
    {
        return violations.isEmpty();
    }
}
