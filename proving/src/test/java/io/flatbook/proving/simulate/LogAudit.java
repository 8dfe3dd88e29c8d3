package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.flatbook.engine.EngineView;
import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.EntryKind;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayResult;
import io.flatbook.twin.Swarm;
import io.flatbook.twin.SwarmAudit;

/**
 * The audits of a run, of what clients and nodes told against a replay of a node's log, with the slow twin beside it:
 * what was answered is in the log with that outcome; nothing is applied twice, was not sent, or was sent by a client
 * that had been taken over; hashes of nodes are the replay's; the twin agrees on every outcome and on the balances;
 * money is conserved; what was refused changed nothing.
 */
final class LogAudit implements ReplayListener
{
    private static final int BALANCES_EVERY = 16;

    private final Map<String, Ledger> ledgers = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final HashBook hashes;
    private final Consumer<String> violations;
    private final SwarmAudit twin = new SwarmAudit(Simulation.ENGINE_VERSION);
    private final Counts counts = new Counts();
    private boolean hasTwinDiffered;
    private long hashesCompared;

    private LogAudit(
        final List<SimulatedGateway> gateways, final HashBook hashes, final Consumer<String> violations)
    {
        gateways.forEach((gateway) -> ledgers.put(gateway.principal(), gateway.ledger()));
        this.hashes = hashes;
        this.violations = violations;
    }

    /** Does them. */
    static LogAudit of(
        final Path nodeDirectory,
        final List<SimulatedGateway> gateways,
        final HashBook hashes,
        final Consumer<String> violations)
    {
        final LogAudit audit = new LogAudit(gateways, hashes, violations);
        final ReplayResult result =
            LogReplay.of(nodeDirectory).fromZero().limits(Swarm.limits()).verifying().run(audit);
        if (!result.isConserved())
        {
            violations.accept("money or quantities are not conserved: " + result.assets() + result.instruments());
        }
        if (0 < result.undecodable())
        {
            violations.accept(result.undecodable() + " entries of the log could not be decoded");
        }
        if (audit.hashesCompared != hashes.all().size())
        {
            violations.accept("nodes told hashes of " + hashes.all().size() + " positions, of which the log has " +
                audit.hashesCompared);
        }
        audit.answersAreInTheLog();
        audit.counts.add("entries replayed", result.entries());
        audit.counts.add("commands applied", result.commands());
        audit.counts.add("commands refused", result.refused());
        audit.counts.add("commands sent again", result.resent());
        audit.counts.add("commands out of order", result.outOfOrder());
        audit.counts.add("snapshots compared", result.snapshots());
        audit.counts.add("hashes compared", audit.hashesCompared);
        audit.counts.add("twin compared", audit.twin.compared());
        audit.twin.refusals().forEach((reason, count) -> audit.counts.add("outcome " + reason, count));
        return audit;
    }

    Counts clauses()
    {
        final Counts clauses = new Counts();
        clauses.addAll(twin.clauses());
        return clauses;
    }

    Map<String, Long> counts()
    {
        return counts.all();
    }

    @Override
    public void onStart(final EngineView engine)
    {
        twin.beside(engine);
    }

    @Override
    public void onApplied(final AppliedCommand command)
    {
        final String name = "command " + command.commandId() + " of " + command.principal() + " at position " +
            command.logPosition();
        if (!applied.add(command.principal() + ' ' + command.commandId()))
        {
            violations.accept(name + " was applied before");
        }
        if (!command.isAccepted() && command.stateHashBefore() != command.stateHashAfter())
        {
            violations.accept(name + " was refused and changed the book");
        }
        final Ledger ledger = ledgers.get(command.principal());
        Ledger.Attempt sent = null;
        for (final Ledger.Attempt each : null == ledger ? List.<Ledger.Attempt>of() :
            ledger.attempts(command.commandId()))
        {
            if (each.hash == command.commandHash())
            {
                sent = each;
            }
            else if (null != each.answer)
            {
                violations.accept(name + " was answered, and has other bytes in the log than were sent");
            }
        }
        if (null == sent)
        {
            violations.accept(name + " is in the log and nobody sent it");
            return;
        }
        if (sent.isFenced)
        {
            violations.accept(name + " was applied, and whoever sent it had been taken over");
        }
        if (null != sent.answer && !isOutcome(sent.answer, command))
        {
            violations.accept(name + " was answered with " + sent.answer + ", the log has " + command);
        }
        compareTwin(sent.order, command, name);
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
        twin.advanceTo(engineTimeMs);
        final Long told = hashes.all().get(logPosition);
        hashesCompared += null == told ? 0 : 1;
        if (null != told && told != replicaHash)
        {
            violations.accept(String.format(
                "nodes had %016x at position %d, the replay has %016x", told, logPosition, replicaHash));
        }
    }

    @Override
    public void onFinding(final String finding)
    {
        violations.accept(finding);
    }

    private void compareTwin(final Swarm.Order order, final AppliedCommand command, final String name)
    {
        if (hasTwinDiffered)
        {
            return;
        }
        String difference = twin.take(
            order, command.timestampMs(), command.reason(), command.field(), command.detail());
        if (null == difference && 0 == twin.compared() % BALANCES_EVERY)
        {
            final String balances = twin.differences();
            difference = balances.isEmpty() ? null : "the books differ: " + balances;
        }
        if (null != difference)
        {
            hasTwinDiffered = true;
            violations.accept(name + ": " + difference);
        }
    }

    private void answersAreInTheLog()
    {
        ledgers.forEach((principal, ledger) -> ledger.all().forEach((id, attempts) ->
        {
            for (final Ledger.Attempt each : attempts)
            {
                if (null != each.answer && !applied.contains(principal + ' ' + id))
                {
                    violations.accept("command " + id + " of " + principal + " was answered with " + each.answer +
                        " and is not in the log");
                }
            }
        }));
    }

    private static boolean isOutcome(final Ledger.Answer answer, final AppliedCommand command)
    {
        return answer.reason() == command.reason() && answer.field() == command.field() &&
            answer.detail() == command.detail() && answer.firstEventSequence() == command.firstEventSequence();
    }
}
