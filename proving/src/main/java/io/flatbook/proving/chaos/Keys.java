package io.flatbook.proving.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * Secrets of the principals of a run: a file for the nodes and one for each principal.
 */
final class Keys
{
    private static final int SECRET_LENGTH = 32;

    private final Path directory;

    /**
     * @param directory  in which the files are made, closed to others.
     * @param principals that get a secret.
     */
    Keys(final Path directory, final List<String> principals) throws IOException
    {
        this.directory = directory;
        final SecureRandom random = new SecureRandom();
        final StringBuilder nodes = new StringBuilder();
        Files.createDirectories(directory);
        for (final String principal : principals)
        {
            final byte[] secret = new byte[SECRET_LENGTH];
            random.nextBytes(secret);
            final String line = "1:" + HexFormat.of().formatHex(secret) + '\n';
            write(fileOf(principal), line);
            nodes.append(principal).append(' ').append(line);
        }
        write(nodesFile(), nodes.toString());
        write(memberKeyFile(), transportKey(random));
        write(clientKeyFile(), transportKey(random));
    }

    /** The setting {@code secretsFile} of the nodes. */
    Path nodesFile()
    {
        return directory.resolve("secrets");
    }

    /** The setting {@code memberKeyFile} of the nodes. */
    Path memberKeyFile()
    {
        return directory.resolve("members.key");
    }

    /** The setting {@code clientKeyFile} of the nodes, and the key of every client. */
    Path clientKeyFile()
    {
        return directory.resolve("clients.key");
    }

    Path fileOf(final String principal)
    {
        return directory.resolve(principal.replace('/', '-') + ".secret");
    }

    private static String transportKey(final SecureRandom random)
    {
        final byte[] key = new byte[SECRET_LENGTH];
        random.nextBytes(key);
        return "1:" + HexFormat.of().formatHex(key) + '\n';
    }

    private static void write(final Path file, final String text) throws IOException
    {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    }
}
