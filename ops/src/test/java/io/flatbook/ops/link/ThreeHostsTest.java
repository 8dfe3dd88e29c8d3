package io.flatbook.ops.link;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commands of {@code docs/three-hosts.md}, run as they stand there by {@code scripts/three-hosts}: wants root.
 */
@Tag("root")
class ThreeHostsTest
{
    private static final Path SCRIPT = Path.of("..", "scripts", "three-hosts");

    /** Lines of a walk that failed which stand with the failure. */
    private static final int TOLD = 40;

    @TempDir
    private Path directory;

    /** Over IPv6, since nearly all other tests are over IPv4; {@code scripts/three-hosts} alone walks over IPv4. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void theGuideEndsInHealthy() throws IOException, InterruptedException
    {
        final ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), "--ipv6").redirectErrorStream(true);
        builder.environment().put("FLATBOOK_RUN_JAR", jar("node.jar", "io.flatbook.node.ClearingNode").toString());
        builder.environment().put("FLATBOOK_JAR", jar("ops.jar", "io.flatbook.ops.FlatbookCommand").toString());
        final List<String> lines = new ArrayList<>();
        final Process script = builder.start();
        try (BufferedReader reader = script.inputReader())
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                System.out.println(line);
                lines.add(line);
            }
            assertThat(script.waitFor()).as(() -> String.join("\n", lines.subList(Math.max(0, lines.size() - TOLD),
                lines.size()))).isZero();
        }
        finally
        {
            // Everything within ends with it.
            script.destroyForcibly();
        }
        assertThat(lines.get(lines.size() - 1)).startsWith("healthy: ");
    }

    /** A jar that holds nothing but where the classes of this test are, and what they open. */
    private Path jar(final String name, final String main) throws IOException
    {
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
        manifest.getMainAttributes().putValue("Add-Opens", "java.base/jdk.internal.misc java.base/java.util.zip");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map((entry) -> new File(entry).toURI().toString()).collect(Collectors.joining(" ")));
        final Path jar = directory.resolve(name);
        try (OutputStream out = Files.newOutputStream(jar);
            JarOutputStream written = new JarOutputStream(out, manifest))
        {
            written.finish();
        }
        return jar;
    }
}
