package io.flatbook.proving.simulate;

import java.util.List;

/**
 * How a run ended.
 *
 * @param seed       of it.
 * @param traceHash  of every datagram and when it was sent.
 * @param virtualNs  virtual time that it took.
 * @param playNs     real time that it took.
 * @param auditNs    real time of the audits.
 * @param counts     of what happened.
 * @param clauses    how often each branch of the contract decided something.
 * @param violations of what was promised; empty if all is well.
 */
record Result(
    long seed,
    long traceHash,
    long virtualNs,
    long playNs,
    long auditNs,
    Counts counts,
    Counts clauses,
    List<String> violations)
{
    static final int VIOLATIONS_MAX = 20;

    boolean isGood()
    {
        return violations.isEmpty();
    }
}
