package io.flatbook.ops.monitoring;

import io.aeron.cluster.service.Cluster;
import io.aeron.cluster.service.ClusteredService;
import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.HostedService;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.TimeUnit;

/**
 * Clearing services with faults that can be switched on.
 */
final class FaultyService
{
    /** A service takes its time with each event while it is to be slow. */
    static volatile long delayMs;
    /** The next one made has room for one position, and differs from the others. */
    static volatile boolean isNextOdd;
    /** A bit of the money in memory flips at the next event. */
    static volatile boolean isMoneyDamaged;

    /** A tick that is asked for is said to be scheduled, and never comes. */
    static volatile boolean isTickLost;

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
