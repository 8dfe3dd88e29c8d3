package io.flatbook.proving.simulate;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;

import io.aeron.archive.Archive;

/**
 * Takes the place of {@link RandomAccessFile} in the class of Aeron's archive that writes recordings, in this JVM only:
 * so what it writes goes through a {@link VirtualDisk}. Catalog, mark files and the recording log are mapped or opened
 * elsewhere, and are files of the machine.
 */
public final class VirtualFile implements Closeable
{
    private static final String WRITER = "RecordingWriter";

    private final RandomAccessFile file;
    private final FileChannel channel;

    /**
     * Called by the archive.
     *
     * @param path of the file.
     * @param mode as the JDK has it.
     * @throws IOException if it cannot be opened.
     */
    public VirtualFile(final File path, final String mode) throws IOException
    {
        file = new RandomAccessFile(path, mode);
        final VirtualDisk disk = VirtualDisk.of(path);
        channel = null == disk ? file.getChannel() : new VirtualFileChannel(path.toPath(), file.getChannel(), disk);
    }

    /**
     * Called by the archive.
     *
     * @param length in bytes.
     * @throws IOException as the JDK has it.
     */
    public void setLength(final long length) throws IOException
    {
        file.setLength(length);
    }

    /**
     * Called by the archive.
     *
     * @return by which it writes.
     */
    @SuppressWarnings("checkstyle:regexpsinglelinejava")
    public FileChannel getChannel()
    {
        return channel;
    }

    @Override
    public void close() throws IOException
    {
        file.close();
    }

    /** Before the archive is loaded. */
    static void install()
    {
        Renaming.of(Archive.class, WRITER, "java/io/RandomAccessFile", VirtualFile.class);
    }
}
