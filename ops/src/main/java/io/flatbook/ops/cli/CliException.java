package io.flatbook.ops.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
        return new CliException(ExitCode.USAGE, file +
            (ex instanceof NoSuchFileException ? " does not exist" : " cannot be read: " + reason(ex)));
    }

    /** A file that was named and that cannot be written. */
    static CliException unwritable(final Path file, final IOException ex)
    {
        return new CliException(ExitCode.USAGE, file + " cannot be written: " +
            (ex instanceof NoSuchFileException ? "there is no folder for it" : reason(ex)));
    }

    private static String reason(final IOException ex)
    {
        if (ex instanceof CharacterCodingException)
        {
            return "it is not text in UTF-8";
        }
        return ex instanceof AccessDeniedException ? "access is denied" : ex.getMessage();
    }

    int exitCode()
    {
        return exitCode;
    }
}
