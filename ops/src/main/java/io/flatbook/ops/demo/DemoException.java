package io.flatbook.ops.demo;

/**
 * Something differs from what it must be; the message says what.
 */
final class DemoException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    DemoException(final String message)
    {
        super(message);
    }
}
