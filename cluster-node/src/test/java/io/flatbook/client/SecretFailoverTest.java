package io.flatbook.client;

import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.SecretFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.accepted;
import static org.assertj.core.api.Assertions.assertThat;

/** Clients that must prove a secret, and a leader that goes. */
final class SecretFailoverTest
{
    private final SecretFiles files = new SecretFiles().give("risk/alice", 1).give("risk/bob", 1);

    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.threeNodes().withSecrets(files);

    @Test
    void aSessionOutlivesItsLeaderAndTheNextLeaderAdmitsNewOnes()
    {
        try (FlatbookClient alice = connect("alice"))
        {
            accepted(alice, RiskSettings.defineAsset("USDC", 6));
            final int former = extension.cluster().awaitLeader();
            extension.cluster().stop(former);
            accepted(alice, RiskSettings.defineAsset("EUR", 2));
            try (FlatbookClient bob = connect("bob"))
            {
                assertThat(accepted(bob, RiskSettings.defineAsset("GBP", 2)).detail()).isEqualTo(3);
            }
            extension.cluster().start(former);
        }
    }

    private FlatbookClient connect(final String name)
    {
        return FlatbookClient.connect(VenueFixture.context(extension.ingressEndpoints()).risk(name)
            .connectTimeout(PATIENCE).secretFile(files.clientFile("risk/" + name, 1)));
    }
}
