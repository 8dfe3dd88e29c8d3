package io.flatbook.node;

import java.nio.file.Path;

/**
 * Another process holds the lock of the data directory.
 */
public final class DirectoryInUseException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    DirectoryInUseException(final Path directory)
    {
        super("another node runs in " + directory);
    }
}
