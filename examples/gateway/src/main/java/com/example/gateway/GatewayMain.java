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
 * SIGTERM if COUNT is 0. Exit code 1 if one was not booked, 143 after SIGTERM; the last line counts.
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
     * @throws IOException if a file cannot be read.
     */
    public static void main(final String[] arguments) throws IOException
    {
        if (4 != arguments.length)
        {
            System.err.println("usage: GatewayMain RISK.properties GATEWAY.properties FIRST_TRADE_ID COUNT");
            System.exit(2);
        }
        endInOrder();
        final Properties gatewayProfile = load(arguments[1]);
        try (FlatbookClient risk = FlatbookClient.connect(context(load(arguments[0]))))
        {
            Venue.define(risk, name(gatewayProfile));
        }
        final boolean isWhole;
        try (Gateway gateway = new Gateway(context(gatewayProfile)))
        {
            gateway.open(SELLER, 1, "1000000");
            gateway.open(BUYER, 2, "1000000");
            gateway.mark("50000");
            isWhole = trade(gateway, Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        }
        if (!isWhole)
        {
            Runtime.getRuntime().halt(1);
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

    private static Properties load(final String file) throws IOException
    {
        final Properties profile = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(file)))
        {
            profile.load(reader);
        }
        return profile;
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
