package io.flatbook.client;

/**
 * What listeners threw, kept until the duty cycle is over and then thrown from it.
 */
final class CallbackErrors
{
    private Throwable first;

    void call(final Runnable callback)
    {
        try
        {
            callback.run();
        }
        catch (final RuntimeException | Error ex)
        {
            keep(ex);
        }
    }

    void keep(final Throwable error)
    {
        if (null == first)
        {
            first = error;
        }
        else if (first != error)
        {
            first.addSuppressed(error);
        }
    }

    void throwKept()
    {
        final Throwable error = first;
        first = null;
        if (error instanceof RuntimeException)
        {
            throw (RuntimeException)error;
        }
        if (error instanceof Error)
        {
            throw (Error)error;
        }
    }
}
