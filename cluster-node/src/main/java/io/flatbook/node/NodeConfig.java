package io.flatbook.node;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

import io.flatbook.wire.SealedWire;
import org.agrona.SystemUtil;

/**
 * The settings of one node, checked: a properties file, above it the environment, above it system properties.
 *
 * <p>Immutable. An unknown key, a value out of range or two values at odds with each other are refused with a
 * {@link ConfigException} that names the setting and where it came from.
 */
public final class NodeConfig extends WireConfig
{
    static final int PORTS_PER_MEMBER = 100;
    static final int MEMBERS_MAX = 9;
    static final int MTU_LENGTH_LOOPBACK = 8192;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern POSITIONS = Pattern.compile("[1-9][0-9]{0,17}(\\s*,\\s*[1-9][0-9]{0,17})*");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\\[[0-9a-fA-F:.]{2,45}]");
    private static final int MTU_LENGTH_MAX = 65_504;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int DAY_MS = 86_400_000;
    private static final long WARM_UP_MS_MAX = 60_000;

    private final List<String> hosts;

    private NodeConfig(final SettingSource source)
    {
        super(source);
        hosts = List.of(text(Setting.HOSTS).split("\\s*,\\s*"));
        validate();
    }

    /**
     * Settings from a file, the environment and system properties.
     *
     * @param file        in {@code .properties} format, UTF-8; null for none.
     * @param environment of the process: names that begin with {@code FLATBOOK_NODE_}.
     * @param properties  of the JVM: names that begin with {@code flatbook.node.}.
     * @return the checked settings.
     * @throws ConfigException if a setting is unknown or cannot be.
     */
    public static NodeConfig load(final Path file, final Map<String, String> environment, final Properties properties)
    {
        final SettingSource source = new SettingSource();
        if (null != file)
        {
            source.file(file);
        }
        return new NodeConfig(source.environment(environment).systemProperties(properties));
    }

    /**
     * Settings given in code, for embedding a node; what is left out has its default.
     *
     * @param settings texts by key of the file.
     * @return the checked settings.
     * @throws ConfigException if a setting is unknown or cannot be.
     */
    public static NodeConfig of(final Map<String, String> settings)
    {
        final SettingSource source = new SettingSource();
        settings.forEach((key, text) -> source.put(key, text, "code"));
        return new NodeConfig(source);
    }

    /**
     * @return every setting as a line of a properties file, each with where its value comes from.
     */
    public String text()
    {
        final StringBuilder text = new StringBuilder();
        for (final Setting setting : Setting.values())
        {
            final SettingSource.Entry entry = source.entry(setting);
            final String effective = effective(setting);
            final String derived = effective.equals(entry.text()) ? "" : " '" + entry.text() + "'";
            text.append(
                String.format("%-48s # %s%s%n", setting.key() + "=" + effective, entry.origin(), derived));
        }
        return text.toString();
    }

    /**
     * @return number of this node, from 0.
     */
    public int memberId()
    {
        return (int)number(Setting.MEMBER_ID, 0, MEMBERS_MAX - 1);
    }

    /**
     * @return name of the cluster, for people.
     */
    public String clusterName()
    {
        return text(Setting.CLUSTER_NAME);
    }

    /**
     * @return where each member listens.
     */
    public Endpoints endpoints()
    {
        return new Endpoints(hosts, (int)number(Setting.BASE_PORT, 1, 65_535 - PORTS_PER_MEMBER * MEMBERS_MAX));
    }

    /**
     * @return directory of log, snapshots and lock, absolute.
     */
    public Path directory()
    {
        return text(Setting.DIRECTORY).isEmpty() ?
            Path.of("flatbook-data", "node-" + memberId()).toAbsolutePath().normalize() : path(Setting.DIRECTORY);
    }

    /**
     * @return directory of the media driver's buffers, absolute. The default is derived from the data directory, so
     * that the lock on that protects this too.
     */
    public Path aeronDirectory()
    {
        if (!text(Setting.AERON_DIRECTORY).isEmpty())
        {
            return path(Setting.AERON_DIRECTORY);
        }
        final String root = SystemUtil.isLinux() ? "/dev/shm" : SystemUtil.tmpDirName();
        final String suffix = Integer.toHexString(directory().toString().hashCode());
        return Path.of(root, "flatbook-" + clusterName() + "-" + memberId() + "-" + suffix);
    }

