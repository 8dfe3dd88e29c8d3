package io.flatbook.proving.simulate;

import io.aeron.ExclusivePublication;
import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;

/**
 * Notes which role a node has, and counts what befalls it.
 */
final class RoleWatch extends ForwardingService
{
    private final Counts counts;
    private Cluster.Role role = Cluster.Role.FOLLOWER;

    RoleWatch(final ClusteredService inside, final Counts counts)
    {
        super(inside);
        this.counts = counts;
    }

    Cluster.Role role()
    {
        return role;
    }

    @Override
    public void onRoleChange(final Cluster.Role newRole)
    {
        role = newRole;
        if (Cluster.Role.LEADER == newRole)
        {
            counts.add("leader changes");
        }
        super.onRoleChange(newRole);
    }

    @Override
    public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
    {
        counts.add("snapshots taken by nodes");
        super.onTakeSnapshot(snapshotPublication);
    }
}
