package io.flatbook.node;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.book.Limits;

/**
 * Runs a clearing node with a planted difference as a process: it has room for one position only, so that it refuses
 * the first trade, which the others book.
 */
final class DifferentNode
{
    private DifferentNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, DifferentNode::hosted));
    }

    private static HostedService hosted()
    {
        final ClearingService service = new ClearingService(new Limits().positionsPerInstrument(1));
        return new HostedService(service, service::status);
    }
}
