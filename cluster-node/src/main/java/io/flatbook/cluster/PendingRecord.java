package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.snapshot.MessageHeaderDecoder;
import io.flatbook.sbe.snapshot.ProposalStateDecoder;
import io.flatbook.sbe.snapshot.ProposalStateEncoder;
import io.flatbook.sbe.snapshot.RunStateDecoder;
import io.flatbook.sbe.snapshot.RunStateEncoder;
import org.agrona.DirectBuffer;

/**
 * What waits: proposals by id, then default runs in their order.
 */
final class PendingRecord implements SnapshotRecord
{
    /** Code of a reason that is absent. */
    private static final short NO_CODE = 255;

    private final ClearingEngine engine;
    private final ProposalStateEncoder proposalEncoder = new ProposalStateEncoder();
    private final ProposalStateDecoder proposalDecoder = new ProposalStateDecoder();
    private final RunStateEncoder runEncoder = new RunStateEncoder();
    private final RunStateDecoder runDecoder = new RunStateDecoder();

    PendingRecord(final ClearingEngine engine)
    {
        this.engine = engine;
    }

    @Override
    public void write(final SnapshotRecords records)
    {
        for (final Proposal proposal : engine.proposals())
        {
            proposalEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
                .proposal(proposal.id())
                .proposer(proposal.proposer().number())
                .commandTemplateId(proposal.templateId())
                .expiresMs(proposal.expiresMs())
                .putProposedCommand(proposal.bytes(), 0, proposal.bytes().length);
            records.write(proposalEncoder.encodedLength());
        }
        for (final PendingRun run : engine.pendingRuns().oldestFirst())
        {
            write(run, records);
        }
    }

    private void write(final PendingRun run, final SnapshotRecords records)
    {
        runEncoder.wrapAndApplyHeader(records.buffer(), 0, records.header())
            .account(run.account().id())
            .number(run.number())
            .declared((short)(run.declared() ? 1 : 0))
            .released((short)(run.released() ? 1 : 0))
            .heldFor(null == run.heldFor() ? NO_CODE : run.heldFor().value());
        final RunStateEncoder.GivenAwayEncoder rows = runEncoder.givenAwayCount(run.givenAway().size());
        for (final PendingRun.GivenAway given : run.givenAway())
        {
            rows.next().instrument(given.instrumentId()).side(given.side().value());
        }
        records.write(runEncoder.encodedLength());
    }

    @Override
    public boolean read(
        final int templateId, final DirectBuffer buffer, final int offset, final MessageHeaderDecoder header)
    {
        switch (templateId)
        {
            case ProposalStateDecoder.TEMPLATE_ID:
                proposalDecoder.wrapAndApplyHeader(buffer, offset, header);
                readProposal();
                return true;
            case RunStateDecoder.TEMPLATE_ID:
                runDecoder.wrapAndApplyHeader(buffer, offset, header);
                readRun();
                return true;
            default:
                return false;
        }
    }

    private void readProposal()
    {
        final byte[] command = new byte[proposalDecoder.proposedCommandLength()];
        proposalDecoder.getProposedCommand(command, 0, command.length);
        engine.state().restoreProposal(
            proposalDecoder.proposal(),
            proposalDecoder.proposer(),
            proposalDecoder.commandTemplateId(),
            command,
            proposalDecoder.expiresMs());
    }

    private void readRun()
    {
        final long accountId = runDecoder.account();
        final long number = runDecoder.number();
        final boolean isDeclared = 1 == runDecoder.declared();
        final boolean isReleased = 1 == runDecoder.released();
        final HoldReason heldFor = NO_CODE == runDecoder.heldFor() ? null : HoldReason.get(runDecoder.heldFor());
        final BookRestorer restorer = engine.state().book();
        final PendingRun run = restorer.restoreRun(
            engine.book().account(accountId), number, isDeclared, isReleased, heldFor);
        for (final RunStateDecoder.GivenAwayDecoder row : runDecoder.givenAway())
        {
            restorer.restoreGivenAway(run, new PendingRun.GivenAway(row.instrument(), Side.get(row.side())));
        }
    }
}
