package io.flatbook.node;

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

    private ExitCode()
    {
    }
}
