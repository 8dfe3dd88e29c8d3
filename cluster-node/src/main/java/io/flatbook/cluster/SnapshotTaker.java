package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.sbe.snapshot.SnapshotFooterEncoder;

import java.util.List;

/**
 * Writes the whole state in canonical order, so that equal states give equal bytes.
 */
final class SnapshotTaker
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;

    SnapshotTaker(final ClearingEngine engine, final EventPublisher publisher)
    {
        this.engine = engine;
        this.publisher = publisher;
    }

    /** All kinds of records in the order in which they are written and read. */
    static List<SnapshotRecord> kinds(final ClearingEngine engine, final EventPublisher publisher)
    {
        return List.of(
            new EngineRecord(engine),
            new AssetRecord(engine),
            new InstrumentRecord(engine),
            new PrincipalRecord(engine),
            new AccountRecord(engine),
            new PendingRecord(engine),
            new EventRecord(publisher.ring()));
    }

    /**
     * Writes all records.
     */
    void takeTo(final SnapshotSink sink)
    {
        publisher.flushPages();
        final SnapshotRecords records = new SnapshotRecords(sink);
        for (final SnapshotRecord kind : kinds(engine, publisher))
        {
            kind.write(records);
        }
        final SnapshotFooterEncoder footer = new SnapshotFooterEncoder();
        footer.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .records(records.count())
            .stateHash(engine.stateHash())
            .replicaHash(engine.replicaHash());
        records.write(footer.encodedLength());
        sink.finish();
    }
}
