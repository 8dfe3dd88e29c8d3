package io.flatbook.ops.replay;

import java.util.List;

/**
 * Contents of a snapshot, after all of it was read and loaded.
 *
 * @param entry         which snapshot it is.
 * @param lengthBytes   of its recording.
 * @param records       of the state.
 * @param sessions      that were open.
 * @param isChecksummed whether its frames have checksums; they were all right then.
 * @param engineTimeMs  engine time.
 * @param stateHash     hash of the book.
 * @param replicaHash   hash of all state.
 * @param accounts      open.
 * @param assets        totals of each asset.
 * @param instruments   totals of each instrument.
 * @param problem       why it cannot be loaded, null if it can; then the figures are 0.
 */
public record SnapshotReport(
    SnapshotEntry entry,
    long lengthBytes,
    long records,
    int sessions,
    boolean isChecksummed,
    long engineTimeMs,
    long stateHash,
    long replicaHash,
    int accounts,
    List<AssetTotals> assets,
    List<InstrumentTotals> instruments,
    String problem)
{
    static SnapshotReport bad(final SnapshotEntry entry, final String problem)
    {
        return new SnapshotReport(entry, 0, 0, 0, false, 0, 0, 0, 0, List.of(), List.of(), problem);
    }

    /**
     * Whether a node could start from it.
     *
     * @return false if it is damaged.
     */
    public boolean isWhole()
    {
        return null == problem;
    }
}
