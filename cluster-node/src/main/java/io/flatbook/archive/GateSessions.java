package io.flatbook.archive;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which image of the gate opened which session of the archive. The numbers of sessions are consecutive, and the archive
 * takes a request for any of them from anybody. Used by the threads of the gate and of the archive.
 */
final class GateSessions
{
    private static final long NONE = Long.MIN_VALUE;

    private final Map<Long, Long> sessionByImage = new ConcurrentHashMap<>();

    void open(final long imageId)
    {
        sessionByImage.put(imageId, NONE);
    }

    void close(final long imageId)
    {
        sessionByImage.remove(imageId);
    }

    /** Whether the image is still there and had no session before. */
    boolean begin(final long imageId, final long sessionId)
    {
        return sessionByImage.replace(imageId, NONE, sessionId);
    }

    boolean isOf(final long imageId, final long sessionId)
    {
        final Long own = sessionByImage.get(imageId);
        return null != own && NONE != own && own == sessionId;
    }
}
