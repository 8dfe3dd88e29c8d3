package io.flatbook.metrics;

import java.io.File;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.aeron.CncFileDescriptor;
import org.agrona.DirectBuffer;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * Exports what Aeron counts in an Aeron directory, whatever runs there: it only opens and reads the file of the
 * counters for each answer, so the media driver may restart while it runs. It opens no client and sends nothing.
 */
public final class AeronExporter implements AutoCloseable
{
    /** Whether a media driver runs. */
    public static final MetricFamily UP = MetricFamily.gauge("aeron_up", "",
        "1 if a media driver runs in the directory and has shown within ten seconds that it lives, else 0.");
    /** When the media driver started. */
    public static final MetricFamily START = MetricFamily.gauge("aeron_driver_start_time_seconds", "seconds",
        "When the media driver started, in seconds since 1970.");

    private static final String USAGE = """
        usage: aeron-exporter --aeron-dir DIR [--listen HOST:PORT]
          --aeron-dir DIR     directory of a media driver, such as /dev/shm/aeron-NAME
          --listen HOST:PORT  where /metrics, /livez and /readyz are answered (127.0.0.1:9465)
        exit: 0 ended by a signal, 1 it cannot listen, 2 wrong arguments
        """;
    private static final String DEFAULT_LISTEN = "127.0.0.1:9465";
    private static final long SILENCE_MAX_MS = 10_000;
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 2;

    private final Path directory;
    private final PageServer server;

    /**
     * Starts to answer.
     *
     * @param directory of a media driver; it need not be there yet.
     * @param host      to listen on besides 127.0.0.1; that one itself for nothing else.
     * @param port      to listen on; 0: any free one.
     * @throws IOException if it cannot listen there.
     */
    public AeronExporter(final Path directory, final String host, final int port) throws IOException
    {
        this.directory = directory;
        server = new PageServer(host, port, host, Map.of(
            "/metrics", (accept) -> Page.Content.metrics(collect(), accept),
            "/livez", (accept) -> Page.Content.verdict(true, "the exporter runs"),
            "/readyz", (accept) -> ready()));
    }

    /**
     * Runs until the process is ended.
     *
     * @param args as the text of {@code --help} says.
     */
    public static void main(final String[] args)
    {
        final int exitCode = run(List.of(args));
        if (0 != exitCode)
        {
            System.exit(exitCode);
        }
    }

    /**
     * Runs until the process is ended.
     *
     * @param args of the command line.
     * @return exit code: 0 after help was shown, 1 it cannot listen, 2 wrong arguments.
     */
    public static int run(final List<String> args)
    {
        if (args.contains("--help") || args.contains("-h"))
        {
            System.out.print(USAGE);
            return 0;
        }
        String aeronDirectory = null;
        String listen = DEFAULT_LISTEN;
        for (int i = 0; i + 1 < args.size(); i += 2)
        {
            aeronDirectory = "--aeron-dir".equals(args.get(i)) ? args.get(i + 1) : aeronDirectory;
            listen = "--listen".equals(args.get(i)) ? args.get(i + 1) : listen;
        }
        final int colon = listen.lastIndexOf(':');
        final boolean isKnown = args.size() % 2 == 0 && args.stream().filter((word) -> word.startsWith("--"))
            .allMatch(List.of("--aeron-dir", "--listen")::contains);
        if (null == aeronDirectory || !isKnown || colon < 1 || !listen.substring(colon + 1).matches("\\d{1,5}"))
        {
            System.err.print(USAGE);
            return EXIT_USAGE;
        }
        final int port = Integer.parseInt(listen.substring(colon + 1));
        return serve(Path.of(aeronDirectory), listen.substring(0, colon), port);
    }

    /**
     * @return port on which it listens.
     */
    public int port()
    {
        return server.port();
    }

    @Override
    public void close()
    {
        server.close();
    }

    private static int serve(final Path directory, final String host, final int port)
    {
        try (AeronExporter exporter = new AeronExporter(directory, host, port))
        {
            System.err.println(
                "reads " + directory + ", answers on http://" + host + ":" + exporter.port() + "/metrics");
            new CountDownLatch(1).await();
            return 0;
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            System.err.println("cannot listen on " + host + ":" + port + ": " + ex.getMessage());
            return EXIT_FAILURE;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private Page.Content ready()
    {
        final MetricSamples samples = new MetricSamples();
        final boolean isUp = read(samples);
        return Page.Content.verdict(isUp, isUp ? "a media driver runs in " + directory :
            "no media driver runs in " + directory);
    }

    private MetricSamples collect()
    {
        final MetricSamples samples = new MetricSamples();
        final boolean isUp = read(samples);
        return samples.set(UP, isUp);
    }

    /** @return whether the driver lives; nothing is collected of one that does not. */
    private boolean read(final MetricSamples samples)
    {
        final File file = directory.resolve(CncFileDescriptor.CNC_FILE).toFile();
        MappedByteBuffer mapped = null;
        try (FileChannel channel = FileChannel.open(file.toPath(), StandardOpenOption.READ))
        {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return read(mapped, samples);
        }
        catch (final IOException ex)
        {
            return false;
        }
        finally
        {
            IoUtil.unmap(mapped);
        }
    }

    private static boolean read(final MappedByteBuffer mapped, final MetricSamples samples)
    {
        if (mapped.capacity() < CncFileDescriptor.END_OF_METADATA_OFFSET)
        {
            return false;
        }
        final DirectBuffer header = CncFileDescriptor.createMetaDataBuffer(mapped);
        final int version = header.getInt(CncFileDescriptor.cncVersionOffset(0));
        if (0 == version || !CncFileDescriptor.isCncFileLengthSufficient(header, mapped.capacity()))
        {
            return false;
        }
        CncFileDescriptor.checkVersion(version);
        final UnsafeBuffer toDriver = CncFileDescriptor.createToDriverBuffer(mapped, header);
        final long seenMs = new ManyToOneRingBuffer(toDriver).consumerHeartbeatTime();
        if (System.currentTimeMillis() - seenMs > SILENCE_MAX_MS)
        {
            return false;
        }
        samples.set(START, CncFileDescriptor.startTimestampMs(header) / 1e3);
        AeronMetrics.collect(new CountersReader(
            CncFileDescriptor.createCountersMetaDataBuffer(mapped, header),
            CncFileDescriptor.createCountersValuesBuffer(mapped, header), StandardCharsets.US_ASCII), samples);
        return true;
    }
}
