package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the log says about the cluster that keeps the book: whether its disks are short of space, and which entries its
 * operators had refused. State of every replica, but not part of the book.
 */
public final class StorageState extends Hashed
{
    private final ClearingEvents events;
    private final List<Long> refusedEntries = new ArrayList<>();
    private boolean isStorageLow;
    private long storageChanges;
    private long refusedDigest;

    StorageState(final StateHash hash, final ClearingEvents events)
    {
        super(hash);
        this.events = events;
        rehash();
    }

    /** Whether new business is refused for want of disk space. */
    public boolean isStorageLow()
    {
        return isStorageLow;
    }

    /** How often that has changed. */
    public long storageChanges()
    {
        return storageChanges;
    }

    /** Refuses new business from here on, or takes it again. */
    public void storageLow(final boolean low)
    {
        if (low != isStorageLow)
        {
            restore(low, storageChanges + 1);
            events.storageStatusChanged(low ? Switch.ON : Switch.OFF);
        }
    }

    /** Entries that were refused, in their order. */
    public List<Long> refusedEntries()
    {
        return Collections.unmodifiableList(refusedEntries);
    }

    /**
     * An entry of the log is not applied.
     *
     * @param entry     number of the entry, higher than all before.
     * @param commandId that it held and that is refused; {@link Absent#LONG} for none.
     * @param sender    of the entry; null if it has none.
     */
    public void refused(final long entry, final long commandId, final Principal sender)
    {
        restoreRefused(entry);
        events.entryRefused(commandId, sender);
    }

    void restore(final boolean low, final long changes)
    {
        isStorageLow = low;
        storageChanges = changes;
        rehash();
    }

    void restoreRefused(final long entry)
    {
        refusedEntries.add(entry);
        refusedDigest = StateHash.mix(refusedDigest, entry);
        rehash();
    }

    @Override
    protected long replicaDigest()
    {
        final long storage = StateHash.mix(StateHash.mix(111, storageChanges), isStorageLow ? 1 : 0);
        return StateHash.mix(storage, refusedDigest);
    }
}
