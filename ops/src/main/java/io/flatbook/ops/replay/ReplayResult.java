package io.flatbook.ops.replay;

import java.util.List;

/**
 * Where a replay ended, and what it saw.
 *
 * @param fromPosition    where it began: 0, or the position of the snapshot that it started from.
 * @param logPosition     after the last entry that was applied.
 * @param timestampMs     of that entry.
 * @param engineTimeMs    after it.
 * @param entries         that were applied.
 * @param commands        that were applied, accepted or refused.
 * @param refused         of the commands applied, those that were refused.
 * @param resent          commands that had been applied before and were answered from the record.
 * @param outOfOrder      commands that the gate did not let through: gaps, reused and forgotten ids.
 * @param undecodable     messages that could not be decoded, which consume no command id.
 * @param snapshots       compared with the replayed state at their position.
 * @param stateHash       hash of the book.
 * @param replicaHash     hash of all state.
 * @param accounts        open.
 * @param assets          totals of each asset.
 * @param instruments     totals of each instrument.
 * @param isChecksummed   whether the frames have checksums; they were all right then.
 * @param tornPosition    where the log ends in a half-written frame, which a starting node cuts off too; -1 for none.
 * @param holePosition    where the log ends though its file holds more behind; -1 for none.
 * @param findings        what was not as it must be; empty if all is well.
 */
public record ReplayResult(
    long fromPosition,
    long logPosition,
    long timestampMs,
    long engineTimeMs,
    long entries,
    long commands,
    long refused,
    long resent,
    long outOfOrder,
    long undecodable,
    int snapshots,
    long stateHash,
    long replicaHash,
    int accounts,
    List<AssetTotals> assets,
    List<InstrumentTotals> instruments,
    boolean isChecksummed,
    long tornPosition,
    long holePosition,
    List<String> findings)
{
    /**
     * Whether money and quantities add up.
     *
     * @return true if every asset is balanced and every instrument's quantities sum to zero.
     */
    public boolean isConserved()
    {
        return assets.stream().allMatch(AssetTotals::isBalanced) &&
            instruments.stream().allMatch((instrument) -> 0 == instrument.quantitySum());
    }
}
