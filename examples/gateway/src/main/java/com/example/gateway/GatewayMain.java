package com.example.gateway;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import io.flatbook.client.FlatbookClient;

/**
 * Runs the example against a cluster: {@code GatewayMain RISK GATEWAY FIRST_TRADE_ID COUNT}. RISK and GATEWAY are files
 * like the command line's profiles: ingressEndpoints and principal, and if the cluster asks for them secretFile,
 * transportKeyFile, clusterName and egressChannel. Trades FIRST_TRADE_ID and on are sent, COUNT of them, or until
 * SIGTERM if COUNT is 0. Exit code 1 if one was not booked, 2 for wrong arguments, 143 after SIGTERM; the last line
 * counts.
 */
public final class GatewayMain
{
    private static final long BUYER = 9_001_002;
    private static final long SELLER = 9_001_001;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static volatile boolean isEnding;

    private GatewayMain()
    {
    }

    /**
     * Entry point.
     *
     * @param arguments two files, the id of the first trade, and how many.
     */
    public static void main(final String[] arguments)
    {
        if (4 != arguments.length)
        {
            System.err.println("usage: GatewayMain RISK.properties GATEWAY.properties FIRST_TRADE_ID COUNT");
            System.exit(2);
        }
        endInOrder();
        int exitCode = 2;
        try
        {
            final boolean isWhole = run(load(arguments[0]), load(arguments[1]),
                number("FIRST_TRADE_ID", arguments[2], 1), number("COUNT", arguments[3], 0));
            exitCode = isWhole ? 0 : 1;
        }
        catch (final IllegalArgumentException ex)
        {
            System.err.println(ex.getMessage());
        }
        if (0 != exitCode)
        {
            // Not exit(): that would wait for this thread.
            Runtime.getRuntime().halt(exitCode);
        }
    }

    private static boolean run(
        final Properties riskProfile, final Properties gatewayProfile, final long firstTradeId, final long count)
    {
        try (FlatbookClient risk = FlatbookClient.connect(context(riskProfile)))
        {
            Venue.define(risk, name(gatewayProfile));
        }
        try (Gateway gateway = new Gateway(context(gatewayProfile)))
        {
            gateway.open(SELLER, 1, "1000000");
            gateway.open(BUYER, 2, "1000000");
            gateway.mark("50000");
            return trade(gateway, firstTradeId, count);
        }
    }

    /** Buys and sells the same quantity in turn, so that no position grows. */
    private static boolean trade(final Gateway gateway, final long firstTradeId, final long count)
    {
        long tradeId = firstTradeId;
        while (!isEnding && (0 == count || tradeId < firstTradeId + count))
        {
            final boolean isForth = 0 == tradeId % 2;
            gateway.trade(tradeId, isForth ? BUYER : SELLER, isForth ? SELLER : BUYER, "0.01", "50000", PATIENCE);
            tradeId++;
        }
        final long sent = tradeId - firstTradeId;
        System.out.println("trades " + sent + ", booked " + gateway.booked().size() + ", refused " +
            gateway.refused() + ", unknown " + gateway.unknown() + ", sessions " + gateway.connections());
        return gateway.booked().size() == sent;
    }

    private static FlatbookClient.Context context(final Properties profile)
    {
        final FlatbookClient.Context context = new FlatbookClient.Context()
            .ingressEndpoints(profile.getProperty("ingressEndpoints"));
        final String principal = profile.getProperty("principal");
        if (principal.startsWith("risk/"))
        {
            context.risk(name(profile));
        }
        else
        {
            context.gateway(name(profile));
        }
        if (profile.containsKey("clusterName"))
        {
            context.clusterName(profile.getProperty("clusterName"));
        }
        if (profile.containsKey("egressChannel"))
        {
            context.egressChannel(profile.getProperty("egressChannel"));
        }
        if (profile.containsKey("secretFile"))
        {
            context.secretFile(Path.of(profile.getProperty("secretFile")));
        }
        if (profile.containsKey("transportKeyFile"))
        {
            context.transportKeyFile(Path.of(profile.getProperty("transportKeyFile")));
        }
        return context;
    }

    private static String name(final Properties profile)
    {
        final String principal = profile.getProperty("principal");
        return principal.substring(principal.indexOf('/') + 1);
    }

    private static Properties load(final String file)
    {
        final Properties profile = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file)))
        {
            profile.load(reader);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new IllegalArgumentException("cannot read " + file + ": " + ex, ex);
        }
        for (final String key : new String[]{"ingressEndpoints", "principal"})
        {
            if (!profile.containsKey(key))
            {
                throw new IllegalArgumentException(file + ": " + key + " is missing");
            }
        }
        return profile;
    }

    private static long number(final String name, final String text, final long least)
    {
        try
        {
            final long number = Long.parseLong(text);
            if (least <= number)
            {
                return number;
            }
        }
        catch (final NumberFormatException ignore)
        {
            // Said below.
        }
        throw new IllegalArgumentException(name + " must be a number of " + least + " or more, not '" + text + "'");
    }

    /** SIGTERM lets the trade that is under way end, and waits for the last line. */
    private static void endInOrder()
    {
        final Thread trading = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() ->
        {
            isEnding = true;
            try
            {
                trading.join();
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }));
    }
}
