package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The client's half of "exactly once, in order, answered", without a network: which id comes next, what is sent and
 * sent again, what an outcome or a session report means. Dense ids go on from the last command that the cluster
 * applied; what is not answered is sent again with the same id and the same bytes ({@link CommandFlow}); the cluster
 * knows repeats from new commands by id and hash of the bytes.
 */
final class CommandStream
{
    /** Sends bytes to the cluster. */
    interface Sender
    {
        /** @return false if they were not taken and must be offered again later. */
        boolean send(DirectBuffer buffer, int offset, int length);
    }

    private final CommandWindow window;
    private final CommandFlow flow;
    private final long firstCommandId;
    private final Endings endings;
    private final IdReconciliation reconciliation = new IdReconciliation();

    private boolean reported;
    private boolean fenced;
    private long lastAppliedId;
    private long ceilingId;

    /**
     * @param window           for unanswered commands.
     * @param firstCommandId   id of the first command, or 0 to go on from the cluster's last one.
     * @param outcomeTimeoutNs least time after which the oldest unanswered command is sent again.
     * @param resyncIntervalNs in which a gap does not cause a second resend of the same command.
     * @param endings          receives how commands end.
     */
    CommandStream(
        final CommandWindow window,
        final long firstCommandId,
        final long outcomeTimeoutNs,
        final long resyncIntervalNs,
        final Endings endings)
    {
        this.window = window;
        this.firstCommandId = firstCommandId;
        flow = new CommandFlow(window, outcomeTimeoutNs, resyncIntervalNs);
        this.endings = endings;
    }

    /**
     * @return the id that the next command will have, or the negative reason why none is given now.
     */
    long admit()
    {
        if (fenced)
        {
            return FlatbookClient.FENCED;
        }
        if (!window.isStarted())
        {
            return FlatbookClient.NOT_CONNECTED;
        }
        return reconciliation.isOpen() || window.isFull() ? FlatbookClient.BACK_PRESSURED : window.nextId();
    }

    /** Where to put the bytes of the id that {@link #admit()} gave. */
    MutableDirectBuffer nextBuffer()
    {
        return window.nextBuffer();
    }

    /** Takes the command put into {@link #nextBuffer()}; it is sent by {@link #flush} until it is answered. */
    long commit(final int length)
    {
        return window.commit(length);
    }

    /** Whether a session is open and has reported. */
    boolean isReported()
    {
        return reported;
    }

    boolean isFenced()
    {
        return fenced;
    }

    int unanswered()
    {
        return (int)(window.nextId() - window.firstId());
    }

    /** How often a command went out that had been sent before. */
    long resends()
    {
        return flow.resends();
    }

    /**
     * Decides whether the oldest unanswered command is overdue.
     *
     * @param nowNs   time.
     * @param isQuiet whether nothing more has arrived.
     */
    void checkTimeout(final long nowNs, final boolean isQuiet)
    {
        flow.checkTimeout(nowNs, isQuiet);
    }

    /** Sends what is due. @return number of commands sent. */
    int flush(final Sender sender, final long nowNs)
    {
        return !reported || fenced ? 0 : flow.flush(sender, nowNs);
    }

    /** The session is gone; nothing is sent until a new one reports. */
    void onSessionLost()
    {
        reported = false;
    }

    /** The session lives on under a new leader, who may not have what was sent last. */
    void onNewLeader()
    {
        flow.sendAllAgain();
    }

    /**
     * A session report came, from a leader that no other has followed as far as the session knows.
     *
     * @param lastCommandId last command of this principal that was applied.
     * @param reason        NONE, or why the last bytes could not be decoded.
     * @param field         of that refusal.
     */
    void onReport(final long lastCommandId, final RejectReason reason, final RejectField field)
    {
        if (!window.isStarted())
        {
            start(lastCommandId);
        }
        else if (!reported)
        {
            flow.sendAllAgain();
        }
        reported = true;

        if (!fenced && (RejectReason.FENCED == reason || isOvertakenBy(lastCommandId)))
        {
            fence(lastCommandId);
        }
        if (fenced || isLost(lastCommandId))
        {
            return;
        }
        if (RejectReason.NONE != reason)
        {
            refuseUndecoded(lastCommandId + 1, reason, field);
        }
        if (reconciliation.isOpen() && window.isEmpty() && lastAppliedId <= lastCommandId)
        {
            restartAt(lastCommandId + 1);
        }
    }

    /** A session report came to a client that sends no command: those of others do not concern it (ONCE-2). */
    void onReportToReader()
    {
        reported = true;
    }

