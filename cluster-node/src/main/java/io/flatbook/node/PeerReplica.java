package io.flatbook.node;

/**
 * How the replica of another member compares with this node's.
 *
 * @param member         number of the other, from 0.
 * @param agreedPosition newest position of the log at which the hashes were found equal; -1 for none.
 * @param differs        whether they were found different. Stays until the other has started again and agrees at this
 *                       position or later.
 * @param position       of the log at which they differed first; 0 while they do not differ.
 * @param ownHash        of this node at that position.
 * @param peerHash       of the other at that position.
 */
record PeerReplica(int member, long agreedPosition, boolean differs, long position, long ownHash, long peerHash)
{
    static PeerReplica unknown(final int member)
    {
        return new PeerReplica(member, -1, false, 0, 0, 0);
    }
}
