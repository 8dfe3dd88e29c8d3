package io.flatbook.ops.monitoring;

import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskSettings;
import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.HostedService;
import io.flatbook.testkit.ClusterHarness;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Clearing services with faults that can be switched on.
 */
final class FaultyService
{
    /** The next one made has room for one position, and differs from the others. */
    static volatile boolean isNextOdd;
    /** A bit of the money in memory flips at the next event. */
    static volatile boolean isMoneyDamaged;

    /** A tick that is asked for is said to be scheduled, and never comes. */
    static volatile boolean isTickLost;

    private static final long SLOW_MS = 300;
    /** A service takes its time with each event while it is to be slow. */
    private static volatile long delayMs;

    private FaultyService()
    {
    }

    static HostedService next()
    {
        final Limits limits = isNextOdd ? new Limits().positionsPerInstrument(1) : new Limits();
        isNextOdd = false;
        final ClearingService[] service = new ClearingService[1];
        service[0] = new ClearingService(limits, (events) -> proxy(ClearingEvents.class, (method, arguments) ->
        {
            TimeUnit.MILLISECONDS.sleep(delayMs);
            if (isMoneyDamaged)
            {
                isMoneyDamaged = false;
                service[0].engine().book().asset(1).collateral().add(1);
            }
            return method.invoke(events, arguments);
        }));
        return new HostedService(ticking(service[0]), service[0]::status, service[0].signals());
    }

    /** Sends commands of which each takes the state machine its time, until all are applied. */
    static void slow(final ClusterHarness cluster, final FlatbookClient risk, final String name, final int commands)
    {
        delayMs = SLOW_MS;
        final List<CompletableFuture<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < commands; i++)
        {
            all.add(risk.submitAsync(RiskSettings.defineAsset(name + i, 2)));
        }
        cluster.await("slow commands").until(() ->
        {
            risk.poll();
            return all.stream().allMatch(CompletableFuture::isDone);
        });
        delayMs = 0;
    }

    private static ClusteredService ticking(final ClearingService service)
    {
        return proxy(ClusteredService.class, (method, arguments) ->
        {
            if ("onStart".equals(method.getName()))
            {
                final Cluster cluster = (Cluster)arguments[0];
                arguments[0] = proxy(Cluster.class, (called, given) ->
                    isTickLost && "scheduleTimer".equals(called.getName()) ? true : called.invoke(cluster, given));
            }
            return method.invoke(service, arguments);
        });
    }

    private interface Call
    {
        Object invoke(Method method, Object[] arguments) throws Exception;
    }

    private static <T> T proxy(final Class<T> type, final Call call)
    {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
            (proxy, method, arguments) ->
            {
                try
                {
                    return call.invoke(method, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            }));
    }
}