    /** An outcome came. Outcomes of ids that are not pending are repeats and are ignored. */
    void onOutcome(
        final long id,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence,
        final boolean repeated,
        final long nowNs)
    {
        if (repeated && reconciliation.isResolvedBy(id))
        {
            resolvedByOutcome(id);
        }
        if (!window.isPending(id))
        {
            return;
        }
        if (RejectReason.SEQUENCE_GAP != reason)
        {
            flow.onAnswered(id, repeated, nowNs);
        }
        switch (reason)
        {
            case SEQUENCE_GAP:
                onGap(id, field, detail, nowNs);
                break;

            case OUTCOME_FORGOTTEN:
                window.answer(id);
                endings.onUnknown(id);
                break;

            case MALFORMED:
            case UNSUPPORTED_VERSION:
            case NOT_AUTHORIZED:
            case FENCED:
                onRefusedAtTheGate(id, reason, field, detail, firstEventSequence, repeated);
                if (RejectReason.FENCED == reason && !fenced)
                {
                    fence(lastAppliedId);
                }
                break;

            default:
                lastAppliedId = RejectReason.COMMAND_ID_REUSED == reason ? lastAppliedId : Math.max(lastAppliedId, id);
                answered(id, reason, field, detail, firstEventSequence);
                break;
        }
    }

    /** @return id whose recorded outcome should be asked for now, once; 0 for none. */
    long takeOutcomeToAsk()
    {
        return reported ? reconciliation.takeOutcomeToAsk() : 0;
    }

    private void start(final long lastCommandId)
    {
        final long id = 0 < firstCommandId ? firstCommandId : lastCommandId + 1;
        if (lastCommandId + 1 < id)
        {
            throw new IllegalStateException("firstCommandId " + firstCommandId + " leaves a gap: the cluster expects " +
                (lastCommandId + 1));
        }
        window.startAt(id);
        ceilingId = lastCommandId;
        lastAppliedId = lastCommandId;
        flow.startAt(id);
    }

    /** Whether somebody else has sent commands of this principal. */
    private boolean isOvertakenBy(final long lastCommandId)
    {
        return lastCommandId >= window.nextId() && lastCommandId > ceilingId;
    }

    private void fence(final long lastCommandId)
    {
        fenced = true;
        endings.onFenced(lastCommandId);
        forgetAll();
    }

    private boolean isLost(final long lastCommandId)
    {
        if (lastCommandId >= lastAppliedId)
        {
            return false;
        }
        final long hadAppliedId = lastAppliedId;
        lastAppliedId = lastCommandId;
        reconciliation.add(lastCommandId + 1);
        forgetAll();
        restartAt(lastCommandId + 1);
        endings.onAcknowledgedLost(lastCommandId, hadAppliedId);
        return true;
    }

    private void forgetAll()
    {
        while (!window.isEmpty())
        {
            final long id = window.firstId();
            window.answer(id);
            endings.onUnknown(id);
        }
    }

    /**
     * A refusal that is not recorded may have come before the id was consumed: no further id is given until that is
     * known. If the command was sent more than once, a refusal now does not show whether an earlier copy was applied.
     */
    private void onRefusedAtTheGate(
        final long id,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence,
        final boolean recorded)
    {
        if (!recorded)
        {
            reconciliation.add(id);
            reconciliation.askOutcomeOf(id);
        }
        if (recorded || !window.wasResent(id))
        {
            answered(id, reason, field, detail, firstEventSequence);
        }
        else
        {
            window.answer(id);
            endings.onUnknown(id);
        }
    }

    private void onGap(final long id, final RejectField field, final long expectedId, final long nowNs)
    {
        if (expectedId < id && window.isPending(expectedId))
        {
            flow.onGap(expectedId, nowNs);
        }
        else if (reconciliation.covers(expectedId))
        {
            // It followed a refusal that consumed no id, so it was not applied and never will be.
            reconciliation.add(id);
            answered(id, RejectReason.SEQUENCE_GAP, field, expectedId, 0);
        }
    }

    private void refuseUndecoded(final long id, final RejectReason reason, final RejectField field)
    {
        if (window.isPending(id) && flow.isSent(id))
        {
            reconciliation.add(id);
            answered(id, reason, field, 0, 0);
        }
    }

    private void resolvedByOutcome(final long id)
    {
        lastAppliedId = Math.max(lastAppliedId, id);
        if (window.isEmpty())
        {
            // Commands sent after the refused one may have been applied meanwhile.
            restartAt(lastAppliedId + 1);
        }
    }

    private void restartAt(final long nextId)
    {
        reconciliation.close();
        window.startAt(nextId);
        flow.startAt(nextId);
    }

    private void answered(
        final long id,
        final RejectReason reason,
        final RejectField field,
        final long detail,
        final long firstEventSequence)
    {
        window.answer(id);
        endings.onAnswered(id, reason, field, detail, firstEventSequence);
    }
}
