package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * A verb that reads the status pages of the nodes, which works without a leader.
 */
abstract class NodesCommand implements Callable<Integer>
{
    @Spec
    private CommandSpec spec;

    final RootCommand root()
    {
        return (RootCommand)spec.root().userObject();
    }

    final List<StatusPages.Page> pages()
    {
        return root().surroundings().statusPages().read(root().profile(), root().timeoutMs());
    }

    /**
     * Ends an answer with the furthest log position that a node applied, if one answers.
     */
    static void end(final Answer answer, final List<StatusPages.Page> pages)
    {
        long logPosition = 0;
        long timestampMs = 0;
        for (final StatusPages.Page page : pages)
        {
            final JsonNode service = null == page.page() ? null : page.page().path("service");
            if (null != service && logPosition <= service.path("appliedPosition").asLong())
            {
                logPosition = service.path("appliedPosition").asLong();
                timestampMs = service.path("engineTimeMs").asLong();
            }
        }
        if (pages.stream().allMatch(page -> null == page.page()))
        {
            answer.end();
            return;
        }
        answer.end(logPosition, timestampMs);
    }

    static boolean pause(final long pauseMs)
    {
        try
        {
            Thread.sleep(pauseMs);
            return true;
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
