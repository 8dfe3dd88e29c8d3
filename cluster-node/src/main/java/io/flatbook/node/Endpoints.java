package io.flatbook.node;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where the members of a cluster listen: host of each, and a block of ports per member from a base port on.
 *
 * <p>Ports of member m, from {@code basePort + 100 * m}: +1 ingress of clients (UDP), +2 consensus, +3 log, +4 catch
 * up, +5 archive control (all UDP, between members), +6 {@code /status} (TCP, loopback and by choice), +7 replica
 * hashes, +8 answers to a member that rejoins (UDP, between members).
 */
public final class Endpoints
{
    private static final int INGRESS = 1;
    private static final int CONSENSUS = 2;
    private static final int LOG = 3;
    private static final int CATCHUP = 4;
    private static final int ARCHIVE = 5;
    private static final int STATUS = 6;
    private static final int REPLICAS = 7;
    private static final int REJOIN = 8;
    private static final int PASSING_LOWEST = 20;
    private static final int PASSING_HIGHEST = 99;

    private final List<String> hosts;
    private final int basePort;

    Endpoints(final List<String> hosts, final int basePort)
    {
        this.hosts = List.copyOf(hosts);
        this.basePort = basePort;
    }

    /**
     * @return number of members.
     */
    public int members()
    {
        return hosts.size();
    }

    /**
     * @return what a client connects to: {@code 0=host:port,1=host:port,…}.
     */
    public String ingress()
    {
        final StringBuilder builder = new StringBuilder();
        for (int member = 0; member < hosts.size(); member++)
        {
            builder.append(0 == member ? "" : ",").append(member).append('=').append(at(member, INGRESS));
        }
        return builder.toString();
    }

    /**
     * @param member number of the member, from 0.
     * @return port of its {@code /status} unless it is configured otherwise.
     */
    public int statusPort(final int member)
    {
        return port(member, STATUS);
    }

    /** Of all members, in their order. */
    List<String> hosts()
    {
        return hosts;
    }

    String host(final int member)
    {
        return hosts.get(member);
    }

    /** An address of IPv6 without its brackets; any other host as it is. */
    static String bare(final String host)
    {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** UDP ports at which a member listens all the time, or as soon as it leads. */
    int[] listeningPorts(final int member)
    {
        return IntStream.of(INGRESS, CONSENSUS, LOG, CATCHUP, ARCHIVE, REPLICAS)
            .map((offset) -> port(member, offset)).toArray();
    }

    String archiveControl(final int member)
    {
        return at(member, ARCHIVE);
    }

    String replicas(final int member)
    {
        return at(member, REPLICAS);
    }

    int rejoinPort(final int member)
    {
        return port(member, REJOIN);
    }

    /**
     * Whether a client is at either end of what is received at a port; else it is of the members, who listen at the
     * other ports of their blocks, as a backup does in the block behind the last.
     */
    boolean isClientPort(final int port)
    {
        final int offset = port - basePort;
        return offset < 0 || offset >= NodeConfig.PORTS_PER_MEMBER * (NodeConfig.MEMBERS_MAX + 1) ||
            INGRESS == offset % NodeConfig.PORTS_PER_MEMBER;
    }

    /** From which ports of its block a member takes those that it needs for a while, as Aeron wants it: low high. */
    String passingPorts(final int member)
    {
        return port(member, PASSING_LOWEST) + " " + port(member, PASSING_HIGHEST);
    }

    /** Where all but one member listen for what concerns consensus. */
    List<String> othersConsensus(final int member)
    {
        return IntStream.range(0, hosts.size()).filter((other) -> other != member)
            .mapToObj((other) -> at(other, CONSENSUS)).collect(Collectors.toList());
    }

    /** In the order that Aeron wants: ingress, consensus, log, catch up, archive. */
    String clusterMembers()
    {
        final StringBuilder builder = new StringBuilder();
        for (int member = 0; member < hosts.size(); member++)
        {
            builder.append(0 == member ? "" : "|").append(member);
            for (final int offset : new int[]{INGRESS, CONSENSUS, LOG, CATCHUP, ARCHIVE})
            {
                builder.append(',').append(at(member, offset));
            }
        }
        return builder.toString();
    }

    private String at(final int member, final int offset)
    {
        return hosts.get(member) + ':' + port(member, offset);
    }

    private int port(final int member, final int offset)
    {
        return basePort + NodeConfig.PORTS_PER_MEMBER * member + offset;
    }
}
