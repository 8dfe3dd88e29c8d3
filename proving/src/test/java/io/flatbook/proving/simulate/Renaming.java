package io.flatbook.proving.simulate;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;

/**
 * Lets a class that was not loaded yet use another class than it was compiled for, in this JVM only: one name in the
 * constants of its code is another.
 */
final class Renaming
{
    private static final int TAG_TEXT = 1;
    private static final int TAG_LONG = 5;
    private static final int TAG_DOUBLE = 6;
    private static final int HEAD_LENGTH = 8;

    private Renaming()
    {
    }

    /**
     * @param neighbor of the same package as the class.
     * @param name     of the class, without its package.
     * @param replaced name of the class that it uses, with slashes.
     * @param by       what it uses instead.
     */
    static void of(final Class<?> neighbor, final String name, final String replaced, final Class<?> by)
    {
        try (InputStream in = neighbor.getResourceAsStream(name + ".class"))
        {
            MethodHandles.privateLookupIn(neighbor, MethodHandles.lookup())
                .defineClass(renamed(in, replaced, by.getName().replace('.', '/')));
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

    private static byte[] renamed(final InputStream code, final String replaced, final String by) throws IOException
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
                out.writeUTF(replaced.equals(text) ? by : text);
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
