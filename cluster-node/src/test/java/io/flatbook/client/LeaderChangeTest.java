package io.flatbook.client;

import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The client over three nodes while their leader goes. */
final class LeaderChangeTest
{
    private static final long COMMANDS = 3_000;

    private final ScriptedService.Faults faults = new ScriptedService.Faults();

    @RegisterExtension
    private final ClusterExtension extension =
        ClusterExtension.threeNodes().hosting(() -> ScriptedService.hosted(faults));

    @Test
    void losesAndRepeatsNothingWhenTheLeaderGoes()
    {
        final RecordingListener listener = new RecordingListener();
        try (FlatbookClient client = FlatbookClient.connect(new FlatbookClient.Context()
            .gateway("a").ingressEndpoints(extension.ingressEndpoints()).window(32).listener(listener)))
        {
            final int leader = extension.cluster().awaitLeader();
            assertThat(client.leaderMemberId()).isEqualTo(leader);
            final Thread stopping = new Thread(() -> extension.cluster().stop(leader));
            long sent = 0;
            final long deadlineNs = System.nanoTime() + Duration.ofSeconds(180).toNanos();
            while (listener.accepted.size() < COMMANDS || listener.events.size() < COMMANDS)
            {
                assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
                if (sent < COMMANDS && 0 < client.trySubmit(GatewayCommands.closeAccount(sent + 1)))
                {
                    sent++;
                    if (COMMANDS / 2 == sent)
                    {
                        stopping.start();
                    }
                }
                client.poll();
            }
            stopping.join();
            assertThat(client.leaderMemberId()).isNotEqualTo(leader);
        }
        catch (final InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
        assertThat(listener.accepted).isEqualTo(LongStream.rangeClosed(1, COMMANDS).boxed().toList());
        assertThat(listener.events).isEqualTo(LongStream.rangeClosed(1, COMMANDS).boxed().toList());
        assertThat(listener.refused).isEmpty();
        assertThat(listener.notes).isEmpty();
    }
}
