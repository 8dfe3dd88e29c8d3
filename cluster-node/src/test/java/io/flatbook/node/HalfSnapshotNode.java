package io.flatbook.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

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
                        awaitHalf();
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

    /** The archive makes the file when its own thread comes to it. */
    private static void awaitHalf()
    {
        final Path directory = Path.of(System.getProperty("flatbook.node.directory"));
        while (HalfSnapshotTest.halves(directory).isEmpty())
        {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
