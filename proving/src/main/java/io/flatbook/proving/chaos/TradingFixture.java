package io.flatbook.proving.chaos;

import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.InstrumentKind;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What is traded in a run, and by whom: one asset, some instruments with room for leverage, gateways with venues and
 * accounts of their own.
 */
final class TradingFixture
{
    /** Accounts of each gateway. */
    static final int ACCOUNTS = 32;

    /** Who defines everything. */
    static final String RISK = "risk/officer";

    private static final int ASSET = 1;
    private static final int INSTRUMENTS = 3;
    private static final long START_TICKS = 50_000;
    private static final long LOWEST_TICKS = 20_000;
    private static final long HIGHEST_TICKS = 120_000;
    private static final long FUND = 10_000_000;
    private static final long FIRST_DEPOSIT = 100_000;
    private static final long DEPOSIT_STEP = 30_000;
    private static final int INITIAL_PPM = 50_000;
    private static final int MAINTENANCE_PPM = 30_000;
    private static final long ACCOUNTS_APART = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final List<String> gateways;

    /**
     * @param gateways by name; the first gives the marks.
     */
    TradingFixture(final List<String> gateways)
    {
        this.gateways = gateways;
    }

    /** Defines it all. */
    void open(final Function<String, FlatbookClient> clients)
    {
        try (FlatbookClient risk = clients.apply(RISK))
        {
            accepted(risk, RiskSettings.defineAsset("USD", 2));
            for (int i = 1; i <= INSTRUMENTS; i++)
            {
                accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
                    .symbol("PERP-" + i)
                    .kind(InstrumentKind.LINEAR_PERPETUAL)
                    .settlementAsset(ASSET)
                    .units(new BigDecimal("0.1"), new BigDecimal("0.1"))
                    .maxTicks(HIGHEST_TICKS)
                    .marginTiers(List.of(new MarginTier(0, INITIAL_PPM, MAINTENANCE_PPM)))));
            }
            for (int i = 0; i < gateways.size(); i++)
            {
                accepted(risk, RiskSettings.defineGateway(gateways.get(i), i + 1, GatewayCapabilities.ALL, false));
            }
            accepted(risk, RiskCommands.fundInsurance(ASSET, FUND));
        }
    }

    /** Opens the accounts of a gateway over a client of its own. */
    static void openAccounts(final FlatbookClient gateway, final long firstAccountId)
    {
        for (int i = 0; i < ACCOUNTS; i++)
        {
            final long id = firstAccountId + i;
            accepted(gateway, GatewayCommands.openAccount(id, id, ASSET));
            accepted(gateway, GatewayCommands.deposit(id, FIRST_DEPOSIT + i * DEPOSIT_STEP, i + 1));
        }
    }

    /** The first marks. */
    void mark(final FlatbookClient gateway)
    {
        final int[] ids = new int[INSTRUMENTS];
        for (int i = 0; i < ids.length; i++)
        {
            ids[i] = i + 1;
        }
        accepted(gateway, GatewayCommands.updateMarkPrices(1, ids, startTicks(), ids.length));
    }

    long[] startTicks()
    {
        final long[] ticks = new long[INSTRUMENTS];
        Arrays.fill(ticks, START_TICKS);
        return ticks;
    }

    long bounded(final long ticks)
    {
        return Math.max(LOWEST_TICKS, Math.min(HIGHEST_TICKS, ticks));
    }

    /** First account of the gateway with this index. */
    static long firstAccountId(final int gateway)
    {
        return 1 + ACCOUNTS_APART * gateway;
    }

    private static Outcome accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, TIMEOUT);
        if (!outcome.isAccepted())
        {
            throw new NotAsPromisedException("command " + outcome.commandId() + " of the preparations ended as " +
                outcome.status() + ' ' + outcome.reason() + ' ' + outcome.field());
        }
        return outcome;
    }
}
