package io.flatbook.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;

/** Files of keys as tests need them. */
final class TestKeys
{
    private TestKeys()
    {
    }

    /** The line of a key, the same for the same seed. */
    static String line(final int number, final long seed)
    {
        final byte[] key = new byte[FrameCipher.KEY_LENGTH];
        new Random(seed).nextBytes(key);
        return number + ":" + HexFormat.of().formatHex(key) + "\n";
    }

    static Path write(final Path file, final String... lines)
    {
        return write("r--------", file, lines);
    }

    static Path write(final String mode, final Path file, final String... lines)
    {
        try
        {
            final Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, String.join("", lines));
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(mode));
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
