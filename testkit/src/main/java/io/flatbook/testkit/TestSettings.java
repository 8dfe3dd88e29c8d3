package io.flatbook.testkit;

import io.flatbook.local.FreePorts;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of nodes on loopback that elect a leader quickly and take little room.
 */
final class TestSettings
{
    private TestSettings()
    {
    }

    /**
     * @param member    from 0.
     * @param members   of the cluster.
     * @param ports     of all members.
     * @param directory in which each node has its own.
     * @param given     settings by key, above these.
     * @return settings by key, to be added to.
     */
    static Map<String, String> of(
        final int member,
        final int members,
        final FreePorts ports,
        final Path directory,
        final Map<String, String> given)
    {
        final Map<String, String> merged = new TreeMap<>();
        merged.put("memberId", Integer.toString(member));
        merged.put("clusterName", "test");
        merged.put("hosts", String.join(",", Collections.nCopies(members, "localhost")));
        merged.put("basePort", Integer.toString(ports.basePort()));
        merged.put("directory", directory.resolve("node-" + member).toString());
        merged.put("authentication", given.containsKey("secretsFile") ? "secrets" : "names");
        merged.put("startupTimeoutMs", "2000");
        merged.put("logTermLength", "4m");
        merged.put("segmentLength", "4m");
        merged.put("diskReserve", "16m");
        merged.putAll(given);
        return merged;
    }
}
