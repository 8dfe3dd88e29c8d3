package io.flatbook.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of keys or secrets: nobody but its owner may read it, and what it holds may be changed while it is used.
 */
public final class OwnerFile
{
    private static final Set<PosixFilePermission> OWNER =
        Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private OwnerFile()
    {
    }

    /**
     * What is wrong with the permissions of a file, if its file system has any.
     *
     * @param file to look at.
     * @return the rest of a sentence that begins with the file; null if it is closed to all but its owner.
     * @throws IOException if it cannot be looked at.
     */
    public static String exposure(final Path file) throws IOException
    {
        if (!Files.getFileStore(file).supportsFileAttributeView("posix"))
        {
            return null;
        }
        final Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        return OWNER.containsAll(mode) ? null : "must be closed to all but its owner (chmod 0400): it is " +
            PosixFilePermissions.toString(mode);
    }

    /**
     * What is another text once the file has changed.
     *
     * @param file to look at.
     * @return the text, for a file that is missing too.
     */
    public static String fingerprint(final Path file)
    {
        try
        {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        }
        catch (final IOException ex)
        {
            return ex.getClass().getName();
        }
    }
}
