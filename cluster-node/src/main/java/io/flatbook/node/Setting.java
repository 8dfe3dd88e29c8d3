package io.flatbook.node;

/**
 * Every setting of a node: its key in the file, its default, and what it means.
 *
 * <p>The key {@code basePort} is {@code basePort} in the file, {@code FLATBOOK_NODE_BASE_PORT} in the environment and
 * {@code -Dflatbook.node.basePort} on the command line. Nothing here changes the result of a command: such rules live
 * in the log. The one exception is refuseAt, which is for emergencies and must be alike on all nodes.
 */
enum Setting
{
    /** Number of this node, an index into hosts, from 0. */
    MEMBER_ID("memberId", "0"),
    /** Name shown in status and logs: letters, digits, '.', '_', '-'. */
    CLUSTER_NAME("clusterName", "flatbook"),
    /**
     * Host of each member in order of member id: names, IPv4 addresses or IPv6 in brackets; one or an odd number of
     * them, the same on all nodes.
     */
    HOSTS("hosts", "localhost,localhost,localhost"),
    /** Member m uses the ports basePort + 100 * m + 1 to + 8, and + 20 to + 99 if the wire is sealed. */
    BASE_PORT("basePort", "20000"),
    /** Log, snapshots and lock of this node; empty: flatbook-data/node-MEMBER in the working directory. */
    DIRECTORY("directory", ""),
    /** Buffers of the media driver, in memory; empty: a name in /dev/shm derived from directory. */
    AERON_DIRECTORY("aeronDirectory", ""),
    /**
     * disk: log and catalog are synced before a command is acknowledged. memory: they are not, a power cut of a
     * majority loses acknowledged commands or the whole log; for trials.
     */
    DURABILITY("durability", "disk"),
    /**
     * crc32c: checked on record and replay. none: a flipped bit in a stopped node's log goes unseen and its state
     * differs.
     */
    CHECKSUM("checksum", "crc32c"),
    /** Silence of the leader after which followers elect; failover takes this plus 0.4 to 0.9 s. */
    HEARTBEAT_TIMEOUT_MS("heartbeatTimeoutMs", "1000"),
    /** How often the leader shows that it lives. */
    HEARTBEAT_INTERVAL_MS("heartbeatIntervalMs", "100"),
    /** How long a round of voting may take. */
    ELECTION_TIMEOUT_MS("electionTimeoutMs", "500"),
    /** How long a start waits for all members before a majority goes on; at least twice heartbeatTimeoutMs. */
    STARTUP_TIMEOUT_MS("startupTimeoutMs", "5000"),
    /** Silence of a client after which its session is closed. */
    SESSION_TIMEOUT_MS("sessionTimeoutMs", "10000"),
    /** Sessions open at a time. */
    SESSIONS_MAX("sessionsMax", "64"),
    /** Sessions of one principal open at a time, with authentication=secrets. */
    SESSIONS_PER_PRINCIPAL_MAX("sessionsPerPrincipalMax", "8"),
    /**
     * secrets: a client proves that it knows the secret of its principal. names: it is taken at its word; for trials in
     * a network where every host is trusted.
     */
    AUTHENTICATION("authentication", "secrets"),
    /**
     * Secrets of the principals, readable by the node's owner only (0400), the same on all nodes; read again when it
     * changes. The node does not start without it, but with authentication=names.
     */
    SECRETS_FILE("secretsFile", ""),
    /**
     * Keys with which members seal what they say to each other, readable by the node's owner only (0400), the same on
     * all nodes and on no other host but a backup's; read again when it changes. Without it and clientKeyFile the wire
     * is clear text, which only loopback hosts may do.
     */
    MEMBER_KEY_FILE("memberKeyFile", ""),
    /**
     * Keys with which nodes and clients seal what they say to each other, like memberKeyFile; every client has it too.
     */
    CLIENT_KEY_FILE("clientKeyFile", ""),
    /** Addresses of clients, as 10.7.1.0/24, by commas; empty: any. With a sealed wire. */
    ALLOWED_SOURCES("allowedSources", ""),
    /** Longest term of a client's stream; a node holds three terms of each. With a sealed wire. */
    CLIENT_TERM_LENGTH_MAX("clientTermLengthMax", "1m"),
    /** shared: one thread for the media driver, one for the archive. dedicated: three each; wants free cores. */
    THREADING("threading", "shared"),
    /** What a thread without work does: backoff, sleep (1 microsecond) or spin (pinned cores). */
    IDLE("idle", "backoff"),
    /** Length of a term of the log stream; 64m in production. Fixed by the first start of a cluster. */
    LOG_TERM_LENGTH("logTermLength", "16m"),
    /** Length of a file of the recorded log; at least logTermLength. */
    SEGMENT_LENGTH("segmentLength", "64m"),
    /** true: memory is taken when first touched. false: at start, no faults later. */
    SPARSE_TERMS("sparseTerms", "true"),
    /** Silence of a follower after which the leader no longer waits for it. */
    FLOW_CONTROL_TIMEOUT_MS("flowControlTimeoutMs", "300"),
    /**
     * Largest datagram of the log in bytes; auto: 8192 if all hosts are loopback, else 1376. Fixed by the first start.
     * Other datagrams are no longer than that, nor than 8192 on loopback, 1408 elsewhere and 1376 on a sealed wire.
     */
    MTU_LENGTH("mtuLength", "auto"),
    /** SO_RCVBUF and SO_SNDBUF; net.core.rmem_max and wmem_max must allow it. */
    SOCKET_BUFFER_LENGTH("socketBufferLength", "4m"),
    /** What a receiver lets be in flight, per stream and sender, in bytes; at most socketBufferLength. */
    RECEIVER_WINDOW_LENGTH("receiverWindowLength", "1m"),
    /**
     * Bytes that must stay free where directory is. While fewer nodes than a majority have them, new business is
     * refused, until a quarter more is free. 0: never.
     */
    DISK_RESERVE("diskReserve", "1g"),
    /**
     * Log positions of entries that are not applied, by commas, as the line of a crash names them: the same on all
     * nodes, and kept until a snapshot was taken after them.
     */
    REFUSE_AT("refuseAt", ""),
    /** Bytes of log that another member may be behind for some seconds before an alarm is raised. */
    LAG_ALARM_LENGTH("lagAlarmLength", "64m"),
    /**
     * Milliseconds that the clock of another member may be apart before an alarm is raised; commands do not depend on
     * it.
     */
    CLOCK_ALARM_MS("clockAlarmMs", "500"),
    /** The leader has a snapshot taken when the newest is older than this; 0: never for its age. */
    SNAPSHOT_INTERVAL_MS("snapshotIntervalMs", "3600000"),
    /** The leader has a snapshot taken when the log since the newest is longer than this; 0: never for its length. */
    SNAPSHOT_LOG_LENGTH("snapshotLogLength", "1g"),
    /** true: log that two snapshots of every member cover is deleted. false: all log is kept. */
    PURGE_LOG("purgeLog", "false"),
    /** How many of the newest snapshots stay, whatever purgeLog says; at least 2. Older ones are deleted. */
    SNAPSHOTS_KEPT("snapshotsKept", "24"),
    /**
     * Address at which /status is answered besides 127.0.0.1, such as that of the member: who reaches it reads the
     * totals of the book.
     */
    STATUS_HOST("statusHost", "127.0.0.1"),
    /** TCP port of /status; auto: basePort + 100 * member + 6, 0: any free. */
    STATUS_PORT("statusPort", "auto"),
    /**
     * How long a start runs trades, marks and defaults of made-up books, so that the JVM has compiled them before the
     * node takes part; 0: not at all.
     */
    WARM_UP_MS("warmUpMs", "2500"),
    /** Life cycle log on stderr: plain or json. */
    LOG_FORMAT("logFormat", "plain");

    static final String ENVIRONMENT_PREFIX = "FLATBOOK_NODE_";
    static final String PROPERTY_PREFIX = "flatbook.node.";

    private final String key;
    private final String defaultText;

    Setting(final String key, final String defaultText)
    {
        this.key = key;
        this.defaultText = defaultText;
    }

    String key()
    {
        return key;
    }

    String defaultText()
    {
        return defaultText;
    }

    static Setting byKey(final String key)
    {
        for (final Setting setting : values())
        {
            if (setting.key.equals(key))
            {
                return setting;
            }
        }
        return null;
    }
}
