package io.flatbook.backup;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToLongFunction;

import org.agrona.SystemUtil;

/**
 * What a backup host needs to know of the members: read from the settings of a node, which name all of them. Only the
 * needed settings are read; a node checks the rest when it starts.
 *
 * @param clusterName        for people.
 * @param consensusEndpoints of all members, host and port.
 * @param checksums          whether they record with checksums.
 * @param segmentLength      of their logs' files in bytes.
 * @param memberKeyFile      keys with which they seal; null for none.
 * @param backupPort         UDP port on which a backup host listens by default.
 */
public record MemberSettings(
    String clusterName, List<String> consensusEndpoints, boolean checksums, int segmentLength, Path memberKeyFile,
    int backupPort)
{
    private static final int PORTS_PER_MEMBER = 100;
    private static final int MEMBERS_MAX = 9;
    private static final int CONSENSUS = 2;
    private static final int BACKUP = 8;

    /**
     * @param file        of a node of the cluster, in {@code .properties} format.
     * @param environment above it: names that begin with {@code FLATBOOK_NODE_}.
     * @return what it holds.
     * @throws BackupException if it cannot be read.
     */
    public static MemberSettings read(final Path file, final Map<String, String> environment)
    {
        try
        {
            final Properties properties = PropertyFile.read(file);
            environment(properties, environment);
            final int basePort = number(properties, "basePort", "20000", Integer::parseInt);
            final String[] hosts =
                properties.getProperty("hosts", "localhost,localhost,localhost").trim().split("\\s*,\\s*");
            final List<String> endpoints = new ArrayList<>();
            for (int member = 0; member < hosts.length; member++)
            {
                endpoints.add(hosts[member] + ":" + (basePort + PORTS_PER_MEMBER * member + CONSENSUS));
            }
            final String keys = properties.getProperty("memberKeyFile", "").trim();
            return new MemberSettings(
                properties.getProperty("clusterName", "flatbook").trim(),
                List.copyOf(endpoints),
                "crc32c".equals(properties.getProperty("checksum", "crc32c").trim()),
                number(properties, "segmentLength", "64m", (text) -> SystemUtil.parseSize("segmentLength", text)),
                keys.isEmpty() ? null : Path.of(keys).toAbsolutePath().normalize(),
                basePort + PORTS_PER_MEMBER * MEMBERS_MAX + BACKUP);
        }
        catch (final NoSuchFileException ex)
        {
            throw new BackupException("cannot read the settings in " + file + ": it does not exist", ex);
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            throw new BackupException("cannot read the settings in " + file + ": " + ex.getMessage(), ex);
        }
    }

    private static int number(
        final Properties properties, final String key, final String otherwise, final ToLongFunction<String> parser)
    {
        final String text = properties.getProperty(key, otherwise).trim();
        try
        {
            return Math.toIntExact(parser.applyAsLong(text));
        }
        catch (final NumberFormatException | ArithmeticException | StringIndexOutOfBoundsException ex)
        {
            throw new IllegalArgumentException(key + " cannot be '" + text + "'", ex);
        }
    }

    private static void environment(final Properties properties, final Map<String, String> environment)
    {
        properties.putAll(pick(environment, "FLATBOOK_NODE_BASE_PORT", "basePort"));
        properties.putAll(pick(environment, "FLATBOOK_NODE_HOSTS", "hosts"));
        properties.putAll(pick(environment, "FLATBOOK_NODE_CLUSTER_NAME", "clusterName"));
        properties.putAll(pick(environment, "FLATBOOK_NODE_CHECKSUM", "checksum"));
        properties.putAll(pick(environment, "FLATBOOK_NODE_SEGMENT_LENGTH", "segmentLength"));
        properties.putAll(pick(environment, "FLATBOOK_NODE_MEMBER_KEY_FILE", "memberKeyFile"));
    }

    private static Map<String, String> pick(
        final Map<String, String> environment, final String name, final String key)
    {
        final String text = environment.get(name);
        return null == text ? Map.of() : Map.of(key, text);
    }
}
