package io.flatbook.ops.link;

/**
 * A cluster did not do what it must; the message is for people and says all.
 */
public class NotAsPromisedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * A cluster did not do what it must.
     *
     * @param message for people.
     */
    public NotAsPromisedException(final String message)
    {
        super(message);
    }
}
