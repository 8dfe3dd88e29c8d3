package io.flatbook.proving.dist;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        final Process script = new ProcessBuilder("../scripts/try-install").redirectErrorStream(true).start();
        final List<String> lines = new ArrayList<>();
        try (BufferedReader reader = script.inputReader())
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                System.out.println(line);
                lines.add(line);
            }
            assertThat(script.waitFor()).as("%s", lines).isZero();
        }
        finally
        {
            // It cleans up; when it ended by itself there is nobody to tell.
            script.destroy();
        }
        assertThat(lines).last().asString().endsWith("removed and purged");
    }
}
