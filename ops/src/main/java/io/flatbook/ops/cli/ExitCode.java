package io.flatbook.ops.cli;

/**
 * What the exit code of the command line means.
 */
public final class ExitCode
{
    /** Done. */
    public static final int OK = 0;
    /** It failed, for a reason that has no code of its own. */
    public static final int FAILURE = 1;
    /** The command line, a profile or a scenario cannot be read. */
    public static final int USAGE = 2;
    /** The cluster or its book is not healthy. */
    public static final int UNHEALTHY = 10;
    /** No leader answered in time. */
    public static final int NO_LEADER = 11;
    /** A command was sent and its outcome is unknown. */
    public static final int OUTCOME_UNKNOWN = 12;
    /** A command or query was refused. */
    public static final int REJECTED = 13;
    /** There is no such account, instrument, asset or run. */
    public static final int NOT_FOUND = 14;
    /** The principal may not do this. */
    public static final int NOT_AUTHORIZED = 15;
    /** Replicas have different states at the same log position. */
    public static final int REPLICAS_DIFFER = 16;
    /** Who read the answer went away before its end: what a shell says of a program that SIGPIPE ended. */
    public static final int READER_GONE = 141;

    private ExitCode()
    {
    }

    /**
     * Exit code of a refusal.
     *
     * @param reason name in the schema.
     * @return the code.
     */
    static int of(final String reason)
    {
        return switch (reason)
        {
            case "NOT_AUTHORIZED", "NOT_YOUR_ACCOUNT" -> NOT_AUTHORIZED;
            case "UNKNOWN_ACCOUNT", "UNKNOWN_ASSET", "UNKNOWN_INSTRUMENT", "UNKNOWN_GATEWAY" -> NOT_FOUND;
            default -> REJECTED;
        };
    }

    /**
     * Exit code of a command that was refused.
     *
     * @param reason name in the schema.
     * @return the code.
     */
    static int ofCommand(final String reason)
    {
        return NOT_AUTHORIZED == of(reason) ? NOT_AUTHORIZED : REJECTED;
    }
}
