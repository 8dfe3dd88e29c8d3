package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

final class LeaderLatencyTest
{
    private static final String NODE_0 = "http://127.0.0.1:20006/status";
    private static final String NODE_1 = "http://127.0.0.1:20106/status";

    private final LeaderLatency latency = new LeaderLatency();

    @Test
    void percentilesAreOfWhatCameSinceTheFirstLookOfTheWindow()
    {
        latency.look(1_000, NODE_0, page(1_000, 1_000, 1_000));
        latency.look(4_000, NODE_0, page(1_090, 1_098, 1_100));
        assertThat(figures()).isEqualTo("""
            {"commitP50Ms":"1","commitP99Ms":"100","applyP99Ms":"0.005"}""");
    }

    @Test
    void whatIsOlderThanTenSecondsCountsNoMore()
    {
        latency.look(1_000, NODE_0, page(0, 0, 0));
        latency.look(2_000, NODE_0, page(0, 50, 50));
        latency.look(12_000, NODE_0, page(100, 150, 150));
        assertThat(figures()).contains("\"commitP50Ms\":\"1\"").contains("\"commitP99Ms\":\"1\"");
    }

    @Test
    void nothingIsSaidOfAnotherLeaderBeforeItHasCounted()
    {
        latency.look(1_000, NODE_0, page(0, 0, 0));
        latency.look(2_000, NODE_1, page(70, 80, 90));
        assertThat(figures()).isEqualTo("{}");
        latency.look(3_000, NODE_1, page(70, 90, 100));
        assertThat(figures()).contains("\"commitP50Ms\":\"10\"");
    }

    @Test
    void nothingIsSaidWithoutAMessageOrAPage()
    {
        latency.look(1_000, NODE_0, page(5, 5, 5));
        latency.look(2_000, NODE_0, page(5, 5, 5));
        assertThat(figures()).isEqualTo("{}");
        latency.look(3_000, NODE_0, "");
        latency.look(4_000, NODE_0, page(9, 9, 9));
        assertThat(figures()).isEqualTo("{}");
    }

    @Test
    void aMessageBeyondTheLastBoundHasNoPercentile()
    {
        latency.look(1_000, NODE_0, page(0, 0, 0).replace("le=\"0.1\"} 0", "le=\"+Inf\"} 0"));
        latency.look(2_000, NODE_0, page(0, 0, 4).replace("le=\"0.1\"} 4", "le=\"+Inf\"} 4"));
        assertThat(figures()).doesNotContain("commit");
    }

    private String figures()
    {
        final ObjectNode figures = JsonNodeFactory.instance.objectNode();
        latency.putInto(figures);
        return figures.toString();
    }

    private static String page(final long upTo1Ms, final long upTo10Ms, final long upTo100Ms)
    {
        return """
            # TYPE flatbook_commit_seconds histogram
            flatbook_commit_seconds_bucket{le="0.001"} %d
            flatbook_commit_seconds_bucket{le="0.01"} %d
            flatbook_commit_seconds_bucket{le="0.1"} %d
            flatbook_apply_seconds_bucket{le="0.000005"} %d
            # EOF
            """.formatted(upTo1Ms, upTo10Ms, upTo100Ms, upTo100Ms);
    }
}
