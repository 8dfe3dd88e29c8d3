package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the node's status and its last replica hashes, and publishes them to other threads as one immutable object.
 */
final class StatusBoard
{
    private static final int HASHES_MAX = 64;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final CommandAdapter adapter;
    private final ArrayDeque<NodeStatus.PositionHash> hashes = new ArrayDeque<>(HASHES_MAX);
    private String role;
    private long leadershipTermId = -1;
    private long logPosition;
    private int sessionCount;
    private volatile NodeStatus current;

    StatusBoard(
        final ClearingEngine engine, final EventPublisher publisher, final CommandAdapter adapter, final String role)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.adapter = adapter;
        this.role = role;
        publish();
    }

    NodeStatus current()
    {
        return current;
    }

    void role(final String newRole)
    {
        role = newRole;
        publish();
    }

    void leadershipTerm(final long termId, final long position)
    {
        leadershipTermId = termId;
        logPosition = position;
        publish();
    }

    /** Takes the hashes; called at the same entries of the log by every node. */
    void tick(final long position, final int openSessions)
    {
        if (hashes.size() == HASHES_MAX)
        {
            hashes.removeFirst();
        }
        hashes.addLast(new NodeStatus.PositionHash(position, engine.replicaHash()));
        logPosition = position;
        sessionCount = openSessions;
        publish();
    }

    private void publish()
    {
        final Book book = engine.book();
        final List<NodeStatus.InstrumentTotals> instruments = new ArrayList<>(NodeStatus.INSTRUMENTS_MAX);
        int positions = 0;
        for (Instrument instrument = book.nextInstrument(0); null != instrument;
            instrument = book.nextInstrument(instrument.id()))
        {
            positions += instrument.positions().count();
            if (instruments.size() < NodeStatus.INSTRUMENTS_MAX)
            {
                instruments.add(new NodeStatus.InstrumentTotals(instrument.symbol(), instrument.openInterestLots()));
            }
        }
        current = new NodeStatus(
            role,
            leadershipTermId,
            logPosition,
            engine.timeMs(),
            engine.version(),
            engine.state().versionKnown(),
            engine.stateHash(),
            engine.replicaHash(),
            publisher.nextSequence() - 1,
            adapter.entriesUndecodable(),
            sessionCount,
            book.accountCount(),
            positions,
            engine.storage().isStorageLow(),
            List.copyOf(engine.storage().refusedEntries()),
            totals(book),
            List.copyOf(instruments),
            List.copyOf(hashes));
    }

    private static List<NodeStatus.AssetTotals> totals(final Book book)
    {
        final List<NodeStatus.AssetTotals> totals = new ArrayList<>();
        for (int id = 1; id <= book.assetCount(); id++)
        {
            final Asset asset = book.asset(id);
            totals.add(new NodeStatus.AssetTotals(
                id,
                asset.symbol(),
                asset.scale(),
                asset.insuranceFund(),
                asset.fees(),
                asset.rounding(),
                asset.houseDeficit().atMost(Long.MAX_VALUE),
                asset.deposits().atMost(Long.MAX_VALUE),
                asset.withdrawals().atMost(Long.MAX_VALUE),
                asset.balanced()));
        }
        return List.copyOf(totals);
    }
}
