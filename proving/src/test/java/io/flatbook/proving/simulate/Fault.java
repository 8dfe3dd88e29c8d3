package io.flatbook.proving.simulate;

/**
 * What befalls a cluster, drawn by the seed.
 */
enum Fault
{
    /** The leader is killed, and started again later. */
    KILL_LEADER(20),
    /** A follower is killed, and started again later. */
    KILL_FOLLOWER(10),
    /** Two nodes are killed. */
    KILL_TWO(3),
    /** All are. */
    KILL_ALL(2),
    /** All nodes take a snapshot. */
    SNAPSHOT(15),
    /** The leader stands still for a while, as under a long pause of its JVM. */
    PAUSE_LEADER(6),
    /** A follower does. */
    PAUSE_FOLLOWER(5),
    /** The leader hears and is heard by nobody. */
    PARTITION_LEADER(8),
    /** The leader is heard by the members no more, and hears them. */
    PARTITION_ONE_WAY(5),
    /** A follower hears and is heard by no member. */
    PARTITION_FOLLOWER(4),
    /** Datagrams are lost, doubled, delayed, overtaken. */
    WEATHER(15),
    /** A client is gone and the next one takes over. */
    CLIENT_CRASH(10),
    /** A client does not poll for a while. */
    CLIENT_STALL(5),
    /** No client hears the leader, which hears them and applies what they send. */
    EGRESS_CUT(8),
    /** The next client takes over while the one before still sends. */
    TAKE_OVER(8),
    /** A node loses power in the midst of a write to its disk. */
    POWER_CUT(10),
    /** Each write to the disk of a node takes long. */
    DISK_SLOW(5),
    /** The disk of a node is full. */
    DISK_FULL(4),
    /** The clock of a node runs fast or slow from now on. */
    CLOCK_DRIFT(4),
    /** The clock of a node jumps ahead. */
    CLOCK_JUMP(3);

    private final int weight;

    Fault(final int weight)
    {
        this.weight = weight;
    }

    static int weights()
    {
        int sum = 0;
        for (final Fault fault : values())
        {
            sum += fault.weight;
        }
        return sum;
    }

    /** @param drawn from 0 below {@link #weights()}. */
    static Fault of(final int drawn)
    {
        int left = drawn;
        for (final Fault fault : values())
        {
            left -= fault.weight;
            if (left < 0)
            {
                return fault;
            }
        }
        throw new IllegalArgumentException(Integer.toString(drawn));
    }
}
