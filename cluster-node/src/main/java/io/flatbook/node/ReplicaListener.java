package io.flatbook.node;

import java.util.List;

/**
 * Called once for each finding of the comparison of replicas.
 */
interface ReplicaListener
{
    /**
     * Another member has a different state.
     *
     * @param peer how it compares.
     */
    void replicaDiffered(PeerReplica peer);

    /**
     * A member that differed has started again and agrees.
     *
     * @param peer how it compares.
     */
    void replicaAgreedAgain(PeerReplica peer);

    /**
     * A majority of the cluster agrees, and this node differs from it.
     *
     * @param position     of the log.
     * @param ownHash      of this node there.
     * @param majorityHash of the others there.
     * @param members      that agree, in order.
     */
    void ownReplicaIsOdd(long position, long ownHash, long majorityHash, List<Integer> members);
}
