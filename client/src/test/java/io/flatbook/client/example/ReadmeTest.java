package io.flatbook.client.example;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The example in the README is the one that is compiled. */
class ReadmeTest
{
    @Test
    void showsTheExampleThatIsCompiled() throws IOException
    {
        final String source = Files.readString(
            Path.of("src/test/java/io/flatbook/client/example/GatewayExample.java"));
        final String example = source.substring(
            source.indexOf("// README begin\n") + "// README begin\n".length(),
            source.indexOf("\n        // README end"));

        assertThat(Files.readString(Path.of("../README.md"))).contains(example.stripIndent());
    }
}
