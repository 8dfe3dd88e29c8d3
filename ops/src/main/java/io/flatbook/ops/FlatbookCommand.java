package io.flatbook.ops;

import io.aeron.Aeron;
import io.flatbook.ops.cli.RootCommand;
import io.flatbook.ops.cli.Screen;
import io.flatbook.ops.cli.Surroundings;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.ThrowAwayTarget;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The {@code flatbook} command line.
 */
public final class FlatbookCommand
{
    private static final String SELECTORS = "sun.nio.ch.EPollSelectorProvider";

    private FlatbookCommand()
    {
    }

    /**
     * Runs a command line and ends the process with its exit code.
     *
     * @param arguments of the command line.
     */
    public static void main(final String[] arguments)
    {
        openFewLibraries();
        // What comes is seen at once, and nothing is waited for in the end: by default it sleeps for 16 ms.
        System.setProperty(Aeron.Configuration.IDLE_SLEEP_DURATION_PROP_NAME, "1ms");
        final int exitCode;
        try (ClusterLinks links = new ClusterLinks())
        {
            exitCode = RootCommand.execute(surroundings(links), arguments);
        }
        System.exit(exitCode);
    }

    /**
     * To find that there is no Groovy, the parser would have all libraries opened, and the JDK to find no selectors but
     * its own: that takes a tenth of the time of a short answer.
     */
    private static void openFewLibraries()
    {
        System.setProperty("picocli.disable.closures", "true");
        try
        {
            Class.forName(SELECTORS, false, null);
            System.setProperty("java.nio.channels.spi.SelectorProvider", SELECTORS);
        }
        catch (final ClassNotFoundException ignore)
        {
            // Not Linux: the JDK looks for them.
        }
    }

    private static Surroundings surroundings(final ClusterLinks links)
    {
        return new Surroundings(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            profiles(), links, StatusPages::read, links, EngineTarget::new,
            ThrowAwayTarget::new, System::currentTimeMillis,
            Screen.of(System.getProperty("flatbook.screen"), System.getenv()));
    }

    private static Path profiles()
    {
        final String named = System.getenv("FLATBOOK_PROFILES");
        return null != named ? Path.of(named) :
            Path.of(System.getProperty("user.home", "."), ".config", "flatbook");
    }
}
