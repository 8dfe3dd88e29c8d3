package io.flatbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

import org.agrona.IoUtil;

/**
 * Keys of the wire for a test, in a temporary directory: a file of the members and one of the clients. Who runs sees a
 * change within a second.
 */
public final class KeyFiles implements AutoCloseable
{
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int KEY_LENGTH = 32;

    private final Path directory;

    /**
     * One key, number 1, in each ring.
     */
    public KeyFiles()
    {
        try
        {
            directory = Files.createTempDirectory("flatbook-keys-");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        write(members(), key(1));
        write(clients(), key(1));
    }

    /**
     * @return file of the members' keys.
     */
    public Path members()
    {
        return directory.resolve("members");
    }

    /**
     * @return file of the clients' keys.
     */
    public Path clients()
    {
        return directory.resolve("clients");
    }

    /**
     * @return the settings by which a node uses them.
     */
    public Map<String, String> settings()
    {
        return Map.of("memberKeyFile", members().toString(), "clientKeyFile", clients().toString());
    }

    /**
     * A new key.
     *
     * @param number of the key, from 1.
     * @return its line.
     */
    public static String key(final int number)
    {
        final byte[] key = new byte[KEY_LENGTH];
        RANDOM.nextBytes(key);
        return number + ":" + HexFormat.of().formatHex(key) + "\n";
    }

    /**
     * Puts lines in the place of a file, whole or not at all, with mode 0400.
     *
     * @param file  of keys or secrets.
     * @param lines each with its end.
     */
    public static void write(final Path file, final String... lines)
    {
        try
        {
            final Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, String.join("", lines));
            Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--------"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Removes the files.
     */
    @Override
    public void close()
    {
        IoUtil.delete(directory.toFile(), true);
    }
}
