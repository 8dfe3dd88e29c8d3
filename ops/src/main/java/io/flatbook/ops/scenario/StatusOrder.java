package io.flatbook.ops.scenario;

import io.flatbook.ops.view.PageRows;
import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes pages apart and puts the status changes of one evaluation back in order: accounts are evaluated in ascending id
 * (STAT-1), but a page holds changes of one reason only (EVT-2).
 */
final class StatusOrder
{
    private StatusOrder()
    {
    }

    /**
     * The rows of all pages as events.
     *
     * @param events of one command or of several ticks, in order.
     * @return an event for each row and each other event.
     */
    static List<WireMessage> rows(final List<WireMessage> events)
    {
        final List<WireMessage> ordered = new ArrayList<>();
        final List<WireMessage> evaluation = new ArrayList<>();
        final Set<Long> accounts = new HashSet<>();
        for (final WireMessage event : events)
        {
            for (final WireMessage single : PageRows.of(event))
            {
                final boolean isEvaluation = isEvaluation(single);
                if (!isEvaluation || !isSameEntry(evaluation, single) ||
                    !accounts.add(single.row().required("account")))
                {
                    flush(evaluation, accounts, ordered);
                }
                if (isEvaluation)
                {
                    evaluation.add(single);
                    accounts.add(single.row().required("account"));
                }
                else
                {
                    ordered.add(single);
                }
            }
        }
        flush(evaluation, accounts, ordered);
        return ordered;
    }

    private static void flush(
        final List<WireMessage> evaluation, final Set<Long> accounts, final List<WireMessage> ordered)
    {
        evaluation.sort(Comparator.comparingLong(status -> status.row().required("account")));
        ordered.addAll(evaluation);
        evaluation.clear();
        accounts.clear();
    }

    /** What ends a default run is not an evaluation: it comes after its run. */
    private static boolean isEvaluation(final WireMessage event)
    {
        return "AccountStatusChanged".equals(event.name()) && !"DEFAULTED".equals(event.row().text("from"));
    }

    private static boolean isSameEntry(final List<WireMessage> evaluation, final WireMessage status)
    {
        return evaluation.isEmpty() || timeMs(evaluation.get(0)) == timeMs(status);
    }

    private static long timeMs(final WireMessage event)
    {
        return event.header().required("timestampMs");
    }
}
