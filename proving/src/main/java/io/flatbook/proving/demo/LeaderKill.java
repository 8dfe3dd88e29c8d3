package io.flatbook.proving.demo;

import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.link.Replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Kills the leader while a {@link TradeStream} runs, waits for trades under the next one, starts the dead node again
 * and waits until it has caught up.
 *
 * @param killed       member that led.
 * @param leader       member that leads in its place.
 * @param gapMs        from the kill to the first outcome by the new leader, in milliseconds.
 * @param caughtUpMs   from the restart of the killed node until it had applied what the others had then.
 */
record LeaderKill(int killed, int leader, long gapMs, long caughtUpMs)
{
    private static final long LOAD_BEFORE_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long DOWN_NS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long LOAD_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long GAP_MAX_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /**
     * Does it; the stream runs on the calling thread all the while.
     *
     * @param cluster  whose leader is killed.
     * @param replicas of it.
     * @param stream   of trades, ready to run.
     * @param talk     receives what is done, on another thread.
     * @return how it went.
     * @throws NotAsPromisedException if no other node leads, or the killed one does not catch up.
     */
    static LeaderKill under(
        final LocalCluster cluster, final Replicas replicas, final TradeStream stream, final Consumer<String> talk)
    {
        final CompletableFuture<LeaderKill> killing =
            CompletableFuture.supplyAsync(() -> kill(cluster, replicas, stream, talk), LeaderKill::start);
        stream.runUntil(killing::isDone);
        try
        {
            return killing.join();
        }
        catch (final CompletionException ex)
        {
            throw ex.getCause() instanceof final NotAsPromisedException cause ? cause : ex;
        }
    }

    private static LeaderKill kill(
        final LocalCluster cluster, final Replicas replicas, final TradeStream stream, final Consumer<String> talk)
    {
        LockSupport.parkNanos(LOAD_BEFORE_NS);
        final int killed = replicas.awaitLeader();
        stream.leaderLost(killed);
        cluster.kill(killed);
        talk.accept("node " + killed + " led and is killed");
        final long deadlineNs = System.nanoTime() + GAP_MAX_NS;
        while (0 == stream.gapNs())
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new DemoException("no trade was answered for " + TimeUnit.NANOSECONDS.toSeconds(GAP_MAX_NS) +
                    " s after the leader was killed");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        talk.accept("trades are answered again after " + Figures.seconds(stream.gapNs()));
        LockSupport.parkNanos(DOWN_NS);
        final int leader = replicas.awaitLeader();
        final long restartedNs = System.nanoTime();
        try
        {
            cluster.restart(killed);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        talk.accept("node " + killed + " is started again and replays");
        replicas.awaitCaughtUp(killed);
        final long caughtUpMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - restartedNs);
        LockSupport.parkNanos(LOAD_AFTER_NS);
        return new LeaderKill(killed, leader, TimeUnit.NANOSECONDS.toMillis(stream.gapNs()), caughtUpMs);
    }

    private static void start(final Runnable work)
    {
        final Thread thread = new Thread(work, "leader-kill");
        thread.setDaemon(true);
        thread.start();
    }
}
