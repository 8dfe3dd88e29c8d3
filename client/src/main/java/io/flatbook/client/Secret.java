package io.flatbook.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secret that a principal shares with the nodes. No error text of this class contains any of it.
 *
 * @param version of the secret, from 1; it rises when the secret is changed.
 * @param key     32 to 64 bytes.
 */
record Secret(int version, byte[] key)
{
    private static final Pattern LINE = Pattern.compile("([1-9][0-9]{0,8}):((?:[0-9a-f]{2}){32,64})");
    private static final Set<PosixFilePermission> OWNER =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * Reads a file of one line, {@code version:hex}, that nobody but its owner may read.
     *
     * @throws IllegalArgumentException if it is missing, readable by others, or holds something else.
     */
    static Secret read(final Path file)
    {
        try
        {
            checkMode(file);
            return parse("secretFile " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        catch (final IOException ex)
        {
            throw new IllegalArgumentException("secretFile " + file + " cannot be read: " + ex, ex);
        }
    }

    /**
     * Reads one line, {@code version:hex}.
     *
     * @throws IllegalArgumentException if it is something else; {@code source} says where it is from.
     */
    static Secret parse(final String source, final String line)
    {
        final Matcher matcher = LINE.matcher(null == line ? "" : line.strip());
        if (!matcher.matches())
        {
            throw new IllegalArgumentException(source +
                " must hold one line, version:secret, the secret as 64 to 128 hexadecimal digits in lower case");
        }
        return new Secret(Integer.parseInt(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2)));
    }

    @Override
    public String toString()
    {
        return "secret of version " + version;
    }

    private static void checkMode(final Path file) throws IOException
    {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix"))
        {
            return;
        }
        final Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(mode))
        {
            throw new IllegalArgumentException("secretFile " + file + " must be closed to all but its owner " +
                "(chmod 0400): it is " + PosixFilePermissions.toString(mode));
        }
    }
}
