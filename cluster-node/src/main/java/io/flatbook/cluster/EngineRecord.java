package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.LimitsUpdate;
import io.flatbook.engine.SnapshotAccess;
import io.flatbook.engine.UnknownVersionException;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.Switch;
import io.flatbook.sbe.snapshot.EngineStateDecoder;
import io.flatbook.sbe.snapshot.EngineStateEncoder;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.RefusedEntryStateDecoder;
import io.flatbook.sbe.snapshot.RefusedEntryStateEncoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderDecoder;
import io.flatbook.sbe.snapshot.SnapshotHeaderEncoder;
import org.agrona.DirectBuffer;

/**
 * The limits, which must be those of this node except for those that risk raised (VER-3); clock, counters and controls;
 * the log entries that were refused.
 */
final class EngineRecord implements SnapshotRecord
{
    private final ClearingEngine engine;
    private final SnapshotHeaderEncoder headerEncoder = new SnapshotHeaderEncoder();
    private final SnapshotHeaderDecoder headerDecoder = new SnapshotHeaderDecoder();
    private final EngineStateEncoder encoder = new EngineStateEncoder();
    private final EngineStateDecoder decoder = new EngineStateDecoder();
    private final RefusedEntryStateEncoder refusedEncoder = new RefusedEntryStateEncoder();
    private final RefusedEntryStateDecoder refusedDecoder = new RefusedEntryStateDecoder();

    EngineRecord(final ClearingEngine engine)
    {
        this.engine = engine;
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        final SnapshotAccess state = engine.state();
        headerEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header()).engineVersion(state.version());
        writeLimits(engine.limits());
        records.write(headerEncoder.encodedLength());

        encoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .timeMs(engine.timeMs())
            .nextTickMs(state.nextTickMs())
            .started((short)(state.isStarted() ? 1 : 0))
            .activeVersion(state.version())
            .fourEyes(state.fourEyes().value())
            .lastInstrument(engine.book().lastInstrumentId())
            .lastAccountSerial(engine.book().lastAccountSerial())
            .lastRun(state.lastRun())
            .lastDefault(engine.pendingRuns().lastNumber())
            .markSequence(state.markSequence())
            .lastProposal(state.lastProposal())
            .lastBusinessDay(state.lastBusinessDay())
            .storageLow((short)(state.storage().isStorageLow() ? 1 : 0))
            .storageChanges(state.storage().storageChanges());
        records.write(encoder.encodedLength());

        for (final long position : state.storage().refusedEntries())
        {
            refusedEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header()).position(position);
            records.write(refusedEncoder.encodedLength());
        }
    }

    private void writeLimits(final Limits limits)
    {
        headerEncoder.bookingsPerEntry(limits.bookingsPerEntry())
            .positionsPerInstrument(limits.positionsPerInstrument())
            .legsPerAccount(limits.legsPerAccount())
            .instruments(limits.instruments())
            .assets(limits.assets())
            .gateways(limits.gateways())
            .principals(limits.principals())
            .accounts(limits.accounts())
            .accountsPerOwner(limits.accountsPerOwner())
            .tiers(limits.tiers())
            .tradesPerBatch(limits.tradesPerBatch())
            .marksPerUpdate(limits.marksPerUpdate())
            .outcomesPerPrincipal(limits.outcomesPerPrincipal())
            .eventsRetained(limits.eventsRetained())
            .idsRetained(limits.idsRetained())
            .proposals(limits.proposals())
            .proposalsPerPrincipal(limits.proposalsPerPrincipal())
            .pageRows(limits.pageRows())
            .pageBytes(limits.pageBytes())
            .clockStepMs(limits.clockStepMs())
            .tickMs(limits.tickMs())
            .proposalMs(limits.proposalMs())
            .accountsPerVenue(limits.accountsPerVenue());
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case SnapshotHeaderDecoder.TEMPLATE_ID:
                headerDecoder.wrapAndApplyHeader(buffer, offset, header);
                checkVersion(headerDecoder.engineVersion());
                readLimits(engine.limits());
                return true;
            case EngineStateDecoder.TEMPLATE_ID:
                decoder.wrapAndApplyHeader(buffer, offset, header);
                read(engine.state());
                return true;
            case RefusedEntryStateDecoder.TEMPLATE_ID:
                refusedDecoder.wrapAndApplyHeader(buffer, offset, header);
                engine.state().restoreRefusedEntry(refusedDecoder.position());
                return true;
            default:
                return false;
        }
    }

    private void checkVersion(final int activeVersion)
    {
        if (activeVersion > engine.state().versionKnown())
        {
            throw new UnknownVersionException(activeVersion);
        }
    }

    private void readLimits(final Limits limits)
    {
        final SnapshotHeaderDecoder header = headerDecoder;
        engine.state().restoreLimits(new LimitsUpdate(
            Math.toIntExact(header.accounts()),
            Math.toIntExact(header.accountsPerOwner()),
            Math.toIntExact(header.instruments()),
            Math.toIntExact(header.positionsPerInstrument()),
            Math.toIntExact(header.assets()),
            Math.toIntExact(header.gateways()),
            Math.toIntExact(header.principals()),
            Math.toIntExact(header.accountsPerVenue())));
        expect("bookingsPerEntry", header.bookingsPerEntry(), limits.bookingsPerEntry());
        expect("legsPerAccount", header.legsPerAccount(), limits.legsPerAccount());
        expect("tiers", header.tiers(), limits.tiers());
        expect("tradesPerBatch", header.tradesPerBatch(), limits.tradesPerBatch());
        expect("marksPerUpdate", header.marksPerUpdate(), limits.marksPerUpdate());
        expect("outcomesPerPrincipal", header.outcomesPerPrincipal(), limits.outcomesPerPrincipal());
        expect("eventsRetained", header.eventsRetained(), limits.eventsRetained());
        expect("idsRetained", header.idsRetained(), limits.idsRetained());
        expect("proposals", header.proposals(), limits.proposals());
        expect("proposalsPerPrincipal", header.proposalsPerPrincipal(), limits.proposalsPerPrincipal());
        expect("pageRows", header.pageRows(), limits.pageRows());
        expect("pageBytes", header.pageBytes(), limits.pageBytes());
        expect("clockStepMs", header.clockStepMs(), limits.clockStepMs());
        expect("tickMs", header.tickMs(), limits.tickMs());
        expect("proposalMs", header.proposalMs(), limits.proposalMs());
    }

    private void read(final SnapshotAccess state)
    {
        state.restoreClock(decoder.timeMs(), decoder.nextTickMs(), 1 == decoder.started());
        state.restoreCounters(
            Switch.get(decoder.fourEyes()),
            decoder.activeVersion(),
            decoder.lastBusinessDay(),
            decoder.lastProposal(),
            decoder.lastRun(),
            decoder.markSequence());
        state.book().restoreLastInstrumentId(decoder.lastInstrument());
        state.book().restoreLastAccountSerial(decoder.lastAccountSerial());
        state.book().restoreLastRunNumber(decoder.lastDefault());
        state.restoreStorage(1 == decoder.storageLow(), decoder.storageChanges());
    }

    static void expect(final String what, final long inSnapshot, final long here)
    {
        if (inSnapshot != here)
        {
            throw new IllegalStateException("snapshot says " + what + "=" + inSnapshot + ", this node " + here);
        }
    }
}
