package io.flatbook.ops.link;

/**
 * A command was sent and nobody can tell yet whether it was applied.
 */
public final class OutcomeUnknownException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Constructs it.
     *
     * @param principal that sent the command.
     * @param commandId of the command.
     */
    public OutcomeUnknownException(final String principal, final long commandId)
    {
        super("the outcome of command " + commandId + " of " + principal +
            " is unknown: ask  flatbook outcome " + commandId + "  before sending it again");
    }
}
