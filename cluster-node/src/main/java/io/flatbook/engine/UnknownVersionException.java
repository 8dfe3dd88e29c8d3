package io.flatbook.engine;

/**
 * The log activates a version of the engine's behavior that this binary does not know (VER-2): the node must stop
 * before it applies the entry, and go on with a binary that knows it.
 */
public final class UnknownVersionException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    /** A version that is not known. */
    public UnknownVersionException(final int version)
    {
        super("the log activates engine version " + version + ", this binary knows " + KnownVersion.newest());
    }
}
