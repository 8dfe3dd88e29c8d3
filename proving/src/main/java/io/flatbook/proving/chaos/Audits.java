package io.flatbook.proving.chaos;

import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.NodeDirectory;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayResult;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The five audits after a run, which compare what gateways and status pages reported with an offline replay of a node's
 * log:
 *
 * <ol>
 * <li>every command that was sent was acknowledged, and is in the log with its bytes and that outcome;
 * <li>each is applied at most once, and none that was not sent by a principal who is known to send;
 * <li>the replica hashes are equal on all nodes, and equal to those of the replay, which has all of their positions;
 * <li>money and quantities are conserved;
 * <li>a refused command has left the state hash as it was.
 * </ol>
 */
final class Audits implements ReplayListener
{
    /** Whose commands no book has: they are few, and those who send them look at the outcomes. */
    private static final Set<String> HELPERS = Set.of(TradingFixture.RISK, GuestGateway.PRINCIPAL);
    private static final int SHOWN_MAX = 10;

    private final Map<String, Map<Long, AppliedCommand>> appliedByPrincipal = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> senders = new HashSet<>(HELPERS);
    private final TreeMap<Long, String> hashByPosition;
    private final List<String> differences;
    private long violationCount;
    private long lost;
    private long twice;
    private long unsettled;
    private long hashesCompared;
    private long commands;
    private long resent;
    private String summary;

    private Audits(final List<CommandBook> books, final HashWatch.Reported reported)
    {
        books.forEach((book) -> senders.add(book.principal()));
        hashByPosition = new TreeMap<>(reported.hashByPosition());
        differences = reported.differences();
    }

    /**
     * Does them.
     *
     * @param nodeDirectories data of the stopped nodes; the log is replayed of the first that has it from the start,
     *                        which one that rejoined has not.
     * @param agreedPosition  that all nodes had applied, after the last answer.
     * @param books           of the gateways.
     * @param reported            hashes that the nodes reported.
     * @return the audits, done.
     */
    static Audits of(
        final List<Path> nodeDirectories,
        final long agreedPosition,
        final List<CommandBook> books,
        final HashWatch.Reported reported)
    {
        final Audits audits = new Audits(books, reported);
        audits.differences.forEach(audits::violated);
        final ReplayResult result = LogReplay.of(wholeLog(nodeDirectories)).fromZero().verifying().run(audits);
        if (result.logPosition() < agreedPosition)
        {
            audits.violated("the log ends at " + result.logPosition() + ", all nodes had applied " + agreedPosition);
        }
        if (!result.isConserved())
        {
            audits.violated("money or quantities are not conserved: " + result.assets() + ' ' + result.instruments());
        }
        if (0 == audits.hashesCompared)
        {
            audits.violated("no hash of a node could be compared with the replay");
        }
        audits.hashByPosition.forEach((position, hash) -> audits.violated(
            "nodes had " + hash + " at position " + position + ", where the log has no entry"));
        books.forEach(audits::compare);
        audits.commands = result.commands();
        audits.resent = result.resent();
        audits.summary = String.format(Locale.ROOT, "replayed %,d entries, %,d commands, %,d of them refused; %,d " +
            "sent again, %,d out of order; %,d sent whose outcome is unknown", result.entries(), result.commands(),
            result.refused(), result.resent(), result.outOfOrder(), audits.unsettled);
        return audits;
    }

    private static Path wholeLog(final List<Path> nodeDirectories)
    {
        for (final Path each : nodeDirectories)
        {
            try (NodeDirectory node = NodeDirectory.open(each))
            {
                if (0 == node.logStartPosition())
                {
                    return each;
                }
            }
        }
        throw new NotAsPromisedException("no node has the log from its start");
    }

    List<String> violations()
    {
        final List<String> reported = new ArrayList<>(violations);
        if (SHOWN_MAX < violationCount)
        {
            reported.add("and " + (violationCount - SHOWN_MAX) + " more");
        }
        return reported;
    }

    /** Whether a hundredth of the commands or more are in the log again, which clients sent twice. */
    boolean isMuchResent()
    {
        return 100 * resent >= commands;
    }

    /** What was replayed, in words. */
    String summary()
    {
        return summary;
    }

    /** Commands that are not in the log as they were sent and acknowledged, or that no event reported. */
    long lost()
    {
        return lost;
    }

    /** Commands that were applied or reported more than once. */
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
        if (command.isAccepted() && !senders.contains(command.principal()))
        {
            violated(text(command) + " was accepted, and nobody here sent it");
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
        final String reported = hashByPosition.remove(logPosition);
        if (null != reported)
        {
            hashesCompared++;
            if (!reported.equals(String.format("%016x", replicaHash)))
            {
                violated("nodes had " + reported + " at position " + logPosition + ", the replay has " +
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
            compare(book, id, applied.get(id));
        }
        for (final long id : applied.keySet())
        {
            if (book.firstId() + book.count() <= id)
            {
                violated("command " + id + " of " + book.principal() + " is in the log and was never sent");
            }
        }
        lost += book.unreported();
        twice += book.reportedTwice();
        if (0 < book.unreported() || 0 < book.reportedTwice())
        {
            violated(book.principal() + ": events told of " + book.unreported() +
                " acknowledged trades not at all, and of " + book.reportedTwice() + " trades again");
        }
    }

    private void compare(final CommandBook book, final long id, final AppliedCommand applied)
    {
        final CommandBook.Answer answer = book.answer(id);
        final String command = "command " + id + " of " + book.principal();
        if (null != applied && applied.commandHash() != book.commandHash(id))
        {
            lost++;
            violated(command + " has other bytes in the log than were sent: " + applied);
        }
        else if (null == answer || CommandBook.Answer.UNKNOWN == answer)
        {
            // One session a gateway, less in flight than outcomes are kept: no fault is an excuse to give up.
            unsettled++;
            violated(command + (null == answer ? " was never answered" : " was given up by the client") +
                ", the log has " + applied);
        }
        else if (!isOutcome(answer, applied))
        {
            lost++;
            violated(command + " was answered with " + answer + ", the log has " + applied);
        }
    }

    private static boolean isOutcome(final CommandBook.Answer answer, final AppliedCommand applied)
    {
        return null != applied && answer.reason() == applied.reason() && answer.field() == applied.field() &&
            answer.detail() == applied.detail() && answer.firstEventSequence() == applied.firstEventSequence() &&
            answer.tradeReasons().equals(applied.tradeReasons());
    }

    private void violated(final String what)
    {
        if (violationCount++ < SHOWN_MAX)
        {
            violations.add(what);
        }
    }

    private static String text(final AppliedCommand command)
    {
        return "command " + command.commandId() + " of " + command.principal() + " at " + command.logPosition();
    }
}
