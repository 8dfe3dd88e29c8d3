package io.flatbook.ops.console;

import io.javalin.http.ServiceUnavailableResponse;
import io.javalin.http.sse.SseClient;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Server-sent events to browsers. Each browser has a slot per topic in which the newest text replaces one that was not
 * sent yet, and a thread that waits for that browser alone: a stuck one delays nobody.
 */
final class Streams implements AutoCloseable
{
    /** Browsers at most; each holds a thread. */
    static final int STREAMS_MAX = 64;

    private static final long HEARTBEAT_MS = 5_000;
    private static final long END_MS = 1_000;
    private static final long PAUSE_NS = 1_000_000;

    private final Map<String, String> newest = new ConcurrentHashMap<>();
    private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /**
     * Serves a browser until it goes away or this is closed.
     *
     * @throws ServiceUnavailableResponse if too many look already.
     */
    void serve(final SseClient browser)
    {
        if (isClosed || STREAMS_MAX <= streams.size())
        {
            throw new ServiceUnavailableResponse("too many browsers look at this console");
        }
        final Stream stream = new Stream();
        streams.add(stream);
        browser.keepAlive();
        browser.onClose(stream::close);
        newest.forEach(stream::put);
        final Thread thread = new Thread(() -> run(stream, browser), "console-stream");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Tells all browsers.
     *
     * @param topic of the text.
     * @param text  JSON on one line.
     */
    void tell(final String topic, final String text)
    {
        newest.put(topic, text);
        streams.forEach(stream -> stream.put(topic, text));
    }

    /**
     * Ends all streams, and gives their threads a moment to finish their answers while the server is still up.
     */
    @Override
    public void close()
    {
        isClosed = true;
        streams.forEach(Stream::close);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MS);
        while (!streams.isEmpty() && System.nanoTime() - deadlineNs < 0)
        {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private void run(final Stream stream, final SseClient browser)
    {
        try
        {
            while (!stream.isClosed() && !browser.terminated())
            {
                final Map<String, String> waiting = stream.take(HEARTBEAT_MS);
                if (waiting.isEmpty() && !browser.terminated())
                {
                    browser.sendComment("alive");
                }
                for (final Map.Entry<String, String> each : waiting.entrySet())
                {
                    send(browser, each.getKey(), each.getValue());
                }
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        finally
        {
            browser.close();
            streams.remove(stream);
        }
    }

    private static void send(final SseClient browser, final String topic, final String text)
    {
        if (!browser.terminated())
        {
            browser.sendEvent(topic, text);
        }
    }

    private static final class Stream
    {
        private final Map<String, String> slots = new LinkedHashMap<>();
        private boolean isClosed;

        synchronized void put(final String topic, final String text)
        {
            slots.put(topic, text);
            notifyAll();
        }

        synchronized Map<String, String> take(final long waitMs) throws InterruptedException
        {
            if (slots.isEmpty() && !isClosed)
            {
                wait(waitMs);
            }
            final Map<String, String> taken = new LinkedHashMap<>(slots);
            slots.clear();
            return taken;
        }

        synchronized void close()
        {
            isClosed = true;
            notifyAll();
        }

        synchronized boolean isClosed()
        {
            return isClosed;
        }
    }
}
