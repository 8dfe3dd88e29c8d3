package io.flatbook.client.example;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The examples in the READMEs are those that are compiled. */
class ReadmeTest
{
    @Test
    void showTheExamplesThatAreCompiled() throws IOException
    {
        assertThat(Files.readString(Path.of("../README.md"))).contains(example("GatewayExample"));
        assertThat(Files.readString(Path.of("README.md"))).contains(example("QueryExample"));
    }

    private static String example(final String name) throws IOException
    {
        final String source = Files.readString(
            Path.of("src/test/java/io/flatbook/client/example", name + ".java"));
        return source.substring(
            source.indexOf("// README begin\n") + "// README begin\n".length(),
            source.indexOf("\n        // README end")).stripIndent();
    }
}
