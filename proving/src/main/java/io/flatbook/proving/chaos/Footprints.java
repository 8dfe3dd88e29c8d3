package io.flatbook.proving.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.NotAsPromisedException;
import org.agrona.CloseHelper;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What strangers leave on the nodes: images, memory, counters and lines of the log, compared with how it was before.
 */
final class Footprints implements AutoCloseable
{
    /** What an election takes, or a session of the load that is opened again; a flood would take a hundredfold. */
    private static final int COUNTERS_SLACK = 100;
    private static final long MEMORY_SLACK = 64L << 20;
    private static final int LINES_SLACK = 50;
    private static final String ELECTIONS = "WARN - ";

    private final ChaosCluster rig;
    private final List<DriverCounters> drivers = new ArrayList<>();
    private final long[] pids = new long[LocalCluster.MEMBERS];
    private final long[] memory = new long[LocalCluster.MEMBERS];
    private final int[] counters = new int[LocalCluster.MEMBERS];
    private final long[] lines = new long[LocalCluster.MEMBERS];
    private final long[] refused = new long[LocalCluster.MEMBERS];
    private int forgedImagesMax;
    private long memoryGrowthMax;

    /** How it is now. */
    Footprints(final ChaosCluster rig)
    {
        this.rig = rig;
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            drivers.add(new DriverCounters(rig.memoryDirectory(member)));
            pids[member] = rig.cluster().node(member).pid();
            memory[member] = bytes(rig.memoryDirectory(member).toFile());
            counters[member] = drivers.get(member).count();
            lines[member] = lines(member);
            refused[member] = refused(member);
        }
    }

    /** The counters of a node's driver. */
    DriverCounters driver(final int member)
    {
        return drivers.get(member);
    }

    /** Looks while the attack goes on: an image that nobody feeds is gone after ten seconds. */
    void look()
    {
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            forgedImagesMax = Math.max(forgedImagesMax, drivers.get(member).forgedImages());
            memoryGrowthMax = Math.max(memoryGrowthMax, bytes(rig.memoryDirectory(member).toFile()) - memory[member]);
        }
    }

    /** Most images of {@link RawFrames} that a node was seen to have. */
    int forgedImagesMax()
    {
        return forgedImagesMax;
    }

    /** Most bytes of shared memory that a node was seen to have in addition. */
    long memoryGrowthMax()
    {
        return memoryGrowthMax;
    }

    /** Fails if strangers have left anything. */
    void checkNothingLeft()
    {
        look();
        if (0 < forgedImagesMax)
        {
            throw new NotAsPromisedException("strangers got " + forgedImagesMax + " images on a node");
        }
        for (int member = 0; member < LocalCluster.MEMBERS; member++)
        {
            checkLives(member);
            // A follower that catches up takes streams that are gone soon.
            final int node = member;
            ChaosCluster.await("memory and counters of node " + member + " as they were", () ->
                bytes(rig.memoryDirectory(node).toFile()) - memory[node] < MEMORY_SLACK &&
                drivers.get(node).count() - counters[node] < COUNTERS_SLACK);
            if (LINES_SLACK < lines(member) - lines[member])
            {
                throw new NotAsPromisedException("node " + member + " wrote " + (lines(member) - lines[member]) +
                    " lines: " + rig.cluster().lastLines());
            }
        }
    }

    /** Fails if a node has ended, also if it was started again. */
    void checkLives(final int member)
    {
        if (!rig.cluster().isAlive(member) || pids[member] != rig.cluster().node(member).pid())
        {
            throw new NotAsPromisedException("node " + member + " ended");
        }
    }

    /** Datagrams that a node has refused since, by its status page. */
    long refusedSince(final int member)
    {
        return refused(member) - refused[member];
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(drivers);
    }

    /** What a node has refused in both rings, for any reason. */
    private long refused(final int member)
    {
        long sum = 0;
        for (final JsonNode ring : rig.awaitPage(member).path("wire"))
        {
            for (final JsonNode count : ring.path("refused"))
            {
                sum += count.asLong();
            }
        }
        return sum;
    }

    /** Lines of a node's log but those of elections, which a machine whose cores are shared has now and then. */
    private long lines(final int member)
    {
        try (Stream<String> all = Files.lines(rig.directory().resolve("node-" + member + ".log")))
        {
            return all.filter((line) -> !line.startsWith("\t") && !line.contains(ELECTIONS)).count();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** Lengths of all files, whether they take pages yet or not. */
    private static long bytes(final File file)
    {
        final File[] inside = file.listFiles();
        long sum = null == inside ? file.length() : 0;
        for (int i = 0; null != inside && i < inside.length; i++)
        {
            sum += bytes(inside[i]);
        }
        return sum;
    }
}
