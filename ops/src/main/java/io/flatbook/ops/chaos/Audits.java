package io.flatbook.ops.chaos;

import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The five audits after a run, of what gateways and status pages told against an offline replay of a node's log:
 *
 * <ol>
 * <li>every acknowledged command is in the log exactly once, with the outcome that was acknowledged;
 * <li>each is applied at most once, those of unknown outcome never or once, and none that was not sent;
 * <li>the replica hashes are equal on all nodes, and equal to those of the replay;
 * <li>money and quantities are conserved;
 * <li>a refused command has left the state hash as it was.
 * </ol>
 */
final class Audits implements ReplayListener
{
    private static final int TOLD_MAX = 10;

    private final Map<String, Map<Long, AppliedCommand>> appliedByPrincipal = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<Long, String> hashByPosition;
    private final List<String> differences;
    private long violationCount;
    private long lost;
    private long twice;
    private long hashesCompared;
    private String summary;

    private Audits(final HashWatch hashWatch)
    {
        hashByPosition = hashWatch.hashByPosition();
        differences = hashWatch.differences();
    }

    /**
     * Does them.
     *
     * @param nodeDirectory data of a stopped node that has the whole log.
     * @param books         of the gateways.
     * @param hashWatch     what the nodes told of their hashes.
     * @return the audits, done.
     */
    static Audits of(final Path nodeDirectory, final List<CommandBook> books, final HashWatch hashWatch)
    {
        final Audits audits = new Audits(hashWatch);
        audits.differences.forEach(audits::violated);
        final ReplayResult result = LogReplay.of(nodeDirectory).fromZero().verifying().run(audits);
        audits.summary = String.format(Locale.ROOT, "replayed %,d entries, %,d commands, %,d of them refused; %,d " +
            "sent again, %,d out of order", result.entries(), result.commands(), result.refused(), result.resent(),
            result.outOfOrder());
        if (!result.isConserved())
        {
            audits.violated("money or quantities are not conserved: " + result.assets() + ' ' + result.instruments());
        }
        if (0 == audits.hashesCompared)
        {
            audits.violated("no hash of a node could be compared with the replay");
        }
        books.forEach(audits::compare);
        return audits;
    }

    List<String> violations()
    {
        final List<String> told = new ArrayList<>(violations);
        if (TOLD_MAX < violationCount)
        {
            told.add("and " + (violationCount - TOLD_MAX) + " more");
        }
        return told;
    }

    /** What was replayed, in words. */
    String summary()
    {
        return summary;
    }

    /** Acknowledged commands that are not in the log with that outcome, or of which no event told. */
    long lost()
    {
        return lost;
    }

    /** Commands that were applied or told of more than once. */
    long twice()
    {
        return twice;
    }

    /** In words: how many hashes of nodes were compared with the replay. */
    String hashes()
    {
        return differences.isEmpty() ? hashesCompared + " same" : "DIFFER";
    }

    @Override
    public void onApplied(final AppliedCommand command)
    {
        final AppliedCommand before = appliedByPrincipal.computeIfAbsent(command.principal(), (key) -> new HashMap<>())
            .putIfAbsent(command.commandId(), command);
        if (null != before)
        {
            twice++;
            violated(text(command) + " was applied before at " + before.logPosition());
        }
        if (!command.isAccepted() && command.stateHashBefore() != command.stateHashAfter())
        {
            violated(text(command) + " was refused and changed the book");
        }
    }

    @Override
    public void onEntry(
        final EntryKind kind,
        final long logPosition,
        final long timestampMs,
        final long engineTimeMs,
        final long stateHash,
        final long replicaHash)
    {
        final String told = hashByPosition.get(logPosition);
        if (null != told)
        {
            hashesCompared++;
            if (!told.equals(String.format("%016x", replicaHash)))
            {
                violated("nodes had " + told + " at position " + logPosition + ", the replay has " +
                    String.format("%016x", replicaHash));
            }
        }
    }

    @Override
    public void onFinding(final String finding)
    {
        violated(finding);
    }

    private void compare(final CommandBook book)
    {
        final Map<Long, AppliedCommand> applied = appliedByPrincipal.getOrDefault(book.principal(), Map.of());
        for (long id = book.firstId(); id < book.firstId() + book.count(); id++)
        {
            final CommandBook.Answer answer = book.answer(id);
            if (null == answer)
            {
                violated("command " + id + " of " + book.principal() + " was never answered");
            }
            else if (answer != CommandBook.Answer.UNKNOWN && !isOutcome(answer, applied.get(id)))
            {
                lost++;
                violated("command " + id + " of " + book.principal() + " was answered with " + answer +
                    ", the log has " + applied.get(id));
            }
        }
        for (final long id : applied.keySet())
        {
            if (book.firstId() + book.count() <= id)
            {
                violated("command " + id + " of " + book.principal() + " is in the log and was never sent");
            }
        }
        lost += book.untold();
        twice += book.repeated();
        if (0 < book.untold() || 0 < book.repeated())
        {
            violated(book.principal() + ": events told of " + book.untold() + " acknowledged trades not at all, and " +
                book.repeated() + " answers or trades were told twice");
        }
    }

    private static boolean isOutcome(final CommandBook.Answer answer, final AppliedCommand applied)
    {
        return null != applied && answer.reason() == applied.reason() && answer.field() == applied.field() &&
            answer.detail() == applied.detail() && answer.firstEventSequence() == applied.firstEventSequence();
    }

    private void violated(final String what)
    {
        if (violationCount++ < TOLD_MAX)
        {
            violations.add(what);
        }
    }

    private static String text(final AppliedCommand command)
    {
        return "command " + command.commandId() + " of " + command.principal() + " at " + command.logPosition();
    }
}
