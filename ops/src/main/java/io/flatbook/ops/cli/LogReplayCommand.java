package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayResult;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.PastBook;
import io.flatbook.ops.view.JsonView;
import org.agrona.concurrent.AgentTerminationException;
import org.jline.reader.impl.DefaultParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Replays a log without a cluster.
 */
@Command(name = "replay", description = {
    "Replays the log of a node, as a node does, and tells where it ends: position, hashes, totals.",
    "The hashes are those that nodes publish for the same position, so any two can be compared.",
    "The last entries of a node that was killed may be ones that the cluster never committed: --to-position leaves " +
    "them out.",
    "--ask answers verbs with the book as it was there.",
    "Exit code 1 if a file is damaged (it says which and where), 16 if --verify finds something."})
final class LogReplayCommand extends OfflineCommand
{
    @Parameters(paramLabel = "DIR", description = DIRECTORY)
    private Path directory;

    @Option(names = "--from", paramLabel = "POSITION", description = {
        "0, the position of a snapshot, or 'newest' for the newest snapshot.",
        "Left out: 0, or the oldest snapshot that the log still reaches back to."})
    private String from;

    @Option(names = "--to-position", paramLabel = "P", description = "End before the first entry beyond it.")
    private Long toPosition;

    @Option(names = "--to-time", paramLabel = "TIME",
        description = "End before the first entry younger than it: milliseconds, or such as 2025-10-10T21:16:04Z.")
    private String toTime;

    @Option(names = "--refuse-at", paramLabel = "P", split = ",",
        description = "Entries that operators had refused and that no snapshot in the directory knows of.")
    private long[] refuseAt = new long[0];

    @Option(names = "--verify", description = {
        "Also compare each snapshot with the state at its position, add up the whole book there, at the end and every" +
        " --verify-every commands, and hold every refused command to have changed nothing. Checksums are always " +
        "checked."})
    private boolean isVerifying;

    @Option(names = "--verify-every", paramLabel = "N",
        description = "With --verify: commands after which the book is added up (default: 100,000; 1 finds the one).")
    private Long verifyEvery;

    @Option(names = "--outcomes", paramLabel = "FILE",
        description = "Write a JSON line for every command that came to the gate, with its outcome and hashes.")
    private Path outcomes;

    @Option(names = "--events", paramLabel = "FILE", description = {
        "Write a JSON line for every event, with the sequence that it had: for a gateway that missed events which " +
        "are no longer retained. Not together with --outcomes."})
    private Path events;

    @Option(names = "--ask", paramLabel = "VERB", description = {
        "Answer a verb of this program with the book as it is where the replay ends, such as --ask 'queue BTC-PERP' " +
        "or --ask 'account 7'; may be given again. Only these answers are printed."})
    private List<String> questions = List.of();

    @Option(names = "--events-from", paramLabel = "N", defaultValue = "1",
        description = "First event wanted; the replay must begin at or before it (default: ${DEFAULT-VALUE}).")
    private long eventsFrom;

    @Option(names = "--venue", paramLabel = "V", defaultValue = "0",
        description = "Only events addressed to this venue's gateways; 0: all (default: ${DEFAULT-VALUE}).")
    private int venue;

    @Override
    int run()
    {
        if (null != outcomes && null != events)
        {
            throw new CliException(ExitCode.USAGE, "--outcomes and --events cannot be given together");
        }
        RootCommand.atLeast(1, "--events-from", eventsFrom);
        RootCommand.atLeast(0, "--venue", venue);
        final LogReplay replay = replay();
        final ReplayResult result;
        try (OutcomeLines outcomeLines = null == outcomes ? null : new OutcomeLines(outcomes);
            Writer eventLines = null == events ? null : Files.newBufferedWriter(events))
        {
            if (null != eventLines)
            {
                replay.events(eventsFrom, venue);
            }
            result = replay.run(null != eventLines ? new EventLines(eventLines) :
                null != outcomeLines ? outcomeLines : ReplayListener.NONE);
        }
        catch (final AgentTerminationException ex)
        {
            throw new CliException(ExitCode.FAILURE, "an entry ends the service, as it did on the nodes: " +
                ex.getMessage());
        }
        catch (final IOException | UncheckedIOException ex)
        {
            throw new CliException(ExitCode.FAILURE, Failure.line(ex));
        }
        return questions.isEmpty() ? tell(result) : askPast(replay.book(), result);
    }

