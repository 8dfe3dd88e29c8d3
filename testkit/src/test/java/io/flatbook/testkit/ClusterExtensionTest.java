package io.flatbook.testkit;

import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskSettings;
import io.flatbook.cluster.ClearingService;
import io.flatbook.cluster.CommandWatch;
import io.flatbook.engine.CommandGate;
import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Limits;
import io.flatbook.node.HostedService;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ClusterExtensionTest
{
    /** Fails a node at the first command. */
    private static final CommandWatch BROKEN = new CommandWatch()
    {
        @Override
        public void onCommand(
            final Principal sender,
            final long commandId,
            final int templateId,
            final long commandHash,
            final CommandGate.Admission admission)
        {
            throw new IllegalStateException("broken");
        }

        @Override
        public void onApplied(final Principal sender, final long commandId)
        {
            // It does not come to this.
        }
    };

    @Test
    void aNodeThatFailsAndThatNobodyAsksForFailsTheTest()
    {
        final ClusterExtension extension = failing();
        assertThatThrownBy(() -> extension.afterEach(null)).isInstanceOf(AssertionError.class)
            .hasMessageStartingWith("node 0 failed unnoticed: ").hasStackTraceContaining("broken");
        assertThat(extension.cluster()).as("closed all the same").isNull();
    }

    @Test
    void aNodeWhoseFailureTheTestAwaitsFailsNothing()
    {
        final ClusterExtension extension = failing();
        assertThat(extension.cluster().awaitFailure(0).cause()).hasStackTraceContaining("broken");
        assertThatCode(() -> extension.afterEach(null)).doesNotThrowAnyException();
    }

    private static ClusterExtension failing()
    {
        final ClusterExtension extension = ClusterExtension.oneNode().hosting(() ->
            new HostedService(new ClearingService(new Limits(), (events) -> events, BROKEN)));
        extension.beforeEach(null);
        try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context()
            .clusterName("test").ingressEndpoints(extension.ingressEndpoints()).risk("desk")))
        {
            assertThat(risk.submit(RiskSettings.defineAsset("USD", 2), Duration.ofMillis(200)).isUnknown()).isTrue();
        }
        extension.cluster().await("the end of the node").until(() -> extension.cluster().leader() < 0);
        return extension;
    }
}
