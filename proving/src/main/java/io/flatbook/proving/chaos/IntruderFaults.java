package io.flatbook.proving.chaos;

import io.aeron.Aeron;
import io.aeron.cluster.client.AeronCluster;
import io.aeron.exceptions.AeronException;
import io.aeron.security.AuthenticationException;
import io.aeron.security.CredentialsSupplier;
import io.flatbook.client.Command;
import io.flatbook.client.Credentials;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCapabilities;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.Outcome;
import io.flatbook.client.Queries;
import io.flatbook.client.QueryRefusedException;
import io.flatbook.client.RiskCommands;
import io.flatbook.client.RiskSettings;
import io.flatbook.client.Trade;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Clients that try to get in without a right to, and clients that are in and try what is not theirs.
 */
final class IntruderFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int ATTEMPTS_MAX = 5;
    private static final int FAILURES = 6;
    private static final int FAILURES_MORE_MAX = 3;
    private static final int STRANGERS = 4;
    private static final int REPLAYS = 4;
    private static final String HONEST = "gateway/" + Workload.GATEWAYS.get(0);
    private static final String VICTIM = "gateway/" + Workload.GATEWAYS.get(1);
    private static final long VICTIMS_ACCOUNT = TradingFixture.firstAccountId(1);

    private IntruderFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            Fault.of("wrong-credentials", "wrong secrets, unknown principals, secrets of others: refused, and the " +
                "honest owner gets in all the while", IntruderFaults::wrongCredentials)
                .gapMaxMs(GAP_MAX_MS),
            Fault.of("replayed-challenge", "a recorded exchange of credentials and proof is played again",
                IntruderFaults::replayedChallenge).gapMaxMs(GAP_MAX_MS),
            Fault.of("not-theirs", "ops, audit, risk and a gateway send what only others may",
                IntruderFaults::notTheirs).gapMaxMs(GAP_MAX_MS),
            Fault.of("gateway-poses", "a gateway touches accounts of another one and opens sessions in its name",
                IntruderFaults::gatewayPoses).gapMaxMs(GAP_MAX_MS).inQuick());
    }

    private static void wrongCredentials(final ChaosCluster rig, final RandomGenerator chance) throws IOException
    {
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            final Keys forged = new Keys(rig.directory().resolve("forged"), List.of(HONEST, "gateway/nobody"));
            for (int i = 0; i < STRANGERS; i++)
            {
                refused(rig, stranger, credentials("gateway/nobody-" + i, forged.fileOf("gateway/nobody")));
                final byte[] garbage = new byte[chance.nextInt(200)];
                chance.nextBytes(garbage);
                refused(rig, stranger, new Fixed(garbage, garbage));
            }
            final int failures = FAILURES + chance.nextInt(FAILURES_MORE_MAX);
            for (int i = 1; i <= failures; i++)
            {
                refused(rig, stranger, credentials(HONEST,
                    0 == i % 2 ? forged.fileOf(HONEST) : rig.keys().fileOf(GuestGateway.PRINCIPAL)));
                if (!isLetIn(rig, stranger, credentials(HONEST, rig.keys().fileOf(HONEST))))
                {
                    throw new NotAsPromisedException(
                        "after " + i + " failures in its name the owner of the secret is not let in");
                }
            }
        }
    }

    private static void replayedChallenge(final ChaosCluster rig, final RandomGenerator chance)
    {
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            final List<String> principals = new ArrayList<>(List.of(HONEST, "ops/operator", "audit/auditor"));
            Collections.shuffle(principals, new Random(chance.nextLong()));
            for (final String principal : principals)
            {
                final Recorder recorder = new Recorder(credentials(principal, rig.keys().fileOf(principal)));
                if (!isLetIn(rig, stranger, recorder) || recorder.answers.isEmpty())
                {
                    throw new NotAsPromisedException(principal + " is not let in, so nothing is recorded");
                }
                for (int i = 0; i < REPLAYS; i++)
                {
                    final Recorder replay = new Recorder(new Fixed(recorder.credentials, recorder.answers.get(0)));
                    refused(rig, stranger, replay);
                    if (replay.answers.isEmpty())
                    {
                        throw new NotAsPromisedException("a replay as " + principal + " was not challenged");
                    }
                }
                if (!isLetIn(rig, stranger, credentials(principal, rig.keys().fileOf(principal))))
                {
                    throw new NotAsPromisedException(principal + " is not let in after replays in its name");
                }
            }
        }
    }

    private static void notTheirs(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        final long account = VICTIMS_ACCOUNT + chance.nextInt(TradingFixture.ACCOUNTS);
        for (final String principal : List.of("ops/operator", "audit/auditor"))
        {
            refusedAll(rig, principal, both(ofRisk(account), ofGateways(account)), RejectReason.NOT_AUTHORIZED);
        }
        refusedAll(rig, TradingFixture.RISK, ofGateways(account), RejectReason.NOT_AUTHORIZED);
        refusedAll(rig, GuestGateway.PRINCIPAL, both(ofRisk(account), List.of(
            GatewayCommands.updateMarkPrices(1L << 40, new int[]{1}, new long[]{20_000}, 1),
            GatewayCommands.applyFunding(1, 1_000, 1))), RejectReason.NOT_AUTHORIZED);
    }

    private static void gatewayPoses(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        final long account = VICTIMS_ACCOUNT + chance.nextInt(TradingFixture.ACCOUNTS);
        refusedAll(rig, GuestGateway.PRINCIPAL, List.of(
            GatewayCommands.deposit(account, 1, 1),
            GatewayCommands.withdraw(account, 1, 2),
            GatewayCommands.setOrderHold(account, 1),
            GatewayCommands.closeAccount(account),
            GatewayCommands.registerTrade(trade(account, GuestGateway.ACCOUNT)),
            GatewayCommands.registerTrade(trade(GuestGateway.ACCOUNT, account)),
            GatewayCommands.offsetPositions(account, GuestGateway.ACCOUNT, 1, 1),
            GatewayCommands.reportLiquidationFailed(account)), RejectReason.NOT_YOUR_ACCOUNT);
        try (FlatbookClient guest = GuestGateway.connect(rig, GuestGateway.PRINCIPAL))
        {
            guest.query(Queries.account(account), GuestGateway.TIMEOUT);
            throw new NotAsPromisedException("a gateway saw account " + account + " of another");
        }
        catch (final QueryRefusedException ex)
        {
            if (RejectReason.NOT_YOUR_ACCOUNT != ex.reason())
            {
                throw new NotAsPromisedException("refused as " + ex.reason());
            }
        }
        try (IntruderDriver stranger = new IntruderDriver(rig))
        {
            refused(rig, stranger, credentials(VICTIM, rig.keys().fileOf(GuestGateway.PRINCIPAL)));
        }
    }

    private static List<Command> ofRisk(final long account)
    {
        return List.of(
            RiskSettings.defineAsset("EUR", 2),
            RiskSettings.defineGateway(GuestGateway.NAME, 2, GatewayCapabilities.ALL, true),
            RiskCommands.setGatewayStatus(Workload.GATEWAYS.get(1), GatewayStatus.DISABLED),
            RiskCommands.setAccountMode(account, AccountMode.FROZEN),
            RiskCommands.setAssetStatus(GuestGateway.ASSET, Switch.OFF, Switch.OFF),
            RiskCommands.withdrawInsurance(GuestGateway.ASSET, 1),
            RiskCommands.transferPosition(account, GuestGateway.ACCOUNT, 1, 1),
            RiskCommands.declareDefault(account));
    }

    private static List<Command> ofGateways(final long account)
    {
        return List.of(
            GatewayCommands.registerTrade(trade(account, account + 1)),
            GatewayCommands.deposit(account, 1, 1L << 40),
            GatewayCommands.withdraw(account, 1, 1L << 40),
            GatewayCommands.openAccount(1L << 30, 1, GuestGateway.ASSET),
            GatewayCommands.updateMarkPrices(1L << 40, new int[]{1}, new long[]{20_000}, 1));
    }

    private static List<Command> both(final List<Command> some, final List<Command> others)
    {
        final List<Command> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Trade trade(final long buyer, final long seller)
    {
        return new Trade().tradeId(1L << 40).instrument(1).buyer(buyer).seller(seller).quantityLots(1)
            .priceTicks(50_000);
    }

    private static void refusedAll(
        final ChaosCluster rig, final String principal, final List<Command> commands, final RejectReason reason)
    {
        try (FlatbookClient client = GuestGateway.connect(rig, principal))
        {
            for (final Command command : commands)
            {
                Outcome outcome = client.submit(command, GuestGateway.TIMEOUT);
                // Of a command that it had to send twice, the client cannot tell whether the first copy was applied.
                for (int attempt = 1; Outcome.Status.UNKNOWN == outcome.status() && attempt < ATTEMPTS_MAX; attempt++)
                {
                    outcome = client.submit(command, GuestGateway.TIMEOUT);
                }
                if (!outcome.isRejected() || reason != outcome.reason())
                {
                    throw new NotAsPromisedException("number " + commands.indexOf(command) + " of what " + principal +
                        " must be refused as " + reason + " ended as " + outcome);
                }
            }
        }
    }

    private static CredentialsSupplier credentials(final String principal, final Path file)
    {
        return Credentials.of(principal, file);
    }

    private static void refused(
        final ChaosCluster rig, final IntruderDriver stranger, final CredentialsSupplier credentials)
    {
        if (isLetIn(rig, stranger, credentials))
        {
            throw new NotAsPromisedException("somebody was let in who must not be");
        }
    }

    /** Asks for a session until it is clear whether there is one: a time without a leader says nothing. */
    private static boolean isLetIn(
        final ChaosCluster rig, final IntruderDriver stranger, final CredentialsSupplier credentials)
    {
        AeronException last = null;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++)
        {
            try
            {
                connect(rig, stranger.aeron(), credentials).close();
                return true;
            }
            catch (final AuthenticationException ex)
            {
                return false;
            }
            catch (final AeronException ex)
            {
                last = ex;
            }
        }
        throw new NotAsPromisedException("neither let in nor refused: " + last);
    }

    private static AeronCluster connect(
        final ChaosCluster rig, final Aeron aeron, final CredentialsSupplier credentials)
    {
        return AeronCluster.connect(RawSession.context(rig, aeron, credentials));
    }

    /** The same bytes, whatever the challenge. */
    private record Fixed(byte[] credentials, byte[] answer) implements CredentialsSupplier
    {
        @Override
        public byte[] encodedCredentials()
        {
            return credentials;
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return answer;
        }
    }

    /** What crosses the network while somebody opens a session. */
    private static final class Recorder implements CredentialsSupplier
    {
        private final List<byte[]> answers = new ArrayList<>();
        private final CredentialsSupplier supplier;
        private byte[] credentials;

        private Recorder(final CredentialsSupplier supplier)
        {
            this.supplier = supplier;
        }

        @Override
        public byte[] encodedCredentials()
        {
            credentials = supplier.encodedCredentials();
            return credentials;
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            answers.add(supplier.onChallenge(encodedChallenge));
            return answers.get(answers.size() - 1);
        }
    }
}
