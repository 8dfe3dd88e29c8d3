package io.flatbook.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.TradeTicket;
import io.flatbook.engine.book.Limits;

/**
 * Runs a clearing node with a planted bug as a process: in the middle of applying a trade of 66 lots it throws.
 */
final class PlantedBugNode
{
    static final long FATAL_LOTS = 66;

    private PlantedBugNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, PlantedBugNode::hosted));
    }

    private static HostedService hosted()
    {
        return new HostedService(new ClearingService(new Limits(), PlantedBugNode::throwingAtTheTrade));
    }

    private static ClearingEvents throwingAtTheTrade(final ClearingEvents events)
    {
        return (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, args) ->
            {
                if ("tradeRegistered".equals(method.getName()) && FATAL_LOTS == ((TradeTicket)args[1]).quantityLots())
                {
                    throw new IllegalStateException("planted bug");
                }
                try
                {
                    return method.invoke(events, args);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            });
    }
}
