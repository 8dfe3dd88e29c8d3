package io.flatbook.twin;

import io.flatbook.engine.EngineView;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.Clearing.By;
import io.flatbook.twin.TwinTerms.Verdict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The slow twin beside the log: it takes every command as the cluster has ordered it, and must give the same outcome
 * and have the same balances.
 */
public final class SwarmAudit
{
    private final Twin twin;
    private final TreeMap<String, Long> refusals = new TreeMap<>();
    private TwinComparison comparison;
    private long compared;

    /**
     * A twin of the state before the first entry.
     *
     * @param version of the engine.
     */
    public SwarmAudit(final int version)
    {
        this(version, Swarm.BOOKINGS_PER_ENTRY);
    }

    /**
     * A twin with more or less room in an entry.
     *
     * @param version          of the engine.
     * @param bookingsPerEntry limit of the entry.
     */
    public SwarmAudit(final int version, final int bookingsPerEntry)
    {
        twin = Swarm.newTwin(version, bookingsPerEntry);
    }

    /**
     * Names the engine that takes the same entries.
     *
     * @param engine read only.
     */
    public void beside(final EngineView engine)
    {
        comparison = new TwinComparison(twin, engine);
    }

    /**
     * The clock of the log has moved on.
     *
     * @param engineTimeMs of the engine.
     */
    public void advanceTo(final long engineTimeMs)
    {
        if (twin.timeMs < engineTimeMs)
        {
            twin.advanceTo(engineTimeMs);
        }
    }

    /**
     * A command comes next in the log.
     *
     * @param order       that was sent.
     * @param timestampMs of its entry.
     * @param reason      of its outcome.
     * @param field       of its outcome.
     * @param detail      of its outcome.
     * @return how the twin's differs; null if it does not.
     */
    public String take(
        final Swarm.Order order,
        final long timestampMs,
        final RejectReason reason,
        final RejectField field,
        final long detail)
    {
        twin.advanceTo(timestampMs);
        final Verdict expected = ((Clearing.Command)order.twin()).sendTo(twin, new By(order.principal(), false));
        twin.events.clear();
        compared++;
        refusals.merge(reason.name(), 1L, Long::sum);
        final Verdict actual = new Verdict(reason, field, detail);
        if (!expected.equals(actual))
        {
            return order.text() + ": the twin says " + expected + ", the log " + actual;
        }
        return null;
    }

    /**
     * Compares the books.
     *
     * @return what differs; empty if nothing does.
     */
    public String differences()
    {
        return comparison.differences(true);
    }

    /**
     * Commands that were compared.
     *
     * @return count.
     */
    public long compared()
    {
        return compared;
    }

    /**
     * How often each branch of the contract decided something.
     *
     * @return by clause, also those that none reached.
     */
    public Map<String, Long> clauses()
    {
        final TreeMap<String, Long> counts = new TreeMap<>();
        for (final Clause clause : List.of(Clause.values()))
        {
            counts.put(clause.toString(), twin.reached[clause.ordinal()]);
        }
        return counts;
    }

    /**
     * How often each outcome came.
     *
     * @return by reason.
     */
    public Map<String, Long> refusals()
    {
        return refusals;
    }
}
