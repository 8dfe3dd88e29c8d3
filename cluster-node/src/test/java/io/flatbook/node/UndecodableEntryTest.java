package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import io.flatbook.testkit.ForkedCluster;
import org.junit.jupiter.api.Test;

/** VER-1: an entry that cannot be decoded is counted and shown in {@code /status}. */
class UndecodableEntryTest
{
    private static final String CLEARING = ClearingNode.class.getName();

    @Test
    void eachIsCountedWhenAppliedAndWhenReplayed()
    {
        try (ForkedCluster cluster = new ForkedCluster(1, Map.of());
            EchoClient client = new EchoClient(cluster.ingressEndpoints(), "gateway/a"))
        {
            cluster.start(CLEARING);
            assertThat(cluster.status(0)).contains("\"entriesUndecodable\":0,");
            client.connect();
            client.send("no message");
            client.send("nor is this one, though it is longer");
            awaitTwo(cluster);
            cluster.node(0).kill();
            cluster.start(CLEARING);
            awaitTwo(cluster);
        }
    }

    private static void awaitTwo(final ForkedCluster cluster)
    {
        cluster.await("two entries").until(() -> cluster.status(0).contains("\"entriesUndecodable\":2,"));
    }
}
