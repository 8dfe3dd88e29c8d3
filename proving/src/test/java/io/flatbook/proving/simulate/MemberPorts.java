package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.flatbook.node.NodeConfig;

/**
 * Where members listen, and what is set for each.
 */
final class MemberPorts
{
    static final int BASE_PORT = 20_000;

    private static final int PORTS_APART = 100;

    private MemberPorts()
    {
    }

    /** What a backup asks. */
    static List<String> consensusEndpoints(final List<Host> members)
    {
        final List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < members.size(); i++)
        {
            endpoints.add(members.get(i).addressText() + ":" + (BASE_PORT + PORTS_APART * i + 2));
        }
        return endpoints;
    }

    /** What clients connect to. */
    static String ingress(final List<Host> members)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < members.size(); i++)
        {
            text.append(0 == i ? "" : ",").append(i).append('=').append(members.get(i).addressText()).append(':')
                .append(BASE_PORT + PORTS_APART * i + 1);
        }
        return text.toString();
    }

    /**
     * Of a node.
     *
     * @param aeronDirectory memory of its driver.
     * @param purges         whether it takes snapshots by itself, and deletes what they cover unless it is the first.
     */
    static NodeConfig settings(
        final int member, final String hosts, final Path directory, final String aeronDirectory, final boolean purges)
    {
        return NodeConfig.of(Map.ofEntries(
            Map.entry("memberId", Integer.toString(member)),
            Map.entry("hosts", hosts),
            Map.entry("basePort", Integer.toString(BASE_PORT)),
            Map.entry("directory", directory.toString()),
            Map.entry("aeronDirectory", aeronDirectory),
            Map.entry("authentication", "names"),
            Map.entry("durability", "disk"),
            Map.entry("logTermLength", "1m"),
            Map.entry("segmentLength", "4m"),
            Map.entry("snapshotIntervalMs", purges ? "3000" : "0"),
            Map.entry("purgeLog", Boolean.toString(purges && 0 < member)),
            Map.entry("snapshotsKept", "2"),
            Map.entry("socketBufferLength", "1m"),
            Map.entry("receiverWindowLength", "64k"),
            Map.entry("mtuLength", "1376")));
    }
}
