package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.wire.Protocol;

import java.util.List;
import java.util.function.Supplier;

/**
 * One look at a cluster: what the nodes say of themselves, whether one real question is answered, and whether all of
 * them apply what was committed once it was.
 */
final class HealthCheck
{
    /** Nodes publish once a second what they have applied. */
    private static final int LOOKS_MAX = 30;
    private static final long INTERVAL_MS = 100;

    private final Supplier<List<StatusPages.Page>> pages;
    private final Supplier<BookLink> link;

    /**
     * @param pages reads the status pages of all nodes.
     * @param link  opens a session that only reads; null if no question is asked.
     */
    HealthCheck(final Supplier<List<StatusPages.Page>> pages, final Supplier<BookLink> link)
    {
        this.pages = pages;
        this.link = link;
    }

    /**
     * @param verdict of the look.
     * @param pages   that it ended with.
     */
    record Look(NodesVerdict verdict, List<StatusPages.Page> pages)
    {
    }

    /** Takes some tenths of a second, and up to three if a node is behind. */
    Look look()
    {
        final List<StatusPages.Page> before = pages.get();
        final NodesVerdict first = NodesVerdict.of(before);
        if (ExitCode.OK != first.exitCode())
        {
            return new Look(first, before);
        }
        final String unanswered = null == link ? null : unanswered();
        if (null != unanswered)
        {
            return new Look(new NodesVerdict(ExitCode.NO_LEADER, unanswered), before);
        }
        List<StatusPages.Page> now = pages.get();
        // With the question, which is an entry too: a leader that has lost its ticks publishes no more what it applies.
        final long committed = NodesVerdict.committed(now);
        NodesVerdict verdict = NodesVerdict.caughtUp(now, committed);
        for (int i = 1; i < LOOKS_MAX && ExitCode.UNHEALTHY == verdict.exitCode() && NodesCommand.pause(INTERVAL_MS);
            i++)
        {
            now = pages.get();
            verdict = NodesVerdict.caughtUp(now, committed);
        }
        final String errors = ExitCode.OK == verdict.exitCode() ? errors(before, now) : null;
        return new Look(null == errors ? verdict : new NodesVerdict(ExitCode.UNHEALTHY, errors), now);
    }

    private String unanswered()
    {
        try (BookLink opened = link.get())
        {
            // A refusal is an answer too.
            opened.ask(Protocol.wire().create("AssetsQuery"));
            return null;
        }
        catch (final NoLeaderException ex)
        {
            return "nodes answer, but the cluster does not: " + ex.getMessage();
        }
    }

    private static String errors(final List<StatusPages.Page> before, final List<StatusPages.Page> now)
    {
        for (int i = 0; i < now.size(); i++)
        {
            final JsonNode node = now.get(i).page();
            final long more = node.path("errors").asLong() - before.get(i).page().path("errors").asLong();
            if (0 < more)
            {
                return "node " + node.path("member").asText() + " has counted " + more +
                    " errors during this look: its log has them";
            }
        }
        return null;
    }
}
