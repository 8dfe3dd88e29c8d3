package io.flatbook.twin;

import io.flatbook.twin.TwinTerms.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Exactly once (ONCE-1): the last command of every principal, and its last outcomes with the hash of the bytes. */
final class TwinGate
{
    private record Outcome(long hash, Verdict verdict, long firstEventSequence)
    {
    }

    private final int retained;
    private final Map<String, List<Outcome>> outcomes = new HashMap<>();

    TwinGate(final int retained)
    {
        this.retained = retained;
    }

    private List<Outcome> of(final String principal)
    {
        return outcomes.computeIfAbsent(principal, key -> new ArrayList<>());
    }

    long lastCommandId(final String principal)
    {
        return of(principal).size();
    }

    String admit(final String principal, final long commandId, final long hash)
    {
        final long last = lastCommandId(principal);
        if (commandId > last)
        {
            return last + 1 == commandId ? "NEXT" : "GAP";
        }
        if (commandId <= last - retained)
        {
            return "FORGOTTEN";
        }
        return hash == of(principal).get((int)commandId - 1).hash ? "KNOWN" : "REUSED";
    }

    void record(final String principal, final long hash, final Verdict verdict, final long firstEventSequence)
    {
        of(principal).add(new Outcome(hash, verdict, firstEventSequence));
    }

    long hash(final String principal, final long commandId)
    {
        return of(principal).get((int)commandId - 1).hash;
    }

    String outcome(final String principal, final long commandId)
    {
        final Outcome outcome = of(principal).get((int)commandId - 1);
        return TwinBook.line(outcome.verdict.reason(), outcome.verdict.field(), outcome.verdict.detail(),
            outcome.firstEventSequence);
    }
}
