package io.flatbook.ops.history;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The file of a history cannot be read or written, or does not understand the question.
 */
public final class HistoryException extends IllegalStateException
{
    private static final long serialVersionUID = 1L;
    private static final Pattern DAMAGE =
        Pattern.compile("(?i)corrupt|INTERNAL Error|MetadataReader|replaying WAL|checksum");

    /**
     * Tells of a failure.
     *
     * @param message with the file.
     * @param cause   of it.
     */
    public HistoryException(final String message, final Throwable cause)
    {
        super(message, cause);
    }

    /**
     * Whether the file is one of DuckDB and cannot be read: who is killed within a checkpoint leaves such a file.
     *
     * @param file of which it tells: its name says nothing.
     * @return true if nothing but making it anew helps.
     */
    boolean isDamage(final Path file)
    {
        return DAMAGE.matcher(
            getMessage().replace(file.toAbsolutePath().toString(), "").replace(file.toString(), "")).find();
    }
}
