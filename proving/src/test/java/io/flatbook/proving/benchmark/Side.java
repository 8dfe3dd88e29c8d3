package io.flatbook.proving.benchmark;

import io.flatbook.ops.link.Ground;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.OwnDriver;
import io.flatbook.ops.link.Replicas;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RegisterTradeEncoder;
import io.flatbook.sbe.RegisterTradesEncoder;
import io.flatbook.testkit.KeyFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * One of the clusters that are compared: three node processes of the clearing service, or of an echo, and the driver of
 * its client.
 */
final class Side implements AutoCloseable
{
    private static final int HEAP_MEGABYTES = 512;
    /** A session keeps still while it is the other's turn. */
    private static final String SESSION_TIMEOUT_MS = "60000";
    private static final String WARM_UP_MS = "1500";
    private static final int ONE_TRADE_BYTES =
        MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradeEncoder.BLOCK_LENGTH;
    private static final int BATCH_BYTES = MessageHeaderEncoder.ENCODED_LENGTH + RegisterTradesEncoder.BLOCK_LENGTH +
        RegisterTradesEncoder.TradesEncoder.sbeHeaderSize() +
        TradeLoad.BATCH * RegisterTradesEncoder.TradesEncoder.sbeBlockLength();
    private static final long THREADS_NS = TimeUnit.SECONDS.toNanos(4);

    private final LocalCluster cluster;
    private final OwnDriver driver;
    private final boolean isEcho;

    private Side(final String name, final Ground ground, final boolean isEcho, final KeyFiles keys) throws IOException
    {
        this.isEcho = isEcho;
        final Map<String, String> settings = new TreeMap<>(null == keys ? Map.of() : keys.settings());
        settings.put("sessionTimeoutMs", SESSION_TIMEOUT_MS);
        settings.put("warmUpMs", WARM_UP_MS);
        final Path directory = Files.createTempDirectory("flatbook-benchmark-" + name + '-');
        cluster = LocalCluster.start(ground, directory, name, HEAP_MEGABYTES, settings);
        driver = OwnDriver.launch(null, null == keys ? null : keys.clients());
    }

    /** A cluster that echoes. */
    static Side echo(final String name) throws IOException
    {
        return new Side(name, new Echoing("io.flatbook.node.BareEchoNode"), true, null);
    }

    /**
     * A cluster that clears, with what is traded.
     *
     * @param keys of a sealed wire; null for a plain one.
     */
    static Side clearing(final String name, final KeyFiles keys) throws IOException
    {
        final Side side = new Side(name, Ground.loopback(), false, keys);
        try
        {
            new Replicas(side.cluster.profile()).awaitLeader();
            TradeLoad.define(side.cluster.profile(), side.driver);
            return side;
        }
        catch (final RuntimeException ex)
        {
            side.close();
            throw ex;
        }
    }

    /** Messages of so many trades, or as long as those. */
    Load load(final int batch)
    {
        return isEcho ? echo(batch, length(batch)) : new TradeLoad(cluster.profile(), driver, batch);
    }

    /** Messages as long as those of so many trades, answered with so many bytes. */
    Load echo(final int batch, final int answerLength)
    {
        return new EchoLoad(cluster.profile(), driver, length(batch), answerLength);
    }

    /** Prints what a message takes of each thread. */
    void printThreads(final String name, final Load load) throws IOException
    {
        final ThreadTimes before = ThreadTimes.of(cluster);
        final double messages = load.run(THREADS_NS, 0).messagesPerSecond() * THREADS_NS /
            TimeUnit.SECONDS.toNanos(1);
        ThreadTimes.of(cluster).printSince(before, name, messages);
    }

    @Override
    public void close()
    {
        driver.close();
        cluster.close();
    }

    private static int length(final int batch)
    {
        return 1 == batch ? ONE_TRADE_BYTES : BATCH_BYTES;
    }

    /** Loopback with nodes of another service. */
    private record Echoing(String mainClass) implements Ground
    {
    }
}
