package io.flatbook.proving.dist;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages on a machine with a Java runtime and nothing of ours, as {@code docs/install.md} has it: wants root.
 */
@Tag("root")
class TryInstallTest
{
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void theDebianPackageIsInstalledUsedUpgradedAndPurged() throws IOException, InterruptedException
    {
        final ScriptRun run = ScriptRun.of(Map.of(), "try-install");

        assertThat(run.exitCode()).as("%s", run.lines()).isZero();
        assertThat(run.lines()).last().asString().endsWith("removed and purged");
    }
}
