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
     * @param records takes them; it throws {@link IllegalStateException} where one has no place.
     */
    void feed(LocalClearing.Taker records);
}
