package io.flatbook.benchmark;

import io.flatbook.engine.ClearingEvents;

import java.lang.reflect.Proxy;

/** A listener that hears nothing. */
final class SilentEvents
{
    private SilentEvents()
    {
    }

    static ClearingEvents make()
    {
        return (ClearingEvents)Proxy.newProxyInstance(
            ClearingEvents.class.getClassLoader(), new Class<?>[]{ClearingEvents.class}, (proxy, method, args) -> null);
    }
}
