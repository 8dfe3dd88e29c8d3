package io.flatbook.ops.chaos;

import java.util.List;

/**
 * What came of one run.
 *
 * @param fault        that struck.
 * @param seed         of the run.
 * @param acknowledged commands that were answered.
 * @param lost         acknowledged, but not in the log with that outcome.
 * @param twice        applied more than once, or told of more than once.
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
    boolean passed()
    {
        return violations.isEmpty();
    }
}
