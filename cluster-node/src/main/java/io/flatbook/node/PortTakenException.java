package io.flatbook.node;

/**
 * The node cannot listen where its settings say: another process does, or the address is not one of this machine.
 */
final class PortTakenException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param what  cannot be done.
     * @param cause that the operating system names.
     */
    PortTakenException(final String what, final Throwable cause)
    {
        super(what + ": " + (null == cause.getMessage() ? cause.toString() : cause.getMessage()), cause);
    }
}