    /**
     * @return whether an acknowledged command is on disk.
     */
    public boolean durable()
    {
        return "disk".equals(choice(Setting.DURABILITY, "disk", "memory"));
    }

    /**
     * @return whether what is recorded carries checksums that are checked when it is read.
     */
    public boolean checksums()
    {
        return "crc32c".equals(choice(Setting.CHECKSUM, "crc32c", "none"));
    }

    /**
     * @return host at which {@code /status} is answered besides 127.0.0.1, or that one for nowhere else.
     */
    public String statusHost()
    {
        return text(Setting.STATUS_HOST);
    }

    /**
     * @return port of {@code /status}; 0: any free one.
     */
    public int statusPort()
    {
        return isAuto(Setting.STATUS_PORT) ?
            endpoints().statusPort(memberId()) : (int)number(Setting.STATUS_PORT, 0, 65_535);
    }

    /** Whether clients are taken at their word. */
    boolean takesNames()
    {
        return "names".equals(choice(Setting.AUTHENTICATION, "secrets", "names"));
    }

    /** Null if it is not set. */
    Path secretsFile()
    {
        return optionalPath(Setting.SECRETS_FILE);
    }

    int sessionsPerPrincipalMax()
    {
        return (int)number(Setting.SESSIONS_PER_PRINCIPAL_MAX, 1, 10_000);
    }

    boolean dedicatedThreads()
    {
        return "dedicated".equals(choice(Setting.THREADING, "shared", "dedicated"));
    }

    String idle()
    {
        return choice(Setting.IDLE, "backoff", "sleep", "spin");
    }

    boolean sparseTerms()
    {
        return "true".equals(choice(Setting.SPARSE_TERMS, "true", "false"));
    }

    String logFormat()
    {
        return choice(Setting.LOG_FORMAT, "plain", "json");
    }

    long durationMs(final Setting setting)
    {
        return number(setting, 1, DAY_MS);
    }

    long warmUpMs()
    {
        return number(Setting.WARM_UP_MS, 0, WARM_UP_MS_MAX);
    }

    int sessionsMax()
    {
        return (int)number(Setting.SESSIONS_MAX, 1, 10_000);
    }

    int mtuLength()
    {
        if (!isAuto(Setting.MTU_LENGTH))
        {
            return length(Setting.MTU_LENGTH, 1024, isSealed() ? SealedWire.MTU_LENGTH_MAX : MTU_LENGTH_MAX);
        }
        return isOnLoopback() ? MTU_LENGTH_LOOPBACK : SealedWire.MTU_LENGTH;
    }

    int logTermLength()
    {
        return powerOfTwo(Setting.LOG_TERM_LENGTH, MEBIBYTE, 1024 * MEBIBYTE);
    }

    int segmentLength()
    {
        return powerOfTwo(Setting.SEGMENT_LENGTH, MEBIBYTE, 1024 * MEBIBYTE);
    }

    int socketBufferLength()
    {
        return length(Setting.SOCKET_BUFFER_LENGTH, 64 * 1024, 64 * MEBIBYTE);
    }

    int receiverWindowLength()
    {
        return length(Setting.RECEIVER_WINDOW_LENGTH, 64 * 1024, 64 * MEBIBYTE);
    }

    /** Bytes that must stay free on the disk of the data directory; 0: none. */
    long diskReserveBytes()
    {
        return bytes(Setting.DISK_RESERVE, 0, Long.MAX_VALUE / 2);
    }

    /** Bytes without which a node does not start: what it writes on its way could be what fills the disk. */
    long diskStartBytes()
    {
        return Math.min(segmentLength(), diskReserveBytes() / 4);
    }

    /** Log positions of the entries that are to be refused. */
    long[] refuseAt()
    {
        final String text = text(Setting.REFUSE_AT).trim();
        check(text.isEmpty() || POSITIONS.matcher(text).matches(), Setting.REFUSE_AT,
            "log positions, whole numbers above 0, by commas");
        return text.isEmpty() ? new long[0] :
            Pattern.compile("\\s*,\\s*").splitAsStream(text).mapToLong(Long::parseLong).toArray();
    }

