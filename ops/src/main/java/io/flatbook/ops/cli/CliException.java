package io.flatbook.ops.cli;

import java.io.IOException;
import java.nio.file.Path;

import io.flatbook.ops.link.FileProblem;

/**
 * Ends a verb with a sentence and an exit code.
 */
final class CliException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    CliException(final int exitCode, final String message)
    {
        super(message);
        this.exitCode = exitCode;
    }

    /** A file that was named and that cannot be read. */
    static CliException unreadable(final Path file, final IOException ex)
    {
        return new CliException(ExitCode.USAGE, FileProblem.unreadable(file, ex));
    }

    /** A file that was named and that cannot be written. */
    static CliException unwritable(final Path file, final IOException ex)
    {
        return new CliException(ExitCode.USAGE, FileProblem.unwritable(file, ex));
    }

    int exitCode()
    {
        return exitCode;
    }
}
