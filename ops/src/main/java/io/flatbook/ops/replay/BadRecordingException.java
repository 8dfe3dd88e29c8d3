package io.flatbook.ops.replay;

import java.nio.file.Path;

/**
 * A recording is damaged, or not there.
 */
public final class BadRecordingException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final long offset;

    /**
     * @param file   that is damaged.
     * @param offset in it of the frame that cannot be read, in bytes.
     * @param what   is wrong.
     */
    BadRecordingException(final Path file, final long offset, final String what)
    {
        super(file + ", offset " + offset + ": " + what);
        this.file = file;
        this.offset = offset;
    }

    /**
     * The file that is damaged.
     *
     * @return its path.
     */
    public Path file()
    {
        return file;
    }

    /**
     * Where in the file the frame begins that cannot be read.
     *
     * @return offset in bytes.
     */
    public long offset()
    {
        return offset;
    }
}
