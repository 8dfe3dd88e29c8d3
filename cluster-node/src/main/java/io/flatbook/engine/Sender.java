package io.flatbook.engine;

/**
 * Who sends a command, and whether a second risk principal approved it (EYES-1).
 */
public final class Sender
{
    private final Principal principal;
    private final boolean isApproved;

    Sender(final Principal principal, final boolean isApproved)
    {
        this.principal = principal;
        this.isApproved = isApproved;
    }

    /** The principal: of an approved proposal the one who approved it. */
    public Principal principal()
    {
        return principal;
    }

    /** Whether the command comes out of an approved proposal. */
    public boolean isApproved()
    {
        return isApproved;
    }
}
