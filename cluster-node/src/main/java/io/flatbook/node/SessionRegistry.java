package io.flatbook.node;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Whose sessions are open, so that one principal cannot take them all. The authenticator admits a session, the log
 * opens and closes it; in between it counts too, but only for a while, since it may never be opened.
 *
 * <p>Used by the threads of the consensus module and of the service.
 */
final class SessionRegistry
{
    private static final long OPENED_WITHIN_NS = TimeUnit.SECONDS.toNanos(10);

    private record Admitted(String principal, long admittedNs)
    {
    }

    private final Map<Long, String> open = new ConcurrentHashMap<>();
    private final Map<Long, Admitted> admitted = new ConcurrentHashMap<>();

    void admitted(final long sessionId, final String principal, final long nowNs)
    {
        admitted.put(sessionId, new Admitted(principal, nowNs));
    }

    void opened(final long sessionId, final String principal)
    {
        open.put(sessionId, principal);
        admitted.remove(sessionId);
    }

    void closed(final long sessionId)
    {
        open.remove(sessionId);
        admitted.remove(sessionId);
    }

    int count(final String principal, final long nowNs)
    {
        admitted.values().removeIf((session) -> nowNs - session.admittedNs >= OPENED_WITHIN_NS);
        int count = 0;
        for (final String name : open.values())
        {
            count += name.equals(principal) ? 1 : 0;
        }
        for (final Map.Entry<Long, Admitted> entry : admitted.entrySet())
        {
            final boolean counts = entry.getValue().principal.equals(principal) && !open.containsKey(entry.getKey());
            count += counts ? 1 : 0;
        }
        return count;
    }
}
