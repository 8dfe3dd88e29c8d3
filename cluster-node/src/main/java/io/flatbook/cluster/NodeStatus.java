package io.flatbook.cluster;

import java.util.List;

/**
 * State of a node, taken inside the log and read by any thread.
 *
 * @param role of the node: LEADER, FOLLOWER or CANDIDATE.
 * @param leadershipTermId of the log, -1 before the first.
 * @param logPosition of the last entry applied, in bytes.
 * @param engineTimeMs engine time.
 * @param engineVersion version of the engine's behavior that is active.
 * @param engineVersionKnown newest version of the engine's behavior that this binary knows (VER-2).
 * @param stateHash hash of the book.
 * @param replicaHash hash of all state.
 * @param lastEventSequence of the last event, 0 for none.
 * @param entriesUndecodable messages of the log, applied since the start, that could not be decoded (VER-1).
 * @param sessions connections open.
 * @param accounts accounts open.
 * @param positions positions open.
 * @param isStorageLow whether new business is refused for want of disk space.
 * @param refusedPositions of the log, whose entries the operators had refused, ascending.
 * @param assets totals of each asset in order of id.
 * @param instruments totals of the first instruments in order of id, {@link #INSTRUMENTS_MAX} at most.
 * @param replicaHashes the last replica hashes, one a second, oldest first, comparable between nodes by position.
 */
public record NodeStatus(
    String role,
    long leadershipTermId,
    long logPosition,
    long engineTimeMs,
    int engineVersion,
    int engineVersionKnown,
    long stateHash,
    long replicaHash,
    long lastEventSequence,
    long entriesUndecodable,
    int sessions,
    int accounts,
    int positions,
    boolean isStorageLow,
    List<Long> refusedPositions,
    List<AssetTotals> assets,
    List<InstrumentTotals> instruments,
    List<PositionHash> replicaHashes)
{
    /** There can be many; all of them are in reports. */
    public static final int INSTRUMENTS_MAX = 8;

    /**
     * A replica hash and the position of the log at which it was taken.
     *
     * @param logPosition in bytes.
     * @param replicaHash hash of all state.
     */
    public record PositionHash(long logPosition, long replicaHash)
    {
    }

    /**
     * Totals of an asset, in its minor units.
     *
     * @param asset id.
     * @param symbol of the asset.
     * @param scale decimals of its minor unit.
     * @param insuranceFund insurance fund.
     * @param fees fee account.
     * @param rounding rounding account.
     * @param houseDeficit house deficit; 2^63 - 1 if it is larger.
     * @param deposits all deposits.
     * @param withdrawals all withdrawals.
     * @param isBalanced whether the money of the asset adds up.
     */
    public record AssetTotals(
        int asset,
        String symbol,
        int scale,
        long insuranceFund,
        long fees,
        long rounding,
        long houseDeficit,
        long deposits,
        long withdrawals,
        boolean isBalanced)
    {
    }

    /**
     * Totals of an instrument.
     *
     * @param symbol of the instrument.
     * @param openInterestLots of all long positions.
     */
    public record InstrumentTotals(String symbol, long openInterestLots)
    {
    }
}
