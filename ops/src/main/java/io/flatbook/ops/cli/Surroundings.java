package io.flatbook.ops.cli;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.SnapshotRequests;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.ScenarioTarget;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the command line finds around it.
 *
 * @param out            takes answers.
 * @param err            takes talk.
 * @param profiles       directory of the profiles.
 * @param links          opens links to clusters.
 * @param statusPages    reads the status pages of nodes.
 * @param snapshots      asks clusters for snapshots.
 * @param engines        makes an engine in this process to run a scenario on.
 * @param clusters       makes a throw-away cluster to run a scenario on.
 * @param epochMs        time of day in milliseconds since 1970.
 * @param screen         on which answers are drawn.
 */
public record Surroundings(PrintWriter out, PrintWriter err, Path profiles, BookLink.Opener links,
    StatusPages.Source statusPages, SnapshotRequests snapshots, Supplier<ScenarioTarget> engines,
    Supplier<ScenarioTarget> clusters, LongSupplier epochMs, Screen screen)
{
    private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");
    private static final int FILE_TYPE = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /**
     * Surroundings without a terminal: nothing is cut, colored or paged.
     *
     * @param out         takes answers.
     * @param err         takes talk.
     * @param profiles    directory of the profiles.
     * @param links       opens links to clusters.
     * @param statusPages reads the status pages of nodes.
     * @param snapshots   asks clusters for snapshots.
     * @param engines     makes an engine in this process to run a scenario on.
     * @param clusters    makes a throw-away cluster to run a scenario on.
     * @param epochMs     time of day in milliseconds since 1970.
     */
    public Surroundings(final PrintWriter out, final PrintWriter err, final Path profiles,
        final BookLink.Opener links, final StatusPages.Source statusPages, final SnapshotRequests snapshots,
        final Supplier<ScenarioTarget> engines, final Supplier<ScenarioTarget> clusters, final LongSupplier epochMs)
    {
        this(out, err, profiles, links, statusPages, snapshots, engines, clusters, epochMs, Screen.NONE);
    }

    /**
     * The same surroundings with another screen.
     */
    Surroundings on(final Screen other)
    {
        return new Surroundings(out, err, profiles, links, statusPages, snapshots, engines, clusters, epochMs, other);
    }

    /**
     * The same surroundings with another cluster, which is a book of the past.
     */
    Surroundings asking(final BookLink book)
    {
        return new Surroundings(out, err, profiles, (profile, principal, eventsFrom, timeoutMs) -> book, statusPages,
            snapshots, engines, clusters, epochMs, screen);
    }

    /**
     * Writes what answers have left to write. A writer drops what its file does not take, and all that follows, without
     * a word: then a file is taken for whole that is not.
     *
     * @throws CliException if not all of an answer was written, on a full disk for instance.
     */
    void flush()
    {
        if (out.checkError())
        {
            throw new CliException(isReaderGone() ? ExitCode.READER_GONE : ExitCode.FAILURE, "standard output did " +
                "not take all of the answer: is its disk full? What was sent to the cluster stands");
        }
    }

    /** What does not take an answer: a pipe, if nobody reads it any more; anything else for reasons of its own. */
    private static boolean isReaderGone()
    {
        try
        {
            final int type = (int)Files.getAttribute(STANDARD_OUTPUT, "unix:mode") & FILE_TYPE;
            return PIPE == type || SOCKET == type;
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            return false;
        }
    }

    /**
     * Says on standard error why a verb ended: one line, or all there is if the fault is in this program. Nothing if
     * its reader has read enough.
     *
     * @param ex that ended it.
     * @return its exit code.
     */
    int tell(final Throwable ex)
    {
        final int exitCode = RootCommand.exitCode(ex);
        if (ExitCode.READER_GONE == exitCode)
        {
            return exitCode;
        }
        err.println("flatbook: " + Failure.line(ex));
        if (Failure.isFault(ex))
        {
            ex.printStackTrace(err);
        }
        err.flush();
        return exitCode;
    }
}
