package io.flatbook.engine;

import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.StateHash;

import java.util.Arrays;

/**
 * Which instance of a principal's client may send commands (ONCE-2): the one that took over last. An instance that was
 * taken over never comes back, over whatever session.
 */
public final class Tenure extends Hashed
{
    /**
     * Instances that were taken over and are remembered, for one that never learned of its epoch and so cannot name it.
     */
    public static final int FORMER_KEPT = 8;

    /** How an instance stands. */
    public enum Standing
    {
        /** It may send commands. */
        WRITER,
        /** Nobody took over since it connected; the last of these takes over when a command comes. */
        NEWCOMER,
        /** It was taken over. */
        FENCED
    }

    private final long domain;
    private final long[] former = new long[FORMER_KEPT];
    private int formerCount;
    private long epoch;
    private long instance;
    private long sessionId;

    Tenure(final StateHash hash, final long domain)
    {
        super(hash);
        this.domain = domain;
        rehash();
    }

    /** Number of take-overs so far, which is the epoch of the instance that may send; 0 before the first. */
    public long epoch()
    {
        return epoch;
    }

    /** Instance that may send; 0 before the first. */
    public long instance()
    {
        return instance;
    }

    /** Session with which it took over. */
    public long sessionId()
    {
        return sessionId;
    }

    /** Number of instances remembered that were taken over, to {@value #FORMER_KEPT}. */
    public int formerCount()
    {
        return formerCount;
    }

    /** Instance {@code i} (from 0, oldest first) of those that were taken over. */
    public long former(final int i)
    {
        return former[i];
    }

    /**
     * Returns the state of an instance; changes nothing.
     *
     * @param asker      the instance, not 0.
     * @param namedEpoch the epoch that it was given, 0 if it names none.
     * @param askerSession its session; the sessions of all principals are numbered in the order in which they opened.
     * @return its state.
     */
    public Standing of(final long asker, final long namedEpoch, final long askerSession)
    {
        if (0 == epoch)
        {
            return Standing.NEWCOMER;
        }
        if (asker == instance && (0 == namedEpoch || namedEpoch >= epoch))
        {
            return Standing.WRITER;
        }
        // An epoch beyond the last one was given in a future that a restored log does not have.
        final boolean isPast = 0 < namedEpoch && namedEpoch <= epoch;
        return isPast || askerSession <= sessionId || isFormer(asker) ? Standing.FENCED : Standing.NEWCOMER;
    }

    void takeOver(final long newInstance, final long newSessionId)
    {
        if (0 < epoch && instance != newInstance)
        {
            remember(instance);
        }
        epoch++;
        instance = newInstance;
        sessionId = newSessionId;
        rehash();
    }

    void restore(final long restoredEpoch, final long restoredInstance, final long restoredSessionId)
    {
        epoch = restoredEpoch;
        instance = restoredInstance;
        sessionId = restoredSessionId;
        rehash();
    }

    void restoreFormer(final long formerInstance)
    {
        remember(formerInstance);
        rehash();
    }

    private boolean isFormer(final long asker)
    {
        for (int i = 0; i < formerCount; i++)
        {
            if (asker == former[i])
            {
                return true;
            }
        }
        return false;
    }

    private void remember(final long formerInstance)
    {
        if (FORMER_KEPT == formerCount)
        {
            System.arraycopy(former, 1, former, 0, FORMER_KEPT - 1);
            formerCount--;
        }
        former[formerCount++] = formerInstance;
    }

    @Override
    protected long replicaDigest()
    {
        long h = StateHash.mix(StateHash.mix(domain, epoch), StateHash.mix(instance, sessionId));
        for (final long each : Arrays.copyOf(former, formerCount))
        {
            h = StateHash.mix(h, each);
        }
        return h;
    }
}
