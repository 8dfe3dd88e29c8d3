package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.EngineTarget;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line whose cluster are node processes, with a profile for each principal.
 */
final class NodesCli implements AutoCloseable
{
    private final Path directory;
    private final ClusterLinks links = new ClusterLinks();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    /**
     * @param directory for the profiles.
     */
    NodesCli(final Path directory)
    {
        this.directory = directory;
    }

    /** Writes a profile {@code NAME}; a line may be added to it, such as that of a secret. */
    NodesCli with(final String name, final Profile cluster, final String principal, final String... lines)
        throws IOException
    {
        Files.writeString(directory.resolve(name + ".properties"), "clusterName=" + cluster.clusterName() +
            "\ningressEndpoints=" + cluster.ingressEndpoints() +
            "\nstatusUrls=" + String.join(",", cluster.statusUrls()) +
            "\nprincipal=" + principal + "\n" + String.join("\n", lines) + "\n");
        return this;
    }

    /** Runs a verb with the profile of a name. */
    int run(final String name, final String... arguments)
    {
        final String[] all = new String[arguments.length + 4];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--profile";
        all[arguments.length + 1] = profile(name);
        all[arguments.length + 2] = "--timeout";
        all[arguments.length + 3] = "20s";
        return run(links, all);
    }

    /** Runs a command line whose links are opened by another opener. */
    int run(final BookLink.Opener opener, final String[] arguments)
    {
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.execute(new Surroundings(new PrintWriter(out), new PrintWriter(err), directory, opener,
            StatusPages::read, links, EngineTarget::new, EngineTarget::new, System::currentTimeMillis), arguments);
    }

    ClusterLinks links()
    {
        return links;
    }

    String profile(final String name)
    {
        return directory.resolve(name + ".properties").toString();
    }

    String out()
    {
        return out.toString();
    }

    /** Sequences of the events that the last verb printed as JSON lines, in order. */
    List<Long> eventSequences() throws IOException
    {
        final ObjectMapper json = new ObjectMapper();
        final List<Long> sequences = new ArrayList<>();
        for (final String line : out().lines().toList())
        {
            sequences.add(json.readTree(line).path("eventSequence").asLong());
        }
        return sequences;
    }

    String err()
    {
        return err.toString();
    }

    @Override
    public void close()
    {
        links.close();
    }
}
