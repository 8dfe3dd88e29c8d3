package io.flatbook.cluster;

/**
 * The records of a snapshot, wherever they come from.
 */
@FunctionalInterface
public interface SnapshotSource
{
    /**
     * Gives all records, in order.
     *
     * @param records takes them; it throws {@link IllegalStateException} if one is out of order.
     */
    void feed(LocalClearing.Taker records);
}
