package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.Command;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Outcome;
import io.flatbook.client.RiskSettings;
import io.flatbook.ops.link.NotAsPromisedException;

import java.time.Duration;
import java.util.List;

/**
 * A gateway that is let in beside those of the load, with a venue and accounts of its own, so that what it does wrong
 * must do no harm to theirs.
 */
final class GuestGateway
{
    static final String NAME = "guest";
    static final String PRINCIPAL = "gateway/" + NAME;
    static final List<String> PRINCIPALS = List.of(PRINCIPAL);
    static final long ACCOUNT = 9_001;
    static final long OTHER_ACCOUNT = 9_002;
    static final int ASSET = 1;
    static final int VENUE = 9;
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final ClientListener NOBODY = new ClientListener()
    {
    };

    private GuestGateway()
    {
    }

    /** Defines it, with everything but the right to move marks and funding, which all share. */
    static void admit(final ChaosCluster rig)
    {
        final GatewayCapabilities capabilities = new GatewayCapabilities(true, true, false, false);
        try (FlatbookClient risk = connect(rig, TradingFixture.RISK))
        {
            accepted(risk, RiskSettings.defineGateway(NAME, VENUE, capabilities, false));
        }
        try (FlatbookClient guest = connect(rig, PRINCIPAL))
        {
            accepted(guest, GatewayCommands.openAccount(ACCOUNT, ACCOUNT, ASSET));
            accepted(guest, GatewayCommands.openAccount(OTHER_ACCOUNT, OTHER_ACCOUNT, ASSET));
        }
    }

    /** A client without any interest in events. */
    static FlatbookClient connect(final ChaosCluster rig, final String principal)
    {
        return rig.connect(principal, NOBODY);
    }

    static void accepted(final FlatbookClient client, final Command command)
    {
        final Outcome outcome = client.submit(command, TIMEOUT);
        if (!outcome.isAccepted())
        {
            throw new NotAsPromisedException("refused: " + outcome);
        }
    }
}
