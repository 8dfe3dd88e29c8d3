package io.flatbook.proving.simulate;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.nio.channels.FileChannel;

import io.aeron.archive.Archive;

/**
 * Takes the place of {@link RandomAccessFile} in the class of Aeron's archive that writes recordings, in this JVM only:
 * so what it writes goes through a {@link VirtualDisk}. Catalog, mark files and the recording log are mapped or opened
 * elsewhere, and are files of the machine.
 */
public final class VirtualFile implements Closeable
{
    private static final String WRITER = "RecordingWriter.class";
    private static final String REPLACED = "java/io/RandomAccessFile";
    private static final int TAG_TEXT = 1;
    private static final int TAG_LONG = 5;
    private static final int TAG_DOUBLE = 6;
    private static final int HEAD_LENGTH = 8;

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
        channel = null == disk ? file.getChannel() : new VirtualFileChannel(file.getChannel(), disk);
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

    /** Before the archive is loaded: one name in the constants of its class is another. */
    static void install()
    {
        try (InputStream in = Archive.class.getResourceAsStream(WRITER))
        {
            MethodHandles.privateLookupIn(Archive.class, MethodHandles.lookup()).defineClass(renamed(in));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        catch (final IllegalAccessException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] renamed(final InputStream code) throws IOException
    {
        final DataInputStream in = new DataInputStream(code);
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final DataOutputStream out = new DataOutputStream(bytes);
        out.write(in.readNBytes(HEAD_LENGTH));
        final int constants = in.readUnsignedShort();
        out.writeShort(constants);
        int number = 1;
        while (number < constants)
        {
            final int tag = in.readUnsignedByte();
            out.writeByte(tag);
            if (TAG_TEXT == tag)
            {
                final String text = in.readUTF();
                out.writeUTF(REPLACED.equals(text) ? VirtualFile.class.getName().replace('.', '/') : text);
            }
            else
            {
                out.write(in.readNBytes(lengthOf(tag)));
            }
            // A long or a double takes two numbers.
            number += TAG_LONG == tag || TAG_DOUBLE == tag ? 2 : 1;
        }
        in.transferTo(out);
        return bytes.toByteArray();
    }

    private static int lengthOf(final int tag)
    {
        return switch (tag)
        {
            case TAG_LONG, TAG_DOUBLE -> Long.BYTES;
            case 7, 8, 16, 19, 20 -> Short.BYTES;
            case 15 -> Short.BYTES + 1;
            default -> Integer.BYTES;
        };
    }
}
