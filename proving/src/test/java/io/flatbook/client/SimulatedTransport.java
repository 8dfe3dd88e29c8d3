package io.flatbook.client;

import java.util.function.Supplier;

import io.aeron.Aeron;
import org.agrona.concurrent.NanoClock;

/**
 * Lets a client run under a clock and over a transport of the caller's.
 */
public final class SimulatedTransport
{
    private SimulatedTransport()
    {
    }

    /**
     * Sets both.
     *
     * @param context   to set them in.
     * @param clock     of all of the client's timeouts.
     * @param transport connects to a media driver, at the start and whenever the connection was closed.
     * @return the context.
     */
    public static FlatbookClient.Context in(
        final FlatbookClient.Context context, final NanoClock clock, final Supplier<Aeron> transport)
    {
        context.clock = clock;
        context.transport = transport;
        return context;
    }
}
