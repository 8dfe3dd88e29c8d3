package io.flatbook.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import org.agrona.IoUtil;

/**
 * Secrets for a test, in a temporary directory: the file of the nodes and one file for each principal and version.
 * Nodes that run see a change within a second or two.
 */
public final class SecretFiles implements AutoCloseable
{
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_LENGTH = 32;

    private final Map<String, String> linesByKey = new TreeMap<>();
    private final Path directory;

    /**
     * No secrets yet.
     */
    public SecretFiles()
    {
        try
        {
            directory = Files.createTempDirectory("flatbook-secrets-");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        writeNodeFile();
    }

    /**
     * Gives a principal a new secret, known to the nodes.
     *
     * @param principal {@code role/name}.
     * @param version   from 1.
     * @return this.
     */
    public SecretFiles give(final String principal, final int version)
    {
        final byte[] secret = new byte[SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        final String text = version + ":" + HexFormat.of().formatHex(secret);
        KeyFiles.write(clientFile(principal, version), text + "\n");
        linesByKey.put(principal + " " + version, principal + " " + text + "\n");
        writeNodeFile();
        return this;
    }

    /**
     * Let the nodes forget a secret; the client's file stays.
     *
     * @param principal {@code role/name}.
     * @param version   from 1.
     * @return this.
     */
    public SecretFiles take(final String principal, final int version)
    {
        linesByKey.remove(principal + " " + version);
        writeNodeFile();
        return this;
    }

    /**
     * @return the file of the nodes.
     */
    public Path nodeFile()
    {
        return directory.resolve("secrets");
    }

    /**
     * The file of a client.
     *
     * @param principal {@code role/name}.
     * @param version   from 1.
     * @return where its secret is, once it was given one.
     */
    public Path clientFile(final String principal, final int version)
    {
        return directory.resolve(principal.replace('/', '-') + "." + version);
    }

    /**
     * Removes all files.
     */
    @Override
    public void close()
    {
        IoUtil.delete(directory.toFile(), true);
    }

    private void writeNodeFile()
    {
        KeyFiles.write(nodeFile(), String.join("", linesByKey.values()));
    }
}
