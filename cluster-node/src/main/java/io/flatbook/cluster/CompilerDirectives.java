package io.flatbook.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Tells the compiler of this JVM which methods of a trade it is not to copy into their callers.
 *
 * <p>HotSpot copies a method into its caller if the caller is compiled first, and which one is depends on chance. With
 * all of a trade in one method it reaches its limit of nodes, and what is left out then is whatever comes last: a write
 * of 8 bytes as well as a rare branch. The methods named are those where a trade falls into parts of the right size.
 * They change how fast a node is, never what it computes. Flags of the JVM could say the same, but each way to start a
 * node would have to repeat them.
 */
public final class CompilerDirectives
{
    private static final Logger LOGGER = LoggerFactory.getLogger(CompilerDirectives.class);
    static final String RESOURCE = "compiler-directives.json";
    private static boolean added;

    private CompilerDirectives()
    {
    }

    /** Adds the directives, once in a JVM; one that takes none is left as it is. */
    public static synchronized void add()
    {
        if (added)
        {
            return;
        }
        added = true;
        try (InputStream directives = CompilerDirectives.class.getResourceAsStream(RESOURCE))
        {
            final Path file = Files.createTempFile("flatbook-", RESOURCE);
            try
            {
                Files.copy(directives, file, StandardCopyOption.REPLACE_EXISTING);
                LOGGER.debug("{}", diagnose("compilerDirectivesAdd", file.toString()));
            }
            finally
            {
                Files.delete(file);
            }
        }
        catch (final IOException | JMException ex)
        {
            LOGGER.info("trades take longer, as the compiler takes no directives: {}", ex.toString());
        }
    }

    /** Runs a diagnostic command of this JVM, the same that {@code jcmd} runs, and returns what it prints. */
    static Object diagnose(final String command, final String... arguments) throws JMException
    {
        return ManagementFactory.getPlatformMBeanServer().invoke(
            new ObjectName("com.sun.management:type=DiagnosticCommand"), command, new Object[]{arguments},
            new String[]{String[].class.getName()});
    }
}
