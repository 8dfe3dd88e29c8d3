package io.flatbook.node;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsPageTest
{
    @Test
    void thePageIsThatOfTheDeclarations() throws IOException
    {
        final String committed = Files.exists(MetricsPage.PAGE) ? Files.readString(MetricsPage.PAGE) : "";
        assertThat(committed.equals(MetricsPage.render()))
            .as("docs/metrics.md is stale: run scripts/build/metrics and commit the page with the metrics")
            .isTrue();
    }

    @Test
    void noTwoMetricsHaveOneName()
    {
        assertThat(NodeMetrics.families()).extracting("name").doesNotHaveDuplicates();
    }
}
