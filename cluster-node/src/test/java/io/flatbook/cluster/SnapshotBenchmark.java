package io.flatbook.cluster;

import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.cluster.service.Cluster;
import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.EmbeddedNode;
import io.flatbook.node.HostedService;
import io.flatbook.node.IdleService;
import io.flatbook.node.NodeConfig;
import org.agrona.IoUtil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * How long a node's state machine stands still for a snapshot, and what loading it takes: one node with the default
 * settings, accounts with a position each, and a full ring of events. After each snapshot as many bytes are written to
 * a file and synced, since a disk is now fast and now slow. Also the heap that this state takes.
 */
public final class SnapshotBenchmark
{
    private static final int ACCOUNTS = 300_000;
    private static final int ROUNDS = 9;
    private static final double RAW_MOST = 1.5;
    private static final double PEER_BYTES = 601;
    private static final int BASE_PORT = 27_000;
    private static final long WAIT_NS = TimeUnit.MINUTES.toNanos(5);

    private SnapshotBenchmark()
    {
    }

    /**
     * Prints the table.
     *
     * @param args {@code snapshot [DIRECTORY] [--json FILE]}; the parent of the data directory decides the disk.
     * @throws IOException if the directory cannot be made, or the file not be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        final Path parent = arguments.directory();
        final Path directory = Files.createTempDirectory(parent, "flatbook-snapshot-benchmark-");
        try
        {
            final long heapBefore = heapBytes();
            final LocalClearing book = book();
            final double heapMb = (heapBytes() - heapBefore) / 1e6;
            final double collectMs = collectMs();
            System.out.printf("java %s, %d processors; one node, default settings, data in %s%n",
                System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), parent);
            final SnapshotBytes snapshot = new SnapshotBytes();
            new SnapshotTaker(book.engine(), book.publisher()).takeTo(snapshot);
            final byte[] bytes = snapshot.toByteArray();
            final long[] records = new long[1];
            SnapshotBytes.read(bytes, (buffer, offset, length) -> records[0]++);
            final double[] rawMs = new double[ROUNDS];
            final StandIn taken = take(directory, book, bytes, rawMs);
            final double[] stopMs = taken.takenMs.stream().mapToDouble(Double::doubleValue).toArray();
            System.out.printf("%10s %10s %8s %9s %12s %12s %12s %12s %9s %12s%n",
                "accounts", "records", "MB", "disk, MB", "stop best", "stop median", "stop worst",
                "load, ms", "heap, MB", "collect, ms");
            final double loadMs = load(directory);
            System.out.printf(Locale.ROOT, "%10d %10d %8.1f %9.1f %12.0f %12.0f %12.0f %12.0f %9.0f %12.0f%n",
                ACCOUNTS, records[0], bytes.length / 1e6, taken.recordedBytes / 1e6,
                sorted(stopMs)[0], median(stopMs), sorted(stopMs)[ROUNDS - 1], loadMs, heapMb, collectMs);
            report(arguments, stopMs, rawMs, loadMs, heapMb, collectMs);
            System.out.println("stops in order, ms:  " + rounded(stopMs));
            System.out.println("writes after each:   " + rounded(rawMs));
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static void report(
        final Arguments arguments, final double[] stopMs, final double[] rawMs, final double loadMs,
        final double heapMb, final double collectMs)
        throws IOException
    {
        final Results results = new Results();
        final double[] ratios = IntStream.range(0, ROUNDS).mapToDouble(round -> stopMs[round] / rawMs[round]).toArray();
        results.add(new Results.Row("snapshot-stop", "snapshot of 300,000 accounts with a position each, a node " +
            "stands still, ms; against a write of as many bytes with fsync, pairs", median(stopMs), median(rawMs),
            median(ratios), RAW_MOST, false, Results.loopNs()));
        results.add("snapshot-load", "load of that snapshot, ms", loadMs);
        results.addGrowth("snapshot-heap", "heap of an account with a position, its ids and references, bytes; " +
            "against one with a position of exchange-core, as published", heapMb * 1e6 / ACCOUNTS, PEER_BYTES,
            Double.NaN);
        results.add("snapshot-collect", "a collection of all garbage beside that state, ms", collectMs);
        results.writeTo(arguments.json());
    }

    private static double[] sorted(final double[] values)
    {
        return Arrays.stream(values).sorted().toArray();
    }

    private static double median(final double[] values)
    {
        return sorted(values)[values.length / 2];
    }

    private static String rounded(final double[] values)
    {
        return Arrays.toString(Arrays.stream(values).mapToLong(Math::round).toArray());
    }

    private static double rawMs(final Path file, final byte[] bytes)
    {
        final long startNs = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            final ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining())
            {
                channel.write(buffer);
            }
            channel.force(true);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return (System.nanoTime() - startNs) / 1e6;
    }

    private static long heapBytes()
    {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double collectMs()
    {
        final long startNs = System.nanoTime();
        System.gc();
        return (System.nanoTime() - startNs) / 1e6;
    }

    private static LocalClearing book()
    {
        final LocalClearing book = new LocalClearing(new Limits());
        final Desk desk = Books.traded(new Desk(book));
        final long firstAccount = 1_000;
        for (long account = firstAccount; account < firstAccount + ACCOUNTS; account++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(account, account, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(account, 1_000_000, account));
            if (1 == account % 2)
            {
                desk.accepted(Desk.GATEWAY, Messages.registerTrade(account, account - 1, account, 1, 1_000));
            }
        }
        return book;
    }

    private static StandIn take(
        final Path directory, final LocalClearing book, final byte[] bytes, final double[] rawMs)
    {
        final StandIn service = new StandIn(book);
        try (EmbeddedNode node = launch(directory, service))
        {
            for (int round = 0; round < ROUNDS; round++)
            {
                final long snapshots = round + 1;
                await(node::requestSnapshot);
                await(() -> node.counters().snapshots() >= snapshots);
                rawMs[round] = rawMs(directory.resolve("raw-" + round), bytes);
            }
        }
        return service;
    }

    private static double load(final Path directory)
    {
        final StandIn service = new StandIn(null);
        final EmbeddedNode node = launch(directory, service);
        node.close();
        return service.loadedMs;
    }

    private static EmbeddedNode launch(final Path directory, final StandIn service)
    {
        final NodeConfig config = NodeConfig.of(Map.of(
            "directory", directory.resolve("node").toString(),
            "hosts", "127.0.0.1",
            "basePort", Integer.toString(BASE_PORT),
            "statusPort", "0",
            "authentication", "names",
            "snapshotIntervalMs", "0",
            "snapshotLogLength", "0"));
        return EmbeddedNode.launch(config, new HostedService(service, () -> null),
            (what, cause) -> System.err.println(what + ": " + cause), () ->
            {
            });
    }

    private static void await(final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + WAIT_NS;
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() > deadlineNs)
            {
                throw new IllegalStateException("the node does not get on");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** A book that was made apart from the log, and takes no entry. */
    private static final class StandIn extends IdleService
    {
        private final LocalClearing book;
        private final List<Double> takenMs = new ArrayList<>();
        private volatile double loadedMs;
        private volatile long recordedBytes;

        private StandIn(final LocalClearing book)
        {
            this.book = book;
        }

        @Override
        public void onStart(final Cluster startedCluster, final Image snapshotImage)
        {
            super.onStart(startedCluster, snapshotImage);
            if (null != snapshotImage)
            {
                final long startNs = System.nanoTime();
                final LocalClearing empty = new LocalClearing(new Limits());
                final SnapshotLoader loader = new SnapshotLoader(empty.engine(), empty.publisher());
                ImageSource.drain(snapshotImage, loader, cluster.idleStrategy());
                loader.verify();
                loadedMs = (System.nanoTime() - startNs) / 1e6;
            }
        }

        @Override
        public void onTakeSnapshot(final ExclusivePublication snapshotPublication)
        {
            final long startNs = System.nanoTime();
            new SnapshotTaker(book.engine(), book.publisher()).takeTo(
                new PublicationSink(snapshotPublication, cluster.idleStrategy()));
            takenMs.add((System.nanoTime() - startNs) / 1e6);
            recordedBytes = snapshotPublication.position();
        }
    }
}