    private int askPast(final byte[] book, final ReplayResult result)
    {
        final PastBook past = new PastBook(
            EngineTarget.restored(new Limits(), book, result.engineTimeMs()), result.logPosition());
        int exitCode = ExitCode.OK;
        for (final String question : questions)
        {
            final List<String> words = new ArrayList<>(List.of("-o", root().format().name()));
            words.addAll(new DefaultParser().parse(question, 0).words().stream().filter((word) -> !word.isEmpty())
                .toList());
            exitCode = Math.max(exitCode,
                RootCommand.execute(surroundings().asking(past), words.toArray(new String[0])));
        }
        return exitCode;
    }

    private LogReplay replay()
    {
        final LogReplay replay = LogReplay.of(directory).refuseAt(refuseAt);
        if (null != verifyEvery && (!isVerifying || verifyEvery < 1))
        {
            throw new CliException(ExitCode.USAGE, "--verify-every belongs to --verify, and is at least 1");
        }
        if (isVerifying)
        {
            replay.verifyingEvery(null == verifyEvery ? LogReplay.VERIFY_EVERY : verifyEvery);
        }
        if (!questions.isEmpty())
        {
            replay.keepingBook();
        }
        if (null != toPosition)
        {
            replay.toPosition(RootCommand.atLeast(0, "--to-position", toPosition));
        }
        if (null != toTime)
        {
            replay.toTimeMs(timeMs());
        }
        if ("newest".equals(from))
        {
            replay.fromNewestSnapshot();
        }
        else if (null != from)
        {
            replay.fromSnapshot(position());
        }
        return replay;
    }

    private int tell(final ReplayResult result)
    {
        if (!result.isChecksummed() && result.entries() > 0)
        {
            talk("the frames of this log have no checksums: a flipped bit would go unseen");
        }
        if (result.tornPosition() >= 0)
        {
            talk("the last frame, at position " + result.tornPosition() + ", was cut off in the middle and left out, " +
                "as a node does when it starts");
        }
        if (result.holePosition() >= 0)
        {
            talk("at position " + result.holePosition() + ", where no frame begins, the log ends, as for a node that " +
                "starts; but its file holds more: a frame was damaged there, or the directory was copied while its " +
                "node ran");
        }
        final Answer answer = answer().object("replay", summary(result)).rows("assets", assets(result.assets()))
            .rows("instruments", instruments(result.instruments()));
        if (OutputFormat.json == root().format())
        {
            answer.rows("findings",
                result.findings().stream().map((finding) -> row().put("finding", finding)).toList());
        }
        else
        {
            result.findings().forEach((finding) -> surroundings().err().println("found: " + finding));
        }
        answer.end();
        if (!result.findings().isEmpty())
        {
            throw new CliException(ExitCode.REPLICAS_DIFFER, "findings: " + result.findings().size());
        }
        if (isVerifying && result.undecodable() > 0)
        {
            throw new CliException(ExitCode.REPLICAS_DIFFER, result.undecodable() + " messages of the log cannot be " +
                "decoded: they are of another version, or not messages at all; nothing else is wrong");
        }
        if (isVerifying)
        {
            talk("verified: frames, the book, " + result.snapshots() + " snapshots, " +
                String.format(Locale.ROOT, "%,d refused commands", result.refused()));
        }
        return ExitCode.OK;
    }

    private static ObjectNode summary(final ReplayResult result)
    {
        return row().put("from", result.fromPosition())
            .put("logPosition", result.logPosition())
            .put("time", Instant.ofEpochMilli(result.timestampMs()).toString())
            .put("entries", result.entries())
            .put("commands", result.commands())
            .put("refused", result.refused())
            .put("resent", result.resent())
            .put("outOfOrder", result.outOfOrder())
            .put("undecodable", result.undecodable())
            .put("snapshotsCompared", result.snapshots())
            .put("accounts", result.accounts())
            .put("stateHash", JsonView.hash(result.stateHash()))
            .put("replicaHash", JsonView.hash(result.replicaHash()))
            .put("conserved", result.isConserved())
            .put("checksummed", result.isChecksummed());
    }

    private long position()
    {
        try
        {
            return RootCommand.atLeast(0, "--from", Long.parseLong(from));
        }
        catch (final NumberFormatException ex)
        {
            throw new CliException(ExitCode.USAGE, "--from: " + from + " is neither a position nor 'newest'");
        }
    }

    private long timeMs()
    {
        try
        {
            return toTime.matches("-?[0-9]+") ? Long.parseLong(toTime) : Instant.parse(toTime).toEpochMilli();
        }
        catch (final DateTimeParseException | NumberFormatException ex)
        {
            throw new CliException(ExitCode.USAGE, "--to-time: " + toTime +
                " is neither milliseconds nor a time such as 2025-10-10T21:16:04Z");
        }
    }
}
