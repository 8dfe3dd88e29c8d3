package io.flatbook.client;

/**
 * What of the window goes out next (ONCE-1): new commands in order; the oldest one again, as a probe, if nothing was
 * answered within the timeout of {@link RoundTrip}; all of them again after a gap, a leader change or a reconnect.
 *
 * <p>A cluster that pauses has everything already, so one probe shows that it is back. A cluster answers in order: if
 * the answer to a probe says that the command had been applied before, the outcomes of all commands that were sent
 * before the probe and are still open are lost, and just these commands go out again. Probes that are answered while
 * nothing else is show that commands themselves were lost; then each timeout sends twice as many as the one before.
 */
final class CommandFlow
{
    private static final int BUSY_PATIENCE = 3;

    private final CommandWindow window;
    private final RoundTrip roundTrip;
    private final long resyncIntervalNs;
    private long sendNextId;
    private long sentBelowId;
    private long againBelowId;
    private long progressNs;
    private boolean isProbeDue;
    private long probeId;
    private long probeBelowId;
    private long probeNs;
    private int burst = 1;
    private long resends;

    /**
     * @param window           for unanswered commands.
     * @param outcomeTimeoutNs least time after which the oldest unanswered command is sent again.
     * @param resyncIntervalNs in which a gap does not cause a second resend of the same command.
     */
    CommandFlow(final CommandWindow window, final long outcomeTimeoutNs, final long resyncIntervalNs)
    {
        this.window = window;
        this.resyncIntervalNs = resyncIntervalNs;
        roundTrip = new RoundTrip(outcomeTimeoutNs);
    }

    /** Goes on with an id that was never sent. */
    void startAt(final long id)
    {
        sendNextId = id;
        sentBelowId = id;
        forgetWhatIsUnderWay();
    }

    /** Whether the id went out to the present session and leader. */
    boolean isSent(final long id)
    {
        return id < sendNextId;
    }

    /** How often a command went out that had been sent before. */
    long resends()
    {
        return resends;
    }

    /** Whatever is under way may be lost: everything that is not answered goes out again. */
    void sendAllAgain()
    {
        sendAgain(window.firstId(), Long.MAX_VALUE);
        forgetWhatIsUnderWay();
    }

    /** The cluster misses an id that was sent; from there on everything goes out again. */
    void onGap(final long expectedId, final long nowNs)
    {
        if (!window.wasResent(expectedId) || resyncIntervalNs <= nowNs - window.sentNs(expectedId))
        {
            sendAgain(expectedId, Long.MAX_VALUE);
            window.sent(expectedId, nowNs, true);
            forgetWhatIsUnderWay();
        }
    }

    /**
     * A pending command was answered; called before the window drops it.
     *
     * @param id       of the command.
     * @param repeated whether the cluster had applied it before.
     * @param nowNs    time.
     */
    void onAnswered(final long id, final boolean repeated, final long nowNs)
    {
        final boolean isFirstCopy = !window.wasResent(id);
        progressNs = nowNs;
        roundTrip.answered(id, isFirstCopy, nowNs);
        if (isFirstCopy)
        {
            burst = 1;
        }
        if (probeId == id)
        {
            probeId = 0;
            if (!repeated)
            {
                burst = isFirstCopy ? 1 : Math.min(2 * burst, window.capacity());
            }
            else if (sentBelowId <= sendNextId)
            {
                sendAgain(id, probeBelowId);
            }
        }
    }

    /**
     * Decides whether the oldest unanswered command is overdue.
     *
     * @param nowNs   time.
     * @param isQuiet whether nothing more has arrived; while outcomes may wait to be read, patience is threefold.
     */
    void checkTimeout(final long nowNs, final boolean isQuiet)
    {
        final long firstId = window.firstId();
        isProbeDue = firstId < sendNextId && window.isPending(firstId) &&
            (isQuiet ? 1 : BUSY_PATIENCE) * roundTrip.timeoutNs() <= nowNs - waitingSinceNs(firstId);
    }

    /** Sends what is due. @return number of commands sent. */
    int flush(final CommandStream.Sender sender, final long nowNs)
    {
        sendNextId = Math.max(sendNextId, window.firstId());
        int sent = 0;
        if (isProbeDue)
        {
            isProbeDue = false;
            sent = probe(sender, nowNs);
        }
        while (sendNextId < window.nextId())
        {
            if (window.isPending(sendNextId) && (sendNextId < againBelowId || sentBelowId <= sendNextId))
            {
                if (!sender.send(window.buffer(sendNextId), 0, window.length(sendNextId)))
                {
                    break;
                }
                onSent(sendNextId, nowNs);
                sent++;
            }
            sendNextId++;
            sentBelowId = Math.max(sentBelowId, sendNextId);
        }
        return sent;
    }

    private void onSent(final long id, final long nowNs)
    {
        final boolean isAgain = id < sentBelowId;
        window.sent(id, nowNs, isAgain);
        if (isAgain)
        {
            resends++;
            roundTrip.sentAgain(id);
        }
        else
        {
            roundTrip.sent(id, nowNs);
        }
    }

    private int probe(final CommandStream.Sender sender, final long nowNs)
    {
        final long firstId = window.firstId();
        int sent = 0;
        for (long id = firstId; sent < burst && id < sendNextId; id++)
        {
            if (window.isPending(id))
            {
                if (!sender.send(window.buffer(id), 0, window.length(id)))
                {
                    break;
                }
                window.sentAgain(id);
                roundTrip.sentAgain(id);
                sent++;
            }
        }
        if (0 < sent)
        {
            if (probeId != firstId)
            {
                probeId = firstId;
                probeBelowId = sendNextId;
            }
            probeNs = nowNs;
            resends += sent;
            roundTrip.backOff();
        }
        return sent;
    }

    /** When the oldest command was sent, or the last thing was heard or tried since. */
    private long waitingSinceNs(final long firstId)
    {
        long sinceNs = window.sentNs(firstId);
        sinceNs = progressNs - sinceNs > 0 ? progressNs : sinceNs;
        return probeId == firstId && probeNs - sinceNs > 0 ? probeNs : sinceNs;
    }

    private void sendAgain(final long fromId, final long belowId)
    {
        againBelowId = belowId;
        sendNextId = Math.min(sendNextId, fromId);
    }

    private void forgetWhatIsUnderWay()
    {
        isProbeDue = false;
        probeId = 0;
        burst = 1;
        roundTrip.forget();
    }
}
