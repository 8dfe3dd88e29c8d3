package io.flatbook.proving.demo;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.InstrumentDefinition;
import io.flatbook.client.MarginTier;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.sbe.InstrumentKind;

import java.time.Duration;
import java.util.List;

/**
 * Who speaks to the cluster of the demo, and what is defined before trading starts.
 */
final class Venue
{
    static final String EXCHANGE = "exchange";
    static final String SECOND_EXCHANGE = "exchange-2";
    static final int ASSET = 1;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final long STREAM_DEPOSIT = 10_000_000_000_000L;

    private final LocalCluster cluster;
    private final String driverDirectory;

    /**
     * @param cluster         to speak to.
     * @param driverDirectory of the media driver that all clients share.
     */
    Venue(final LocalCluster cluster, final String driverDirectory)
    {
        this.cluster = cluster;
        this.driverDirectory = driverDirectory;
    }

    FlatbookClient risk(final ClientListener listener, final boolean withEvents)
    {
        return FlatbookClient.connect(context(listener, withEvents).risk("officer"));
    }

    FlatbookClient gateway(
        final String name, final ClientListener listener, final boolean withEvents, final int window)
    {
        return FlatbookClient.connect(context(listener, withEvents).gateway(name).window(window));
    }

    /** Defines asset, instruments and both gateways, and pays into the fund what is above 0. */
    static void define(final FlatbookClient risk, final List<Terms> instruments, final long fund)
    {
        accepted(risk, RiskSettings.defineAsset("USD", Terms.ASSET_SCALE));
        for (final Terms terms : instruments)
        {
            accepted(risk, RiskSettings.defineInstrument(new InstrumentDefinition()
                .symbol(terms.symbol())
                .kind(InstrumentKind.LINEAR_PERPETUAL)
                .settlementAsset(ASSET)
                .units(terms.tickSize(), terms.lotSize())
                .maxTicks(terms.maxTicks())
                .marginTiers(List.of(new MarginTier(0, terms.initialPpm(), terms.maintenancePpm())))));
        }
        accepted(risk, RiskSettings.defineGateway(EXCHANGE, 1, GatewayCapabilities.ALL, true));
        accepted(risk, RiskSettings.defineGateway(SECOND_EXCHANGE, 2, GatewayCapabilities.ALL, false));
        if (0 < fund)
        {
            accepted(risk, RiskCommands.fundInsurance(ASSET, fund));
        }
    }

    /** Moves all marks in one update. */
    static void mark(
        final FlatbookClient gateway, final List<Terms> instruments, final long[] ticks, final long sequence)
    {
        final int[] ids = instruments.stream().mapToInt(Terms::id).toArray();
        accepted(gateway, GatewayCommands.updateMarkPrices(sequence, ids, ticks, ids.length));
    }

    /** Opens the accounts of a trade stream, each of an owner of its own, with money for all its trades. */
    static void openStreamAccounts(final FlatbookClient gateway, final long firstAccountId)
    {
        for (long id = firstAccountId; id < firstAccountId + TradeStream.ACCOUNTS; id++)
        {
            accepted(gateway, GatewayCommands.openAccount(id, id, ASSET));
            accepted(gateway, GatewayCommands.deposit(id, STREAM_DEPOSIT, id));
        }
    }

    static Outcome accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, TIMEOUT);
        if (!outcome.isAccepted())
        {
            throw new DemoException("command " + outcome.commandId() + " ended as " + outcome.status() + ' ' +
                outcome.reason() + ' ' + outcome.field());
        }
        return outcome;
    }

    private FlatbookClient.Context context(final ClientListener listener, final boolean withEvents)
    {
        return new FlatbookClient.Context()
            .clusterName(cluster.profile().clusterName())
            .ingressEndpoints(cluster.profile().ingressEndpoints())
            .aeronDirectoryName(driverDirectory)
            .receiveEvents(withEvents)
            .listener(listener);
    }
}
