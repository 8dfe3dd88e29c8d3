package io.flatbook.node;

import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.ElectionState;
import io.aeron.cluster.service.Cluster;

/**
 * What the consensus module of a node counts, read at one moment.
 *
 * @param clusterName      of the settings.
 * @param memberId         of this node.
 * @param role             LEADER, FOLLOWER or CANDIDATE.
 * @param election         state of the election; CLOSED if there is none.
 * @param module           state of the consensus module; ACTIVE when commands are taken.
 * @param leadershipTermId of the current term, from 0.
 * @param commitPosition   in bytes, up to which a majority has the log.
 * @param snapshots        taken since the node started.
 * @param errors           counted since the node started.
 * @param durable          whether what is acknowledged is on disk.
 */
public record NodeCounters(
    String clusterName,
    int memberId,
    String role,
    String election,
    String module,
    long leadershipTermId,
    long commitPosition,
    long snapshots,
    long errors,
    boolean durable)
{
    static NodeCounters read(final NodeConfig config, final ConsensusModule.Context context)
    {
        return new NodeCounters(
            config.clusterName(),
            config.memberId(),
            Cluster.Role.get(context.clusterNodeRoleCounter()).name(),
            ElectionState.get(context.electionStateCounter()).name(),
            ConsensusModule.State.get(context.moduleStateCounter()).name(),
            context.leadershipTermIdCounter().get(),
            context.commitPositionCounter().get(),
            context.snapshotCounter().get(),
            context.errorCounter().get(),
            config.durable());
    }

    /**
     * @return whether this node leads and takes commands.
     */
    public boolean isLeading()
    {
        return Cluster.Role.LEADER.name().equals(role) && isServing();
    }

    /**
     * @return whether this node takes part in the cluster: its election is closed and its module active.
     */
    public boolean isServing()
    {
        return ElectionState.CLOSED.name().equals(election) && ConsensusModule.State.ACTIVE.name().equals(module);
    }
}
