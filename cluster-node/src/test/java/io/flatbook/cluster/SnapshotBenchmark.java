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

/**
 * How long a node's state machine stands still for a snapshot, and what loading it takes: one node with the default
 * settings, accounts with a position each, and a full ring of events. Also the heap that this state takes.
 */
public final class SnapshotBenchmark
{
    private static final int ACCOUNTS = 300_000;
    private static final int ROUNDS = 3;
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
            final StandIn taken = take(directory, book);
            final List<Double> takenMs = taken.takenMs;
            final double[] sorted = takenMs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            final SnapshotBytes bytes = new SnapshotBytes();
            final long[] records = new long[1];
            new SnapshotTaker(book.engine(), book.publisher()).takeTo(bytes);
            SnapshotBytes.read(bytes.toByteArray(), (buffer, offset, length) -> records[0]++);
            System.out.printf("%10s %10s %8s %9s %12s %12s %12s %12s %9s %12s%n",
                "accounts", "records", "MB", "disk, MB", "stop best", "stop median", "stop worst",
                "load, ms", "heap, MB", "collect, ms");
            final double loadMs = load(directory);
            System.out.printf(Locale.ROOT, "%10d %10d %8.1f %9.1f %12.0f %12.0f %12.0f %12.0f %9.0f %12.0f%n",
                ACCOUNTS, records[0], bytes.toByteArray().length / 1e6, taken.recordedBytes / 1e6,
                sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1], loadMs, heapMb,
                collectMs);
            report(arguments, sorted[sorted.length / 2], rawMs(directory, bytes.toByteArray()), loadMs, heapMb,
                collectMs);
            System.out.println("stops in order, ms: " + Arrays.toString(
                takenMs.stream().mapToLong(Math::round).toArray()));
        }
        finally
        {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private static void report(
        final Arguments arguments, final double stopMs, final double rawMs, final double loadMs, final double heapMb,
        final double collectMs)
        throws IOException
    {
        final Results results = new Results();
        results.addGrowth("snapshot-stop", "snapshot of 300,000 accounts with a position each, a node stands still, " +
            "ms; against a write of as many bytes with fsync", stopMs, rawMs, RAW_MOST);
        results.add("snapshot-load", "load of that snapshot, ms", loadMs);
        results.addGrowth("snapshot-heap", "heap of an account with a position, its ids and references, bytes; " +
            "against one with a position of exchange-core, as published", heapMb * 1e6 / ACCOUNTS, PEER_BYTES,
            Double.NaN);
        results.add("snapshot-collect", "a collection of all garbage beside that state, ms", collectMs);
        results.writeTo(arguments.json());
    }

    private static double rawMs(final Path directory, final byte[] bytes) throws IOException
    {
        final double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++)
        {
            final long startNs = System.nanoTime();
            try (FileChannel file = FileChannel.open(directory.resolve("raw-" + round), StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE))
            {
                final ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining())
                {
                    file.write(buffer);
                }
                file.force(true);
            }
            times[round] = (System.nanoTime() - startNs) / 1e6;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
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

    private static StandIn take(final Path directory, final LocalClearing book)
    {
        final StandIn service = new StandIn(book);
        try (EmbeddedNode node = launch(directory, service))
        {
            for (int round = 1; round <= ROUNDS; round++)
            {
                final long snapshots = round;
                await(node::requestSnapshot);
                await(() -> node.counters().snapshots() >= snapshots);
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
