package io.flatbook.node;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.book.Limits;

/**
 * Runs a clearing node as a process that retains few events, so that a gateway soon has missed some for good.
 */
public final class ForgetfulNode
{
    /** Events that are retained. */
    public static final int EVENTS = 256;

    private ForgetfulNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, ForgetfulNode::hosted));
    }

    private static HostedService hosted()
    {
        final ClearingService service = new ClearingService(new Limits().eventsRetained(EVENTS));
        return new HostedService(service, service::status);
    }
}
