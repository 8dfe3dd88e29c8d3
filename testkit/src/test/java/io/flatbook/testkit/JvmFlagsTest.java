package io.flatbook.testkit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class JvmFlagsTest
{
    @TempDir
    private Path directory;

    @Test
    void aJvmWithoutThemIsGivenBothFlagsInOneSentence() throws Exception
    {
        final File output = directory.resolve("output").toFile();
        final Process child = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Bare.class.getName())
            .redirectErrorStream(true).redirectOutput(output).start();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(Files.readString(output.toPath())).isEqualTo(
            "Start the JVM of the tests with --add-opens java.base/jdk.internal.misc=ALL-UNNAMED " +
            "--add-opens java.base/java.util.zip=ALL-UNNAMED, which nodes need (Maven: argLine of " +
            "maven-surefire-plugin).");
    }

    @Test
    void onlyTheMissingFlagIsNamed()
    {
        JvmFlags.check();
        assertThatThrownBy(() -> JvmFlags.check("jdk.internal.misc"::equals))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("java.base/java.util.zip").hasMessageNotContaining("jdk.internal.misc");
    }

    /** A test of a team that has not read the README. */
    static final class Bare
    {
        private Bare()
        {
        }

        /** Starts a cluster in a JVM without flags. */
        public static void main(final String[] arguments)
        {
            try
            {
                ClusterExtension.oneNode().beforeAll(null);
            }
            catch (final IllegalStateException ex)
            {
                System.out.print(ex.getMessage());
            }
        }
    }
}
