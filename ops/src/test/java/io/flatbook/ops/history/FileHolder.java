package io.flatbook.ops.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Another program that has a file open, as DuckDB has it that answers a long question.
 */
public final class FileHolder
{
    static final int LOCKED = 'l';

    private FileHolder()
    {
    }

    /**
     * Holds the file until its input ends.
     *
     * @param args the file.
     * @throws IOException if it cannot be locked.
     */
    public static void main(final String[] args) throws IOException
    {
        try (FileChannel channel = FileChannel.open(Path.of(args[0])))
        {
            channel.lock(0, Long.MAX_VALUE, true);
            System.out.write(LOCKED);
            System.out.flush();
            System.in.read();
        }
    }
}
