package io.flatbook.client;

/**
 * Finds holes in the events of one principal. Every event names the sequence of the event before it that was addressed
 * to the same principal; an event whose predecessor did not arrive is dropped (the cluster sends it again) and the
 * events from the hole on are asked for. A session report with a later last event than seen shows a lost tail, one with
 * an earlier one that the cluster was restored from an older state.
 */
final class EventChain
{
    /** What to do with an event. */
    enum Verdict
    {
        /** The next one: hand it on. */
        DELIVER,
        /** Seen before: drop it. */
        REPEATED,
        /** One before it is missing: drop it, it comes again. */
        HOLE
    }

    private final long stallNs;
    private boolean started;
    private boolean asking;
    private boolean filling;
    private boolean delivered;
    private boolean behind;
    private long behindSinceNs;
    private long lastSequence;
    /** Of the last event that there surely was: handed on, or had by the caller. */
    private long happenedSequence;

    /**
     * @param stallNs without an event that is due, after which it is asked for again.
     */
    EventChain(final long stallNs)
    {
        this.stallNs = stallNs;
    }

    /**
     * @param lastSequence last event that the caller has; events after it are wanted.
     */
    void startAfter(final long lastSequence)
    {
        started = true;
        this.lastSequence = lastSequence;
        happenedSequence = lastSequence;
    }

    boolean isStarted()
    {
        return started;
    }

    /** Sequence of the last event handed on. */
    long lastSequence()
    {
        return lastSequence;
    }

    /** A session was opened or has a new leader: ask for what follows the last event. */
    void onSession()
    {
        asking = true;
        filling = false;
        behind = false;
    }

    Verdict onEvent(final long sequence, final long previousSequence)
    {
        if (sequence <= lastSequence)
        {
            return Verdict.REPEATED;
        }
        if (lastSequence < previousSequence)
        {
            asking |= !filling;
            filling = true;
            return Verdict.HOLE;
        }
        lastSequence = sequence;
        happenedSequence = sequence;
        filling = false;
        behind = false;
        delivered = true;
        return Verdict.DELIVER;
    }

    /**
     * @param lastAddressed sequence of the last event addressed to this principal.
     * @param nowNs         time of the report.
     */
    void onReport(final long lastAddressed, final long nowNs)
    {
        if (!started || lastAddressed <= lastSequence)
        {
            behind = false;
            filling = false;
        }
        else if (!behind)
        {
            // They may still be on their way: only when none comes for a while are they lost.
            behind = true;
            behindSinceNs = nowNs;
        }
        else if (stallNs <= nowNs - behindSinceNs)
        {
            behind = false;
            asking = true;
        }
    }

    /**
     * Whether the cluster was restored from an older state, and gives sequences once more that this client has.
     *
     * @param lastAddressed sequence of the last event addressed to this principal, by a leader that none has followed.
     */
    boolean isLost(final long lastAddressed)
    {
        return started && lastAddressed < happenedSequence;
    }

    /** Goes on after the last event that the cluster has. */
    void goBackTo(final long lastAddressed)
    {
        startAfter(lastAddressed);
        onSession();
    }

    /** The principal may not receive events (yet): the next report determines anew where it starts. */
    void onRefused()
    {
        started = delivered;
    }

    /**
     * The events asked for are no longer retained: goes on with the first that is.
     *
     * @return first sequence that is lost to this client.
     */
    long onGone(final long retainedFrom)
    {
        final long lostFrom = lastSequence + 1;
        lastSequence = Math.max(lastSequence, retainedFrom - 1);
        asking = true;
        filling = false;
        return lostFrom;
    }

    /** First sequence to ask for; 0 if there is nothing to ask. */
    long wanted()
    {
        return started && asking ? lastSequence + 1 : 0;
    }

    void asked()
    {
        asking = false;
        filling = true;
    }
}
