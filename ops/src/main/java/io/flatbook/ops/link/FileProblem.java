package io.flatbook.ops.link;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Why a file that somebody named cannot be used, as a sentence for a person.
 */
public final class FileProblem
{
    private FileProblem()
    {
    }

    /**
     * Of a file that cannot be read.
     *
     * @param file that was named.
     * @param ex   that came of reading it.
     * @return the sentence, without a full stop.
     */
    public static String unreadable(final Path file, final IOException ex)
    {
        return file + (ex instanceof NoSuchFileException ? " does not exist" : " cannot be read: " + reason(ex));
    }

    /**
     * Of a file that cannot be written.
     *
     * @param file that was named.
     * @param ex   that came of writing it.
     * @return the sentence, without a full stop.
     */
    public static String unwritable(final Path file, final IOException ex)
    {
        return file + " cannot be written: " +
            (ex instanceof NoSuchFileException ? "there is no folder for it" : reason(ex));
    }

    private static String reason(final IOException ex)
    {
        if (ex instanceof CharacterCodingException)
        {
            return "it is not text in UTF-8";
        }
        return ex instanceof AccessDeniedException ? "access is denied" : ex.getMessage();
    }
}