    int lagAlarmLength()
    {
        return length(Setting.LAG_ALARM_LENGTH, 64 * 1024, Integer.MAX_VALUE);
    }

    /** 0: snapshots are not taken for their age. */
    long snapshotIntervalMs()
    {
        return number(Setting.SNAPSHOT_INTERVAL_MS, 0, 7L * DAY_MS);
    }

    /** 0: snapshots are not taken for the length of the log. */
    int snapshotLogLength()
    {
        return length(Setting.SNAPSHOT_LOG_LENGTH, 0, Integer.MAX_VALUE);
    }

    boolean purgesLog()
    {
        return "true".equals(choice(Setting.PURGE_LOG, "true", "false"));
    }

    int snapshotsKept()
    {
        return (int)number(Setting.SNAPSHOTS_KEPT, 2, 1_000);
    }

    private void validate()
    {
        check(hosts.size() <= MEMBERS_MAX && 1 == hosts.size() % 2, Setting.HOSTS,
            "one or an odd number of hosts up to " + MEMBERS_MAX);
        for (final String host : hosts)
        {
            check(HOST.matcher(host).matches(), Setting.HOSTS,
                "host names, IPv4 addresses or IPv6 addresses in brackets, by commas");
        }
        check(memberId() < hosts.size(), Setting.MEMBER_ID, "below the number of hosts, " + hosts.size());
        check(NAME.matcher(clusterName()).matches(), Setting.CLUSTER_NAME, "1 to 32 letters, digits, '.', '_', '-'");
        directory();
        aeronDirectory();
        endpoints();
        check(HOST.matcher(statusHost()).matches(), Setting.STATUS_HOST, "a host of this machine");
        statusPort();
        durable();
        checksums();
        dedicatedThreads();
        idle();
        sparseTerms();
        logFormat();
        sessionsMax();
        sessionsPerPrincipalMax();
        validateWire(isOnLoopback());
        check(!takesNames() || null == secretsFile(), Setting.AUTHENTICATION, "secrets, with a secretsFile");

        final long heartbeatTimeoutMs = durationMs(Setting.HEARTBEAT_TIMEOUT_MS);
        check(2 * durationMs(Setting.HEARTBEAT_INTERVAL_MS) <= heartbeatTimeoutMs, Setting.HEARTBEAT_INTERVAL_MS,
            "at most half of heartbeatTimeoutMs");
        check(durationMs(Setting.STARTUP_TIMEOUT_MS) >= 2 * heartbeatTimeoutMs, Setting.STARTUP_TIMEOUT_MS,
            "at least twice heartbeatTimeoutMs");
        durationMs(Setting.ELECTION_TIMEOUT_MS);
        durationMs(Setting.SESSION_TIMEOUT_MS);
        durationMs(Setting.FLOW_CONTROL_TIMEOUT_MS);
        check(segmentLength() >= logTermLength(), Setting.SEGMENT_LENGTH, "at least logTermLength");
        lagAlarmLength();
        durationMs(Setting.CLOCK_ALARM_MS);
        diskReserveBytes();
        refuseAt();
        snapshotIntervalMs();
        snapshotLogLength();
        purgesLog();
        snapshotsKept();
        warmUpMs();
        check(0 == mtuLength() % 32, Setting.MTU_LENGTH, "a multiple of 32");
        check(receiverWindowLength() <= socketBufferLength(), Setting.RECEIVER_WINDOW_LENGTH,
            "at most socketBufferLength");
    }

    boolean isOnLoopback()
    {
        return hosts.stream().allMatch(NodeConfig::isLoopback);
    }

    private String effective(final Setting setting)
    {
        return switch (setting)
        {
            case DIRECTORY -> directory().toString();
            case AERON_DIRECTORY -> aeronDirectory().toString();
            case MTU_LENGTH -> Integer.toString(mtuLength());
            case STATUS_PORT -> Integer.toString(statusPort());
            default -> text(setting);
        };
    }

    private static boolean isLoopback(final String host)
    {
        try
        {
            return InetAddress.getByName(host).isLoopbackAddress();
        }
        catch (final UnknownHostException ex)
        {
            return false;
        }
    }
}
