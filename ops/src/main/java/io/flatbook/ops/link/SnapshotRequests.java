package io.flatbook.ops.link;

/**
 * Asks clusters for snapshots.
 */
@FunctionalInterface
public interface SnapshotRequests
{
    /**
     * Asks for a snapshot on all nodes and waits until the leader has agreed; it is taken later.
     *
     * @param profile   where the cluster is and who asks.
     * @param timeoutMs for the answer, in milliseconds.
     * @throws NoLeaderException     when no leader answers in time.
     * @throws NotPermittedException when the principal may not ask.
     */
    void request(Profile profile, long timeoutMs);
}
