package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.replay.SnapshotInspector;
import io.flatbook.ops.replay.SnapshotReport;
import io.flatbook.ops.view.JsonView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Verbs about the snapshots of a node.
 */
@Command(name = "snapshot", description = "The snapshots of a node that does not run (cluster snapshot takes one).",
    synopsisSubcommandLabel = "VERB",
    subcommands = {SnapshotCommand.Inspect.class, SnapshotCommand.Verify.class, SnapshotCommand.Diff.class})
final class SnapshotCommand
{
    private SnapshotCommand()
    {
    }

    /**
     * What the snapshots contain.
     */
    @Command(name = "inspect", description = {"Lists the snapshots, with the totals of the newest or another.",
        "Each is read and loaded as a node would."})
    static final class Inspect extends OfflineCommand
    {
        @Parameters(paramLabel = "DIR", description = DIRECTORY)
        private Path directory;

        @Option(names = "--position", paramLabel = "P",
            description = "Tell the totals of the snapshot at this position.")
        private Long position;

        @Override
        int run()
        {
            final List<SnapshotReport> all = SnapshotInspector.inspect(directory);
            final Answer answer = answer().rows("snapshots", rows(all));
            for (int i = all.size() - 1; i >= 0; i--)
            {
                final SnapshotReport report = all.get(i);
                if (null == position ? i == all.size() - 1 : position == report.entry().logPosition())
                {
                    answer.rows("assets", assets(report.assets()))
                        .rows("instruments", instruments(report.instruments()))
                        .end();
                    return ExitCode.OK;
                }
            }
            answer.end();
            throw new CliException(ExitCode.NOT_FOUND,
                "there is no snapshot" + (null == position ? "" : " at position " + position));
        }
    }

    /**
     * Whether a node could start from each.
     */
    @Command(name = "verify", description = {"Reads every snapshot, its checksums, and the hash of the state it gives.",
        "Exit code 1 if a node could not start from one."})
    static final class Verify extends OfflineCommand
    {
        @Parameters(paramLabel = "DIR", description = DIRECTORY)
        private Path directory;

        @Override
        int run()
        {
            final List<SnapshotReport> all = SnapshotInspector.inspect(directory);
            answer().rows("snapshots", rows(all)).end();
            for (final SnapshotReport report : all)
            {
                if (!report.isWhole())
                {
                    throw new CliException(ExitCode.FAILURE,
                        "the snapshot at position " + report.entry().logPosition() + ": " + report.problem());
                }
            }
            return ExitCode.OK;
        }
    }

    /**
     * What differs between two.
     */
    @Command(name = "diff", description = {"Compares the snapshots of two nodes at one position.",
        "Exit code 16 if they differ, with the first record that does."})
    static final class Diff extends OfflineCommand
    {
        @Parameters(index = "0", paramLabel = "DIR", description = DIRECTORY)
        private Path one;

        @Parameters(index = "1", paramLabel = "DIR", description = "Likewise, of another node.")
        private Path other;

        @Option(names = "--position", paramLabel = "P",
            description = "Position of both snapshots; left out, the newest that both have.")
        private Long position;

        @Override
        int run()
        {
            final long shared = null != position ? position : SnapshotInspector.sharedPosition(one, other)
                .orElseThrow(() -> new CliException(ExitCode.NOT_FOUND, "they have no snapshot at one position"));
            final Optional<String> difference = SnapshotInspector.difference(one, other, shared);
            final ObjectNode row = row().put("position", shared).put("equal", difference.isEmpty());
            difference.ifPresent((text) -> row.put("difference", text));
            answer().object("diff", row).end();
            return difference.isEmpty() ? ExitCode.OK : ExitCode.REPLICAS_DIFFER;
        }
    }

    private static List<ObjectNode> rows(final List<SnapshotReport> reports)
    {
        final List<ObjectNode> rows = new ArrayList<>();
        for (final SnapshotReport report : reports)
        {
            final ObjectNode row = OfflineCommand.row().put("position", report.entry().logPosition())
                .put("time", Instant.ofEpochMilli(report.entry().timestampMs()).toString())
                .put("term", report.entry().leadershipTermId())
                .put("recording", report.entry().recordingId())
                .put("whole", report.isWhole());
            if (report.isWhole())
            {
                row.put("bytes", report.lengthBytes()).put("records", report.records())
                    .put("sessions", report.sessions())
                    .put("accounts", report.accounts())
                    .put("checksummed", report.isChecksummed())
                    .put("stateHash", JsonView.hash(report.stateHash()))
                    .put("replicaHash", JsonView.hash(report.replicaHash()));
            }
            else
            {
                row.put("problem", report.problem());
            }
            rows.add(row);
        }
        return rows;
    }
}
