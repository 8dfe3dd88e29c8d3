package io.flatbook.proving.simulate;

import java.util.List;

/**
 * What a run plays with.
 *
 * @param scheduler of all duty cycles.
 * @param network   between all hosts.
 * @param nodes     of the cluster, by member.
 * @param gateways  that send, each for a principal.
 * @param counts    of what happened.
 */
record Scene(Scheduler scheduler, VirtualNetwork network, List<SimulatedNode> nodes, List<SimulatedGateway> gateways,
    Counts counts)
{
}
