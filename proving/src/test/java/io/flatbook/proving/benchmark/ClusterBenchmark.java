package io.flatbook.proving.benchmark;

import io.flatbook.benchmark.Arguments;
import io.flatbook.benchmark.Results;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionChangedEncoder;
import io.flatbook.sbe.TradeRegisteredEncoder;
import io.flatbook.testkit.KeyFiles;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import static io.flatbook.benchmark.Results.median;

/**
 * Two clusters of three node processes beside each other, loaded by turns, so that what else the machine does hits
 * both: the clearing service against a service that only echoes, or a sealed wire against a plain one. Both have the
 * same driver, durability and checksums. Ratios are the medians of the rounds.
 */
public final class ClusterBenchmark
{
    private static final int ROUNDS = 5;
    private static final int BATCH = TradeLoad.BATCH;
    private static final int ONE_ANSWER_BYTES = answerBytes(1);
    private static final int BATCH_ANSWER_BYTES = answerBytes(BATCH);
    private static final long WARM_S = 12;
    private static final long ROUND_S = 4;
    private static final long QUICK_WARM_S = 8;
    private static final long QUICK_ROUND_S = 3;
    private static final double MIDDLE = 50;
    private static final double TAIL = 99;
    private static final int QUICK_ROUNDS = 3;
    private static final double SINGLES_LEAST = 0.90;
    private static final double TRADES_LEAST = 5;
    private static final double MIDDLE_MOST = 1.10;
    private static final double TAIL_MOST = 1.25;
    private static final double SEALED_LEAST = 0.75;

    private static final Results RESULTS = new Results();
    private static final double NANOS_PER_MICRO = 1_000.0;
    private static Path histograms;
    private static int rounds = ROUNDS;
    private static long warmNs = TimeUnit.SECONDS.toNanos(WARM_S);
    private static long roundNs = TimeUnit.SECONDS.toNanos(ROUND_S);
    /** Messages of one trade that the echo answered a second: what trades are compared with. */
    private static double echoSingles;

    private ClusterBenchmark()
    {
    }

    /**
     * Prints a table.
     *
     * @param args {@code cluster|wire [--quick] [--threads] [--json FILE] [--hdr DIRECTORY]}.
     */
    public static void main(final String[] args) throws IOException
    {
        final Arguments arguments = Arguments.of(args);
        if (arguments.isQuick())
        {
            rounds = QUICK_ROUNDS;
            warmNs = TimeUnit.SECONDS.toNanos(QUICK_WARM_S);
            roundNs = TimeUnit.SECONDS.toNanos(QUICK_ROUND_S);
        }
        histograms = arguments.hdr();
        System.out.printf("java %s, %d processors; 3 + 3 nodes and the client on this machine, %d rounds by turns%n",
            System.getProperty("java.version"), Runtime.getRuntime().availableProcessors(), rounds);
        System.out.printf("%-22s %11s %11s %7s %12s %12s %12s %12s%n", "messages", "one/s", "other/s", "ratio",
            "p50 us", "other p50", "p99 us", "other p99");
        try (KeyFiles keys = new KeyFiles())
        {
            final boolean isWire = "wire".equals(arguments.what());
            try (Side one = isWire ? Side.clearing("one", null) : Side.echo("one");
                Side other = Side.clearing("other", isWire ? keys : null))
            {
                for (final int batch : new int[]{1, BATCH})
                {
                    try (Load first = one.load(batch); Load second = other.load(batch))
                    {
                        compare(isWire, batch, first, second);
                        if (!isWire)
                        {
                            compareAnswers(batch, one, second);
                        }
                        if (arguments.hasThreads())
                        {
                            one.printThreads(isWire ? "plain" : "echo", first);
                            other.printThreads(isWire ? "sealed" : "clearing", second);
                        }
                    }
                }
            }
        }
        RESULTS.writeTo(arguments.json());
    }

    private static void compare(final boolean isWire, final int batch, final Load one, final Load other)
        throws IOException
    {
        one.run(warmNs, 0);
        other.run(warmNs, 0);
        final double[] rates = new double[rounds];
        final double[] otherRates = new double[rounds];
        final double[] ratios = new double[rounds];
        final double[] loops = new double[rounds];
        final double[][] trips = new double[4][rounds];
        final double[][] drains = new double[2][rounds];
        for (int round = 0; round < rounds; round++)
        {
            final Load.Measure peak = one.run(roundNs, 0);
            final Load.Measure otherPeak = other.run(roundNs, 0);
            rates[round] = peak.messagesPerSecond();
            otherRates[round] = otherPeak.messagesPerSecond();
            drains[0][round] = peak.drainNs() / NANOS_PER_MICRO;
            drains[1][round] = otherPeak.drainNs() / NANOS_PER_MICRO;
            ratios[round] = otherRates[round] / rates[round];
            loops[round] = Results.loopNs();
        }
        final Histogram all = new Histogram(3);
        final Histogram otherAll = new Histogram(3);
        final double half = Math.min(median(rates), median(otherRates)) / 2;
        for (int round = 0; round < rounds; round++)
        {
            final Load.Measure calm = one.run(roundNs, half);
            final Load.Measure otherCalm = other.run(roundNs, half);
            all.add(calm.roundTripsNs());
            otherAll.add(otherCalm.roundTripsNs());
            trips[0][round] = calm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[1][round] = otherCalm.roundTripsNs().getValueAtPercentile(MIDDLE) / 1e3;
            trips[2][round] = calm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
            trips[3][round] = otherCalm.roundTripsNs().getValueAtPercentile(TAIL) / 1e3;
        }
        final String name = (isWire ? "sealed/plain" : "clearing/echo") + ", " + batch + " a message";
        System.out.printf(Locale.ROOT, "%-22s %,11.0f %,11.0f %7.2f %,12.0f %,12.0f %,12.0f %,12.0f%n", name,
            median(rates), median(otherRates), median(ratios),
            median(trips[0]), median(trips[1]), median(trips[2]), median(trips[3]));
        System.out.printf(Locale.ROOT, "%-22s %,11.0f %,11.0f%n", "  last answers, us", median(drains[0]),
            median(drains[1]));
        write(all, (isWire ? "plain-" : "echo-") + batch);
        write(otherAll, (isWire ? "sealed-" : "clearing-") + batch);
        record(isWire, batch, new double[]{median(rates), median(otherRates), median(ratios)}, trips, median(loops));
    }

