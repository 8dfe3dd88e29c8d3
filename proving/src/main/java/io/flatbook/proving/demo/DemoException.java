package io.flatbook.proving.demo;

import io.flatbook.ops.link.NotAsPromisedException;

/**
 * Something differs from what it must be; the message says what.
 */
final class DemoException extends NotAsPromisedException
{
    private static final long serialVersionUID = 1;

    DemoException(final String message)
    {
        super(message);
    }
}
