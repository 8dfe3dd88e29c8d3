package io.flatbook.ops.replay;

import io.flatbook.cluster.CommandWatch;
import io.flatbook.engine.CommandGate;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.EngineView;
import io.flatbook.sbe.RejectReason;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at the state before and after each command, counts, and tells the listener.
 */
final class CommandRecorder implements CommandWatch
{
    private final Supplier<EngineView> engine;
    private final ReplayListener listener;
    private final Consumer<String> findings;
    private long logPosition;
    private long timestampMs;
    private int templateId;
    private long commandHash;
    private long stateHashBefore;
    private long commands;
    private long refused;
    private long resent;
    private long outOfOrder;

    /**
     * @param engine of the service, which is there once that has started.
     */
    CommandRecorder(
        final Supplier<EngineView> engine, final ReplayListener listener, final Consumer<String> findings)
    {
        this.engine = engine;
        this.listener = listener;
        this.findings = findings;
    }

    /** Moves to an entry. */
    void at(final long entryPosition, final long entryTimestampMs)
    {
        logPosition = entryPosition;
        timestampMs = entryTimestampMs;
    }

    @Override
    public void onCommand(
        final Principal sender,
        final long commandId,
        final int commandTemplateId,
        final long hash,
        final CommandGate.Admission admission)
    {
        templateId = commandTemplateId;
        commandHash = hash;
        stateHashBefore = engine.get().stateHash();
        if (CommandGate.Admission.NEXT != admission)
        {
            resent += CommandGate.Admission.KNOWN == admission ? 1 : 0;
            outOfOrder += CommandGate.Admission.KNOWN == admission ? 0 : 1;
            listener.onNotApplied(logPosition, sender.name(), commandId, hash, admission);
        }
    }

    @Override
    public void onApplied(final Principal sender, final long commandId)
    {
        final OutcomeLog outcome = sender.outcomes();
        if (!outcome.select(commandId))
        {
            throw new IllegalStateException("command " + commandId + " of " + sender.name() + " has no outcome");
        }
        final List<RejectReason> tradeReasons = new ArrayList<>(outcome.tradeCount());
        for (int i = 0; i < outcome.tradeCount(); i++)
        {
            tradeReasons.add(outcome.tradeReason(i));
        }
        final AppliedCommand command = new AppliedCommand(
            logPosition,
            timestampMs,
            sender.name(),
            commandId,
            templateId,
            commandHash,
            outcome.reason(),
            outcome.field(),
            outcome.detail(),
            outcome.firstEventSequence(),
            tradeReasons,
            stateHashBefore,
            engine.get().stateHash(),
            engine.get().replicaHash());
        commands++;
        if (!command.isAccepted())
        {
            refused++;
            checkRefused(command);
        }
        listener.onApplied(command);
    }

    private void checkRefused(final AppliedCommand command)
    {
        if (command.stateHashBefore() != command.stateHashAfter())
        {
            findings.accept("command " + command.commandId() + " of " + command.principal() +
                " was refused and changed the book, at position " + logPosition);
        }
    }

    long commands()
    {
        return commands;
    }

    long refused()
    {
        return refused;
    }

    long resent()
    {
        return resent;
    }

    long outOfOrder()
    {
        return outOfOrder;
    }
}
