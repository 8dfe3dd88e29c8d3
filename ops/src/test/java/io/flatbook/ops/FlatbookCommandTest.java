package io.flatbook.ops;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line as a process.
 */
@Timeout(120)
final class FlatbookCommandTest
{
    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void looksThroughNoLibrariesForWhatIsNotThere() throws Exception
    {
        final Path nobody = Files.writeString(directory.resolve("nobody.properties"),
            "ingressEndpoints=0=localhost:1\nstatusUrls=http://127.0.0.1:1/status");
        final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        final Process started = new ProcessBuilder(java, "-Xlog:class+load,exceptions=info",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            FlatbookCommand.class.getName(), "--profile", nobody.toString(), "--timeout", "100ms", "queue", "BTC-PERP")
            .redirectErrorStream(true).start();
        final String printed = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(started.waitFor()).as(printed).isEqualTo(11);
        final String untilConnected = printed.substring(0, printed.indexOf("io.flatbook.client.FlatbookClient "));
        assertThat(untilConnected).contains("io.aeron.driver.MediaDriver", "java.nio.channels.spi.SelectorProvider")
            .doesNotContain("groovy.lang.Closure").doesNotContain("ServiceLoader$LazyClassPathLookupIterator");
    }
}
