package io.flatbook.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tells how much room the disk of a directory has.
 */
@FunctionalInterface
public interface DiskSpace
{
    /** As the file system reports it. */
    DiskSpace OF_FILE_STORE = (directory) -> Files.getFileStore(directory).getUsableSpace();

    /**
     * Asks for the room that is left now.
     *
     * @param directory that exists.
     * @return bytes that this process can still write.
     * @throws IOException if it cannot be measured.
     */
    long usableBytes(Path directory) throws IOException;
}
