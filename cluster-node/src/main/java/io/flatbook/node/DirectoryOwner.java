package io.flatbook.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import io.flatbook.backup.BackupException;

/**
 * Whose a data directory is: a file in it says so from its first start on. With the log of three members a node that
 * believes to be alone, or of another cluster, would write on alone: what it takes then, the others never see, and with
 * the longest log it would lead them later.
 */
final class DirectoryOwner
{
    static final String FILE = "member";

    private DirectoryOwner()
    {
    }

    /**
     * Call under the lock of the directory only.
     *
     * @param config of a node that does not run.
     * @throws ConfigException if the directory is that of another member or cluster.
     * @throws BackupException if that cannot be read or written.
     */
    static void check(final NodeConfig config)
    {
        final Path directory = config.directory();
        final Path file = directory.resolve(FILE);
        final String own = "member " + config.memberId() + " of " + config.endpoints().members() + " of cluster " +
            config.clusterName();
        try
        {
            if (!Files.exists(file))
            {
                write(file, own + "\n");
                return;
            }
            final String owner = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (!own.equals(owner))
            {
                throw new ConfigException(directory + " is that of " + owner + ", and the settings are of " + own +
                    ": correct memberId, hosts, clusterName or directory");
            }
        }
        catch (final IOException ex)
        {
            throw new BackupException("cannot use " + file + ": " + ex, ex);
        }
    }

    /** Whole or not at all, also if the power fails. */
    private static void write(final Path file, final String text) throws IOException
    {
        final Path draft = file.resolveSibling(FILE + ".new");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
