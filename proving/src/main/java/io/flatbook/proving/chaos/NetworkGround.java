package io.flatbook.proving.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network namespace for each node, all joined by a bridge in the namespace of the clients, with rules on every link
 * that lose, double or damage datagrams. A second link to each node carries nothing but status pages, so that nodes
 * that are cut off can still be looked at.
 */
final class NetworkGround implements Sandbox
{
    /** The place of the clients, beside those of the nodes, which are their member ids. */
    static final int CLIENTS = LocalCluster.MEMBERS;

    private static final String CLIENTS_ADDRESS = "10.77.0.9";
    private static final Pattern PACKETS = Pattern.compile("counter packets (\\d+)");
    // What nodes send each other must not pass the rules of the clients, through whose bridge it goes.
    private static final String SET_UP_BRIDGE = """
        filter=/proc/sys/net/bridge/bridge-nf-call-iptables
        if [ -e $filter ]; then echo 0 > $filter; fi
        ip link add wires type bridge
        ip addr add %s/24 dev wires
        ip link set wires up
        """;
    // Checksums are made by the sender in software: else a damaged datagram would get a good one on its way out.
    private static final String SET_UP_NODE = """
        ip netns add node-%1$d
        ip link add data%1$d type veth peer name data netns node-%1$d
        ip link set data%1$d master wires up
        ip link add watch%1$d type veth peer name watch netns node-%1$d
        ip addr add 10.78.%1$d.1/30 dev watch%1$d
        ip link set watch%1$d up
        ip addr add %3$s/32 dev wires
        in_node="nsenter --net=/run/netns/node-%1$d"
        $in_node ip link set lo up
        $in_node ip addr add %2$s/24 dev data
        $in_node ethtool -K data tx off > /dev/null
        $in_node ip link set data up
        $in_node ip addr add 10.78.%1$d.2/30 dev watch
        $in_node ip link set watch up
        """;
    private static final String SET_UP_RULES = """
        nft -f - <<RULES
        table ip faults {
            chain arriving { type filter hook prerouting priority raw; }
            chain leaving { type filter hook postrouting priority filter; }
            chain relayed { type route hook output priority mangle; }
        }
        RULES
        """;

    NetworkGround() throws IOException
    {
        try
        {
            shell(SET_UP_BRIDGE.formatted(CLIENTS_ADDRESS));
            for (int member = 0; member < LocalCluster.MEMBERS; member++)
            {
                shell(SET_UP_NODE.formatted(member, address(member), relayAddress(member)));
            }
            for (int place = 0; place <= CLIENTS; place++)
            {
                inside(place, "sh", "-ec", SET_UP_RULES);
            }
        }
        catch (final IOException ex)
        {
            close();
            throw ex;
        }
    }

    /** Address of a node, or of the clients, on the bridge. */
    static String address(final int place)
    {
        return CLIENTS == place ? CLIENTS_ADDRESS : "10.77.0." + (1 + place);
    }

    /** Address in the namespace of the clients at which a relay takes what is meant for a node. */
    static String relayAddress(final int member)
    {
        return "10.77.0." + (11 + member);
    }

    /** Lets a place lose what arrives from another, and count that. */
    void deafen(final int place, final int from) throws IOException
    {
        deafen(place, from, "counter");
    }

    /** Lets a place lose what arrives from another, with a counter or "" if it may be that nothing does. */
    void deafen(final int place, final int from, final String counter) throws IOException
    {
        rule(place, "arriving", "ip saddr " + address(from) + ' ' + counter + " drop");
    }

    /** Adds a rule to the link of a place; what it counts is in {@link #struck()}. */
    void rule(final int place, final String chain, final String rule) throws IOException
    {
        inside(place, "nft", "add rule ip faults " + chain + ' ' + rule);
    }

    /** Leads what a node sends to ports of another to the relay address of that. */
    void goesRelayed(final int member, final int to, final String ports) throws IOException
    {
        rule(member, "relayed", "ip daddr " + address(to) + " udp dport { " + ports + " } counter ip daddr set " +
            relayAddress(to));
    }

    /** Lets a node take what comes from the relay address of another for that one's. */
    void comesRelayed(final int member, final int from) throws IOException
    {
        rule(member, "arriving", "ip saddr " + relayAddress(from) + " ip saddr set " + address(from));
    }

    /** Takes the link of a node up or down. */
    void link(final int member, final boolean up) throws IOException
    {
        ChaosCluster.run("ip", "link", "set", "data" + member, up ? "up" : "down");
    }

    /** Takes all rules away and all links up. */
    void mend() throws IOException
    {
        for (int place = 0; place <= CLIENTS; place++)
        {
            inside(place, "nft", "flush table ip faults");
        }
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            link(member, true);
        }
    }

    /** Datagrams that each rule with a counter has struck. */
    Map<String, Long> struck() throws IOException
    {
        final Map<String, Long> datagramsByRule = new TreeMap<>();
        for (int place = 0; place <= CLIENTS; place++)
        {
            for (final String line : inside(place, "nft", "list table ip faults").lines().toList())
            {
                final Matcher matcher = PACKETS.matcher(line);
                if (matcher.find())
                {
                    datagramsByRule.merge(place + ": " + line.strip(), Long.parseLong(matcher.group(1)), Math::min);
                }
            }
        }
        return datagramsByRule;
    }

    /** Datagrams that the systems of all places ever dropped since their checksum was wrong. */
    long badChecksums() throws IOException
    {
        long datagrams = 0;
        for (int place = 0; place <= CLIENTS; place++)
        {
            final List<String> lines = inside(place, "cat", "/proc/net/snmp").lines()
                .filter((line) -> line.startsWith("Udp:")).toList();
            final int column = List.of(lines.get(0).split(" ")).indexOf("InCsumErrors");
            datagrams += Long.parseLong(lines.get(1).split(" ")[column]);
        }
        return datagrams;
    }

    @Override
    public String hosts()
    {
        return address(0) + ',' + address(1) + ',' + address(2);
    }

    @Override
    public String ingressHost(final int member)
    {
        return address(member);
    }

    @Override
    public String clientHost()
    {
        return CLIENTS_ADDRESS;
    }

    @Override
    public String statusHost(final int member)
    {
        return "10.78." + member + ".2";
    }

    @Override
    public List<String> launcher(final int member)
    {
        return List.of("nsenter", "--net=/run/netns/node-" + member);
    }

    @Override
    public void close()
    {
        try
        {
            shell("""
                nft delete table ip faults || true
                for link in data0 data1 data2 watch0 watch1 watch2 wires; do
                    ip link delete $link || true
                done
                for name in $(ip netns list | cut -d ' ' -f 1); do
                    ip netns delete $name
                done
                """);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private String inside(final int place, final String... command) throws IOException
    {
        if (CLIENTS == place)
        {
            return ChaosCluster.run(command);
        }
        final String[] all = new String[command.length + 2];
        all[0] = "nsenter";
        all[1] = "--net=/run/netns/node-" + place;
        System.arraycopy(command, 0, all, 2, command.length);
        return ChaosCluster.run(all);
    }

    private static void shell(final String script) throws IOException
    {
        ChaosCluster.run("sh", "-ec", script);
    }
}
