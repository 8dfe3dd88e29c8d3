package io.flatbook.proving.demo;

import io.flatbook.client.FlatbookClient;
import io.flatbook.ops.link.Replicas;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Kills the leader again and again under one trade stream and counts what became of its trades.
 */
final class KillLeader
{
    private static final int STREAM_WINDOW = 512;
    private static final long FIRST_ACCOUNT = 1;
    private static final int INSTRUMENTS = 4;
    private static final double MS_PER_S = 1e3;

    private final Stage stage;
    private final int times;
    private final int tradesPerSecond;

    /**
     * @param stage           with the cluster, just started.
     * @param times           to kill the leader, 1 or more.
     * @param tradesPerSecond of the stream.
     */
    KillLeader(final Stage stage, final int times, final int tradesPerSecond)
    {
        this.stage = stage;
        this.times = times;
        this.tradesPerSecond = tradesPerSecond;
    }

    /**
     * Does it.
     *
     * @return whether no trade was lost or applied twice.
     */
    boolean run()
    {
        stage.awaitStart();
        final List<Terms> instruments = Wave.read();
        final List<Terms> traded = instruments.stream()
            .sorted(Comparator.comparingLong((Terms terms) -> terms.value(1, terms.crashTicks())))
            .limit(INSTRUMENTS).toList();
        final Venue venue = stage.venue();
        try (FlatbookClient risk = venue.risk(new Crash(), false))
        {
            Venue.define(risk, instruments, 0);
        }
        final TradeStream stream = new TradeStream(traded, FIRST_ACCOUNT, tradesPerSecond);
        try (FlatbookClient gateway = venue.gateway(Venue.SECOND_EXCHANGE, stream, true, STREAM_WINDOW))
        {
            Venue.mark(gateway, instruments, instruments.stream().mapToLong(Terms::crashTicks).toArray(), 1);
            Venue.openStreamAccounts(gateway, FIRST_ACCOUNT);
            stream.client(gateway);
            return kill(stream);
        }
    }

    private boolean kill(final TradeStream stream)
    {
        stage.print("kill  killed  leads   gap s  back s  acknowledged     lost   resent    twice");
        long longestGapMs = 0;
        TradeStream.Count before = new TradeStream.Count(0, 0, 0, 0);
        for (int i = 1; i <= times; i++)
        {
            final LeaderKill kill = LeaderKill.under(stage.cluster(), stage.replicas(), stream, stage::talk);
            final TradeStream.Count count = stream.settle();
            stage.print(String.format(Locale.ROOT, "%4d  %6d  %5d  %6.2f  %6.2f  %,12d %,8d %,8d %,8d", i,
                kill.killed(), kill.leader(), kill.gapMs() / MS_PER_S, kill.caughtUpMs() / MS_PER_S,
                count.acknowledged() - before.acknowledged(), count.lost(), count.resent() - before.resent(),
                count.twice()));
            longestGapMs = Math.max(longestGapMs, kill.gapMs());
            before = count;
            if (0 < count.lost() || 0 < count.twice())
            {
                break;
            }
        }
        final Replicas.Agreement same = stage.replicas().compare();
        final boolean good = 0 == before.lost() && 0 == before.twice();
        stage.print(String.format(Locale.ROOT, "total     %,d trades acknowledged, %,d lost, %,d resent, %,d applied " +
            "twice; longest gap %.2f s", before.acknowledged(), before.lost(), before.resent(), before.twice(),
            longestGapMs / MS_PER_S));
        stage.print(String.format(Locale.ROOT, "replicas  state hash %s on %d of %d nodes at position %,d   %s",
            same.stateHash(), same.nodes(), same.nodes(), same.position(), good ? "OK" : "NOT OK"));
        return good;
    }
}
