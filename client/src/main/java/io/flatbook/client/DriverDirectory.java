package io.flatbook.client;

import io.aeron.CommonContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Directories of media drivers that run inside their users' processes. A killed process leaves its directory behind, in
 * memory; the next process on the machine removes it. The name says whose it is: pid namespace and pid.
 */
public final class DriverDirectory
{
    private static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");
    private static final Pattern PID_AND_CHANCE = Pattern.compile("(\\d{1,10})-[0-9a-f]{1,16}");

    private DriverDirectory()
    {
    }

    /**
     * Name for a driver of this process, beside Aeron's default directory.
     *
     * @return an absolute path that nobody else has.
     */
    public static String next()
    {
        return prefix() + ProcessHandle.current().pid() + '-' +
            Long.toHexString(UUID.randomUUID().getMostSignificantBits());
    }

    /**
     * Removes the directories of processes that ended without closing their driver: those named by {@link #next()}, of
     * the same user and pid namespace, whose process is dead. All others stay, and so do those that cannot be removed.
     */
    public static void removeDead()
    {
        final Path named = Path.of(prefix());
        try (DirectoryStream<Path> found = Files.newDirectoryStream(named.toAbsolutePath().getParent(),
            path -> isOfTheDead(path.getFileName().toString(), named.getFileName().toString())))
        {
            found.forEach(DriverDirectory::removeIfOwn);
        }
        catch (final IOException | DirectoryIteratorException ignore)
        {
            // Who comes next removes what is left.
        }
    }

    private static void removeIfOwn(final Path directory)
    {
        try
        {
            if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) &&
                owner().equals(Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)))
            {
                remove(directory);
            }
        }
        catch (final IOException | UncheckedIOException ignore)
        {
            // Somebody else removes it at the same time, or will.
        }
    }

    /** Prefix of the names of this user's processes in this pid namespace; pids of another one mean nothing here. */
    private static String prefix()
    {
        String namespace;
        try
        {
            namespace = Files.readSymbolicLink(PID_NAMESPACE).toString().replaceAll("\\D", "");
        }
        catch (final IOException | UnsupportedOperationException ex)
        {
            namespace = "0";
        }
        return CommonContext.getAeronDirectoryName() + "-flatbook-" + namespace + '-';
    }

    private static boolean isOfTheDead(final String name, final String prefix)
    {
        return name.startsWith(prefix) && isOfTheDead(name.substring(prefix.length()));
    }

    private static boolean isOfTheDead(final String pidAndChance)
    {
        return PID_AND_CHANCE.matcher(pidAndChance).matches() &&
            ProcessHandle.of(Long.parseLong(pidAndChance.substring(0, pidAndChance.indexOf('-')))).isEmpty();
    }

    private static UserPrincipal owner() throws IOException
    {
        final Path file = Files.createTempFile("flatbook-", null);
        try
        {
            return Files.getOwner(file);
        }
        finally
        {
            Files.delete(file);
        }
    }

    private static void remove(final Path directory) throws IOException
    {
        final List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(directory))
        {
            walk.forEach(paths::add);
        }
        Collections.reverse(paths);
        for (final Path path : paths)
        {
            Files.deleteIfExists(path);
        }
    }
}
