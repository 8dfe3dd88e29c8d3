package io.flatbook.node;

import java.util.function.Supplier;

import io.aeron.cluster.service.ClusteredService;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.NodeStatus;
import io.flatbook.engine.Limits;

/**
 * A service to replicate, and where it publishes what it is about.
 *
 * @param service not started before.
 * @param status  gives null until the service has published for the first time.
 */
public record HostedService(ClusteredService service, Supplier<NodeStatus> status)
{
    /**
     * The clearing service with the limits that every node has.
     *
     * @return a new one.
     */
    public static HostedService clearing()
    {
        final ClearingService clearing = new ClearingService(new Limits());
        return new HostedService(clearing, clearing::status);
    }
}
