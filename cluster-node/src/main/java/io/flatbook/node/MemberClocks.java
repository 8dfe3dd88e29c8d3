package io.flatbook.node;

/**
 * What the clocks of a member say at one moment, in milliseconds since 1970.
 *
 * @param nodeMs by which the node counts: that of its machine when it started, and monotonic since.
 * @param hostMs of its machine, which somebody may have set since.
 */
record MemberClocks(long nodeMs, long hostMs)
{
    static MemberClocks now()
    {
        return new MemberClocks(SteadyClock.INSTANCE.time(), System.currentTimeMillis());
    }
}
