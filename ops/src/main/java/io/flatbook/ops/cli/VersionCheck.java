package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * Keeps a version from being activated that a node does not know, since such a node would stop at that entry (VER-2).
 */
final class VersionCheck
{
    private VersionCheck()
    {
    }

    /**
     * Looks at the status pages of all nodes if a command activates a version, proposes to, or approves that.
     *
     * @throws CliException if a node does not know the version, or does not say whether it does.
     */
    static void check(final BookCommand verb, final WireMessage command)
    {
        final WireMessage activation = activation(verb, command);
        if (null == activation)
        {
            return;
        }
        final long version = activation.row().required("version");
        final List<StatusPages.Page> pages =
            verb.surroundings().statusPages().read(verb.root().profile(), verb.root().timeoutMs());
        if (pages.isEmpty())
        {
            throw new CliException(ExitCode.USAGE, "the profile names no status pages, so it cannot be seen whether " +
                "all nodes know version " + version);
        }
        for (final StatusPages.Page page : pages)
        {
            final JsonNode known =
                null == page.page() ? null : page.page().path("service").path("knownVersion");
            if (null == known || !known.isIntegralNumber())
            {
                throw new CliException(ExitCode.UNHEALTHY, "the node at " + page.url() +
                    " does not say whether it knows version " + version);
            }
            final int nodes = NodesVerdict.nodes(pages);
            if (pages.size() < nodes)
            {
                throw new CliException(ExitCode.USAGE, "the profile names status pages of " + pages.size() + " of " +
                    nodes + " nodes: it cannot be seen whether all know version " + version);
            }
            if (known.asLong() < version)
            {
                throw new CliException(ExitCode.UNHEALTHY, "the node at " + page.url() + " knows versions up to " +
                    known.asLong() + " and would stop at version " + version);
            }
        }
    }

    private static WireMessage activation(final BookCommand verb, final WireMessage command)
    {
        switch (command.name())
        {
            case "ActivateVersion" ->
            {
                return command;
            }
            case "Propose" ->
            {
                return activation(verb, proposed(command.row().value("proposedCommand")));
            }
            case "Approve" ->
            {
                final long proposal = command.row().required("proposal");
                for (final BookReader.Entry entry : verb.book().proposals())
                {
                    if (proposal == entry.row().required("proposal"))
                    {
                        return activation(verb, proposed(entry.row().value("proposedCommand")));
                    }
                }
                return null;
            }
            default ->
            {
                return null;
            }
        }
    }

    private static WireMessage proposed(final Object bytes)
    {
        return Protocol.wire().decode(new UnsafeBuffer((byte[])bytes), 0);
    }
}