    /** Against an echo whose client is sent as many bytes as one that clears: what is left is not transport. */
    private static void compareAnswers(final int batch, final Side echo, final Load clearing)
    {
        try (Load padded = echo.echo(batch, 1 == batch ? ONE_ANSWER_BYTES : BATCH_ANSWER_BYTES))
        {
            padded.run(roundNs, 0);
            clearing.run(roundNs, 0);
            final double[] rates = new double[rounds];
            final double[] otherRates = new double[rounds];
            final double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                rates[round] = padded.run(roundNs / 2, 0).messagesPerSecond();
                otherRates[round] = clearing.run(roundNs / 2, 0).messagesPerSecond();
                ratios[round] = otherRates[round] / rates[round];
            }
            System.out.printf(Locale.ROOT, "%-22s %,11.0f %,11.0f %7.2f%n", "  echo answers as much", median(rates),
                median(otherRates), median(ratios));
            RESULTS.add(new Results.Row("cluster-" + batch + "-answers", "clearing against echo that answers with as " +
                "many bytes, " + batch + " trades a message: messages a second", median(otherRates), median(rates),
                median(ratios), Double.NaN, true, Results.loopNs()));
        }
    }

    /** Of all rounds, in microseconds. */
    private static void write(final Histogram roundTripsNs, final String name) throws IOException
    {
        if (null != histograms)
        {
            Files.createDirectories(histograms);
            try (PrintStream file = new PrintStream(
                histograms.resolve(name + ".hgrm").toFile(), StandardCharsets.US_ASCII))
            {
                roundTripsNs.outputPercentileDistribution(file, NANOS_PER_MICRO);
            }
        }
    }

    /** An outcome, and for each trade the event of it and of two positions. */
    private static int answerBytes(final int trades)
    {
        final int header = MessageHeaderEncoder.ENCODED_LENGTH;
        return header + CommandOutcomeEncoder.BLOCK_LENGTH + CommandOutcomeEncoder.TradesEncoder.sbeHeaderSize() +
            (1 == trades ? 0 : trades * CommandOutcomeEncoder.TradesEncoder.sbeBlockLength()) +
            trades * (header + TradeRegisteredEncoder.BLOCK_LENGTH +
            2 * (header + PositionChangedEncoder.BLOCK_LENGTH));
    }

    private static void record(
        final boolean isWire,
        final int batch,
        final double[] throughput,
        final double[][] trips,
        final double loopNs)
    {
        final String id = (isWire ? "wire-" : "cluster-") + batch;
        final String name = (isWire ? "sealed against plain wire, " : "clearing against echo, ") + batch +
            " trades a message: ";
        final double least = isWire ? 1 == batch ? Double.NaN : SEALED_LEAST : 1 == batch ? SINGLES_LEAST : Double.NaN;
        RESULTS.add(new Results.Row(id + "-rate", name + "messages a second", throughput[1], throughput[0],
            throughput[2], least, true, loopNs));
        if (!isWire && 1 == batch)
        {
            echoSingles = throughput[0];
        }
        else if (!isWire)
        {
            final double trades = throughput[1] * batch;
            RESULTS.add(new Results.Row(id + "-trades", name + "trades a second against messages of one that echo",
                trades, echoSingles, trades / echoSingles, TRADES_LEAST, true, loopNs));
        }
        for (int i = 0; i < 2; i++)
        {
            final double[] ratios = new double[rounds];
            for (int round = 0; round < rounds; round++)
            {
                ratios[round] = trips[2 * i + 1][round] / trips[2 * i][round];
            }
            RESULTS.add(new Results.Row(id + (0 == i ? "-p50" : "-p99"), name + (0 == i ? "p50" : "p99") +
                " round trip at half of the peak, us", median(trips[2 * i + 1]), median(trips[2 * i]), median(ratios),
                isWire ? Double.NaN : 0 == i ? MIDDLE_MOST : TAIL_MOST, false, loopNs));
        }
    }
}
