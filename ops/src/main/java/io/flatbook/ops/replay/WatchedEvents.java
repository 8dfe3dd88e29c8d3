package io.flatbook.ops.replay;

import io.flatbook.engine.ClearingEvents;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.BiConsumer;

/**
 * Events of an engine that somebody looks at before they go on to their receiver.
 */
public final class WatchedEvents
{
    private WatchedEvents()
    {
    }

    /**
     * Has events looked at.
     *
     * @param events  that go on unchanged.
     * @param watcher gets the name of each method of {@link ClearingEvents} and its arguments, null if it has none.
     * @return receiver of the engine's events.
     */
    public static ClearingEvents of(final ClearingEvents events, final BiConsumer<String, Object[]> watcher)
    {
        return (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, args) ->
            {
                watcher.accept(method.getName(), args);
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
