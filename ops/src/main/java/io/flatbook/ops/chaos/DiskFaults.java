package io.flatbook.ops.chaos;

import io.flatbook.ops.link.LocalCluster;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Power that is cut at one node, two or all, so that their disks lose what was not synced.
 */
final class DiskFaults
{
    private static final long ANSWERS_BETWEEN = 200;
    private static final long DARK_LEAST_MS = 1_000;
    private static final long DARK_MOST_MS = 5_000;

    private DiskFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(
            of("power-cut-one", "The power of a node is cut, the leader or a follower", (rig, chance) ->
                powerCut(rig, 1, chance)),
            of("power-cut-two", "The power of two nodes is cut at once", (rig, chance) -> powerCut(rig, 2, chance)),
            of("power-cut-all", "The power of all nodes is cut at once", (rig, chance) -> powerCut(rig, 3, chance))
                .inQuick());
    }

    private static Fault of(final String name, final String what, final Fault.Strike strike)
    {
        return Fault.of(name, what, strike).needs(Need.DISKS);
    }

    private static void powerCut(final Rig rig, final int count, final RandomGenerator chance) throws IOException
    {
        final DiskGround disks = rig.ground(DiskGround.class);
        final int first = chance.nextInt(LocalCluster.MEMBERS);
        final int[] members = IntStream.range(0, count).map((i) -> (first + i) % LocalCluster.MEMBERS).toArray();
        for (final int member : members)
        {
            rig.supervisor().hold(member);
            disks.writeUnsynced(member);
        }
        for (final int member : members)
        {
            disks.cut(member);
        }
        for (final int member : members)
        {
            rig.cluster().kill(member);
        }
        if (1 == count)
        {
            rig.awaitAnswers(ANSWERS_BETWEEN);
        }
        for (final int member : members)
        {
            Rig.pass(chance.nextLong(DARK_LEAST_MS, DARK_MOST_MS) / count);
            disks.restore(member);
            if (disks.hasUnsynced(member))
            {
                throw new IOException("the disk of node " + member + " has lost nothing");
            }
            rig.supervisor().release(member);
        }
        rig.awaitAnswers(ANSWERS_BETWEEN);
    }
}
