package io.flatbook.node;

import java.util.function.Supplier;

import io.aeron.cluster.service.ClusteredService;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.NodeSignals;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.engine.book.Limits;

/**
 * A service to replicate, and where it publishes its state.
 *
 * @param service not started before.
 * @param status  gives null until the service has published for the first time.
 * @param signals by which the node tells the service what is not in the log.
 */
public record HostedService(ClusteredService service, Supplier<NodeStatus> status, NodeSignals signals)
{
    /**
     * A service that takes no signals.
     *
     * @param service not started before.
     * @param status  gives null until the service has published for the first time.
     */
    public HostedService(final ClusteredService service, final Supplier<NodeStatus> status)
    {
        this(service, status, new NodeSignals());
    }

    /**
     * A clearing service.
     *
     * @param clearing not started before.
     */
    public HostedService(final ClearingService clearing)
    {
        this(clearing, clearing::status, clearing.signals());
    }

    /**
     * The clearing service with the limits that every node has.
     *
     * @return a new one.
     */
    public static HostedService clearing()
    {
        return new HostedService(new ClearingService(new Limits()));
    }
}
