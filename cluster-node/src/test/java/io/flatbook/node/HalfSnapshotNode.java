package io.flatbook.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

import io.aeron.cluster.service.ClusteredService;

/**
 * Runs a node that echoes as a process that takes one snapshot and dies in the midst of the second.
 */
final class HalfSnapshotNode
{
    private static int snapshots;

    private HalfSnapshotNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, HalfSnapshotNode::hosted));
    }

    private static HostedService hosted()
    {
        final HostedService echo = EchoService.hosted();
        return new HostedService((ClusteredService)Proxy.newProxyInstance(
            HalfSnapshotNode.class.getClassLoader(), new Class<?>[]{ClusteredService.class},
            (proxy, method, arguments) ->
            {
                try
                {
                    final Object result = method.invoke(echo.service(), arguments);
                    if ("onTakeSnapshot".equals(method.getName()) && ++snapshots > 1)
                    {
                        Runtime.getRuntime().halt(ExitCode.CRASHED);
                    }
                    return result;
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            }), echo.status());
    }
}
