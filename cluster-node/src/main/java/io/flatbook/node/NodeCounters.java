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
 * @param module           state of the consensus module; ACTIVE when commands are taken, CLOSED when it has ended.
 * @param leadershipTermId of the current term, from 0; -1 when the module has ended.
 * @param commitPosition   in bytes, up to which a majority has the log; 0 when the module has ended.
 * @param snapshots        taken since the node started; 0 when the module has ended.
 * @param errors           counted since the node started; 0 when the module has ended.
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
    /**
     * Whether the module's counters can be read. When its Aeron client closes, as it does if a thread of the node was
     * stopped for long, they are unmapped a moment later: whoever looked at one then would end the JVM.
     */
    static boolean areMapped(final ConsensusModule.Context context)
    {
        return !context.aeron().isClosed();
    }

    static NodeCounters read(final NodeConfig config, final ConsensusModule.Context context)
    {
        if (!areMapped(context))
        {
            return new NodeCounters(config.clusterName(), config.memberId(), Cluster.Role.FOLLOWER.name(),
                ElectionState.CLOSED.name(), ConsensusModule.State.CLOSED.name(), -1, 0, 0, 0, config.durable());
        }
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
