package io.flatbook.ops.monitoring;

import io.flatbook.cluster.ClearingService;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.HostedService;

import java.lang.reflect.InvocationTargetException;
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

    private FaultyService()
    {
    }

    static HostedService next()
    {
        final Limits limits = isNextOdd ? new Limits().positionsPerInstrument(1) : new Limits();
        isNextOdd = false;
        final ClearingService[] service = new ClearingService[1];
        service[0] = new ClearingService(limits, (events) -> (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, arguments) ->
            {
                TimeUnit.MILLISECONDS.sleep(delayMs);
                if (isMoneyDamaged)
                {
                    isMoneyDamaged = false;
                    service[0].engine().book().asset(1).collateral().add(1);
                }
                try
                {
                    return method.invoke(events, arguments);
                }
                catch (final InvocationTargetException ex)
                {
                    throw ex.getCause();
                }
            }));
        return new HostedService(service[0]);
    }
}
