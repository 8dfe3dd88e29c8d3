package io.flatbook.ops.console;

/**
 * What was asked for is not there.
 */
final class NotFoundException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    NotFoundException(final String message)
    {
        super(message);
    }
}
