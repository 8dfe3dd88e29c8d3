package io.flatbook.node;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The node's own logging settings, as a collector of JSON lines reads them. */
final class JsonLogTest
{
    @Test
    void aLineHasTheMessageWithItsFiguresAndStaysOneLine() throws JoranException
    {
        final String lines = logged("json");

        assertThat(lines).contains("\"formattedMessage\":\"node 2 is 640 bytes behind\"")
            .contains("\"level\":\"WARN\"").contains("\"loggerName\":\"test\"").contains("\"timestamp\":")
            .contains("said \\\"a\\\"\\nFORGED")
            .contains("\"throwable\":").contains("broken disk")
            .doesNotContain("{}");
        assertThat(lines.lines()).hasSize(3).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void aPlainLineIsForPeople() throws JoranException
    {
        assertThat(logged("plain")).contains("WARN ", "node 2 is 640 bytes behind")
            .contains("\njava.lang.IllegalStateException: broken disk\n\tat io.flatbook.node.JsonLogTest.")
            .contains("\nCaused by: java.lang.IllegalArgumentException: invalid format: host FORGED  FORGED\n\t");
    }

    /** A client's channel is in the messages of Aeron's exceptions, with whatever it wrote there. */
    @Test
    void nobodyElseBeginsAPlainLine() throws JoranException
    {
        assertThat(logged("plain").lines()).allMatch((line) ->
            line.matches("\\d{4}-\\S+Z (WARN |INFO |ERROR) \\[.*") || line.startsWith("\t") ||
            line.startsWith("java.lang.IllegalStateException: broken disk") || line.startsWith("Caused by: "))
            .anyMatch((line) -> line.endsWith("a stranger said \"a\" FORGED"))
            .noneMatch((line) -> line.contains("\u001b"));
    }

    private static String logged(final String format) throws JoranException
    {
        final PrintStream err = System.err;
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("flatbook.log.format", format);
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try
        {
            final JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            final URL settings = ClearingNode.class.getResource("logback.xml");
            configurator.doConfigure(settings);
            context.getLogger("test").warn("node {} is {} bytes behind", 2, 640);
            context.getLogger("test").info("a stranger said {}", "\"a\"\nFORGED");
            context.getLogger("test").error("it failed", new IllegalStateException("broken disk",
                new IllegalArgumentException("invalid format: host\nFORGED\r\u001bFORGED")));
            context.stop();
        }
        finally
        {
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
