package io.flatbook.proving.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.Swarm;

/**
 * What a principal's clients have sent and were answered. A client that crashed may have sent a command under an id
 * that the next one uses again, if the cluster has not seen it: so an id may have several attempts.
 */
final class Ledger
{
    private final Map<Long, List<Attempt>> attemptsById = new HashMap<>();
    private long answered;

    /** A command as it was sent once, or sent again with the same bytes. */
    static final class Attempt
    {
        final Swarm.Order order;
        final long hash;
        final int client;
        /** Another client had taken over before: it must never be applied. */
        final boolean isFenced;
        Answer answer;

        private Attempt(final Swarm.Order order, final long hash, final int client, final boolean isFenced)
        {
            this.order = order;
            this.hash = hash;
            this.client = client;
            this.isFenced = isFenced;
        }
    }

    /** What a client was told. */
    record Answer(RejectReason reason, RejectField field, long detail, long firstEventSequence)
    {
    }

    void sent(
        final long commandId, final Swarm.Order order, final long hash, final int client, final boolean isFenced)
    {
        attemptsById.computeIfAbsent(commandId, (id) -> new ArrayList<>(1)).add(
            new Attempt(order, hash, client, isFenced));
    }

    /** @return what is wrong with that, or null. */
    String answered(final long commandId, final int client, final Answer answer)
    {
        Attempt last = null;
        for (final Attempt each : attempts(commandId))
        {
            last = client == each.client ? each : last;
        }
        if (null == last)
        {
            return "command " + commandId + " was answered to a client that has not sent it";
        }
        if (null != last.answer)
        {
            return "command " + commandId + " was answered twice";
        }
        last.answer = answer;
        answered++;
        return null;
    }

    List<Attempt> attempts(final long commandId)
    {
        return attemptsById.getOrDefault(commandId, List.of());
    }

    Map<Long, List<Attempt>> all()
    {
        return attemptsById;
    }

    long answered()
    {
        return answered;
    }
}
