package io.flatbook.ops.cli;

import io.flatbook.backup.BackupStatus;
import io.flatbook.ops.feed.BackupLog;
import io.flatbook.ops.feed.EventSink;
import org.agrona.concurrent.AgentTerminationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Options that say which log a feed is made from.
 */
final class FeedSource
{
    @ArgGroup(multiplicity = "1")
    private Directory directory;

    @Option(names = "--once", description = "End at the end of the log; else it goes on until it is stopped.")
    private boolean once;

    @Option(names = "--refuse-at", paramLabel = "P", split = ",",
        description = "Entries that operators had refused and that no snapshot in the directory knows of.")
    private long[] refuseAt = new long[0];

    /**
     * Where the log is.
     */
    static final class Directory
    {
        @Option(names = "--backup", paramLabel = "DIR", description = {
            "Directory of a backup, which `backup run` may be filling at the same time.",
            "With its --from-start the feed has all events, else those since its oldest snapshot."})
        private Path backup;

        @Option(names = "--node-dir", paramLabel = "DIR", description = OfflineCommand.DIRECTORY)
        private Path node;
    }

    /** Fills a sink, and closes it. */
    int into(final OfflineCommand command, final Supplier<EventSink> opener)
    {
        return BackupCommand.withCliFailures((Callable<Integer>)() ->
        {
            try (OrderlyEnd end = new OrderlyEnd(); EventSink sink = opener.get())
            {
                final BackupLog log = (null == directory.backup ? BackupLog.ofNode(directory.node, end::isEnding) :
                    BackupLog.ofBackup(directory.backup, !once, end::isEnding)).refuseAt(refuseAt);
                if (!sink.remark().isEmpty())
                {
                    command.talk(sink.remark());
                }
                command.talk(0 == sink.place().sequence() ? "the feed begins" :
                    String.format(Locale.ROOT, "the feed goes on after event %,d", sink.place().sequence()));
                if (null != directory.backup && !once && !BackupStatus.exists(directory.backup))
                {
                    command.talk(directory.backup + " holds no backup yet: the feed waits for it");
                }
                final long events = log.into(sink);
                command.talk(String.format(Locale.ROOT, "%,d events written", events));
                return ExitCode.OK;
            }
            catch (final AgentTerminationException ex)
            {
                throw new CliException(ExitCode.FAILURE, "an entry ends the service, as it did on the nodes: " +
                    ex.getMessage());
            }
        });
    }
}
