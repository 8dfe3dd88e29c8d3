package io.flatbook.node;

import io.flatbook.cluster.RefusalMissedException;
import io.flatbook.engine.UnknownVersionException;

/**
 * What a node's process reports to its supervisor when it ends.
 */
public final class ExitCode
{
    /** Ended in order: a signal, or a shutdown of the whole cluster. */
    public static final int OK = 0;

    /** The start failed; a later attempt may go through. */
    public static final int START_FAILED = 1;

    /** Wrong arguments or settings; another attempt fails alike. */
    public static final int USAGE = 2;

    /** Another process runs in the data directory. Not 3: a JVM that runs out of memory ends itself with that. */
    public static final int DIRECTORY_IN_USE = 4;

    /** The state of this node differed from the one that a majority agrees upon; it must not come back with it. */
    public static final int REPLICA_DIFFERS = 16;

    /**
     * The log activates a version of the engine's behavior that this binary does not know (VER-2): it takes another
     * binary, and the same one stops at the same entry again.
     */
    public static final int VERSION_UNKNOWN = 17;

    /** The service or a thread below it failed while running: what it did last is not to be built upon. */
    public static final int CRASHED = 70;

    private static final int CAUSES_MAX = 16;

    private ExitCode()
    {
    }

    /**
     * The first exception in the chain of causes that is not a crash but a reason not to go on; null if there is none.
     */
    static Throwable verdict(final Throwable cause)
    {
        Throwable link = cause;
        for (int i = 0; i < CAUSES_MAX && null != link; i++)
        {
            if (link instanceof ReplicaDiffersException || link instanceof RefusalMissedException ||
                link instanceof UnknownVersionException)
            {
                return link;
            }
            link = link.getCause();
        }
        return null;
    }

    /** With which a node ends for such a verdict; null is a crash. */
    static int of(final Throwable verdict)
    {
        if (null == verdict)
        {
            return CRASHED;
        }
        if (verdict instanceof UnknownVersionException)
        {
            return VERSION_UNKNOWN;
        }
        return verdict instanceof ReplicaDiffersException ? REPLICA_DIFFERS : USAGE;
    }
}
