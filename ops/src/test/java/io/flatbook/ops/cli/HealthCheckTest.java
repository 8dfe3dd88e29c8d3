package io.flatbook.ops.cli;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.wire.WireMessage;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.flatbook.ops.cli.HealthPages.node;
import static io.flatbook.ops.cli.HealthPages.pages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Looks at a cluster whose pages change from one reading to the next; the last ones stay. */
final class HealthCheckTest
{
    private static final int BEHIND = 100_000;

    private final List<List<StatusPages.Page>> readings = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private RuntimeException refusal;

    @Test
    void isHealthyOnceAllHaveAppliedWhatWasCommittedAfterTheQuestion()
    {
        reads(node(0, "LEADER"), node(1, "FOLLOWER").applied(320));
        reads(node(0, "LEADER").committed(960), node(1, "FOLLOWER").applied(320));
        reads(node(0, "LEADER").committed(960).applied(960), node(1, "FOLLOWER").applied(640));
        reads(node(0, "LEADER").committed(1_280).applied(960), node(1, "FOLLOWER").applied(960));

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.OK,
            "healthy: node 0 leads, 2 of 2 nodes answer, hashes agree, the book balances"));
        assertThat(readings).hasSize(1);
        assertThat(asked).containsExactly("AssetsQuery");
    }

    @Test
    void isNotHealthyIfTheLeaderNoMorePublishesWhatItApplies()
    {
        reads(node(0, "LEADER"));
        reads(node(0, "LEADER").committed(960));

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.UNHEALTHY,
            "node 0 is 320 bytes of log behind what was committed when it was asked"));
    }

    @Test
    void isNotHealthyWhileANodeIsBehind()
    {
        reads(node(0, "LEADER").committed(BEHIND + 64).applied(BEHIND + 64), node(1, "FOLLOWER").applied(64));

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.UNHEALTHY,
            "node 1 is 100000 bytes of log behind what was committed when it was asked"));
    }

    @Test
    void isNotHealthyWhileTheLeaderItselfAppliesNothing()
    {
        reads(node(0, "LEADER").committed(960).applied(640));

        assertThat(look().sentence()).startsWith("node 0 is 320 bytes of log behind");
    }

    @Test
    void doesNotSayThatHashesAgreeThatWereNeverTakenAtOnePosition()
    {
        reads(node(0, "LEADER"), node(1, "FOLLOWER").hashedAt(576));

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.UNHEALTHY,
            "node 1 has published no hash yet that could be compared with the leader's"));
    }

    @Test
    void isNotHealthyIfNoQuestionIsAnswered()
    {
        reads(node(0, "LEADER"));
        refusal = new NoLeaderException("no leader answers at localhost:20001");

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.NO_LEADER,
            "nodes answer, but the cluster does not: no leader answers at localhost:20001"));
    }

    @Test
    void endsWithTheRefusalOfAPrincipal()
    {
        reads(node(0, "LEADER"));
        refusal = new NotPermittedException("risk/eve is not let in");

        assertThatThrownBy(this::look).isSameAs(refusal);
        assertThat(new HealthCheck(this::next, null).look().verdict().exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void isNotHealthyWhileErrorsAreCounted()
    {
        reads(node(0, "LEADER").errors(7));
        reads(node(0, "LEADER").errors(9));

        assertThat(look()).isEqualTo(new NodesVerdict(ExitCode.UNHEALTHY,
            "node 0 has counted 2 errors during this look: its log has them"));
        assertThat(look().exitCode()).as("old errors").isEqualTo(ExitCode.OK);
    }

    private void reads(final HealthPages... nodes)
    {
        readings.add(pages(nodes));
    }

    private NodesVerdict look()
    {
        return new HealthCheck(this::next, () -> new Asked(asked, refusal)).look().verdict();
    }

    private List<StatusPages.Page> next()
    {
        return 1 < readings.size() ? readings.remove(0) : readings.get(0);
    }

    private record Asked(List<String> names, RuntimeException refusal) implements BookLink
    {
        @Override
        public WireMessage submit(final WireMessage command)
        {
            throw new AssertionError("health sends nothing");
        }

        @Override
        public void poll()
        {
            // Nothing waits.
        }

        @Override
        public List<WireMessage> takeEvents()
        {
            return List.of();
        }

        @Override
        public List<WireMessage> ask(final WireMessage query)
        {
            if (null != refusal)
            {
                throw refusal;
            }
            names.add(query.name());
            return List.of();
        }

        @Override
        public void close()
        {
            // Nothing is held.
        }
    }
}
