package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The gateways of a run, each sending at a steady rate on a thread of its own.
 */
final class Workload implements AutoCloseable
{
    /** Gateways that trade. */
    static final List<String> GATEWAYS = List.of("exchange-a", "exchange-b");

    private static final int COMMANDS_PER_SECOND = 500;

    private final List<GatewayLoad> loads = new ArrayList<>();

    /**
     * Defines what is traded, opens the accounts and starts to send.
     *
     * @param clients makes clients of a principal with a listener.
     * @param seed    of everything random.
     */
    Workload(final Clients clients, final long seed)
    {
        final TradingFixture floor = new TradingFixture(GATEWAYS);
        floor.open((principal) -> clients.connect(principal, new ClientListener()
        {
        }));
        for (int i = 0; i < GATEWAYS.size(); i++)
        {
            final String principal = "gateway/" + GATEWAYS.get(i);
            try (FlatbookClient gateway = clients.connect(principal, new ClientListener()
            {
            }))
            {
                if (0 == i)
                {
                    floor.mark(gateway);
                }
                TradingFixture.openAccounts(gateway, TradingFixture.firstAccountId(i));
            }
            final GatewayLoad load = new GatewayLoad(principal,
                new Orders(floor, new SplittableRandom(seed + i), TradingFixture.firstAccountId(i), 0 == i),
                COMMANDS_PER_SECOND);
            loads.add(load);
        }
        try
        {
            for (int i = 0; i < GATEWAYS.size(); i++)
            {
                loads.get(i).start(clients.connect("gateway/" + GATEWAYS.get(i), loads.get(i)));
            }
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    /**
     * Makes clients.
     */
    @FunctionalInterface
    interface Clients
    {
        FlatbookClient connect(String principal, ClientListener listener);
    }

    /** Fewest answers that a gateway has had so far. */
    long answeredByEach()
    {
        return loads.stream().mapToLong(GatewayLoad::answeredSoFar).min().orElse(0);
    }

    /** Commands that were refused for want of disk space. */
    long refusedForStorage()
    {
        return loads.stream().mapToLong(GatewayLoad::refusedForStorage).sum();
    }

    /** Trades that events reported. */
    long trades()
    {
        return loads.stream().mapToLong(GatewayLoad::trades).sum();
    }

    /** Longest time for which a gateway was not answered, in milliseconds. */
    long longestGapMs()
    {
        return TimeUnit.NANOSECONDS.toMillis(loads.stream().mapToLong(GatewayLoad::longestGapNs).max().orElse(0));
    }

    /** How often sessions of gateways were lost. */
    long disconnections()
    {
        return loads.stream().mapToLong(GatewayLoad::disconnections).sum();
    }

    /** Default runs that were reported to the gateways; once the load has ended. */
    long defaultRuns()
    {
        return loads.stream().mapToLong(GatewayLoad::defaultRuns).sum();
    }

    /** Ends the load: nothing more is sent, all answers are waited for. */
    List<CommandBook> finish()
    {
        final List<CommandBook> books = new ArrayList<>();
        for (final GatewayLoad load : loads)
        {
            books.add(load.finish());
        }
        return books;
    }

    /** Ends the load of a run that failed, whatever is not answered: the next run has the machine for itself. */
    @Override
    public void close()
    {
        loads.forEach(GatewayLoad::close);
    }
}
