package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Tenure;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.EventsGoneEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.QueryRefusedEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.SessionReportEncoder;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes what is answered to one sender: outcomes, session reports, refusals of queries. Nothing here is state.
 */
final class ReportEncoding
{
    private static final int LENGTH_MAX = 1024;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH_MAX]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final CommandOutcomeEncoder commandOutcome = new CommandOutcomeEncoder();
    private final SessionReportEncoder sessionReport = new SessionReportEncoder();
    private final QueryRefusedEncoder queryRefused = new QueryRefusedEncoder();
    private final EventsGoneEncoder eventsGone = new EventsGoneEncoder();
    private final ClearingEngine engine;
    private final EventPublisher publisher;

    ReportEncoding(final ClearingEngine engine, final EventPublisher publisher)
    {
        this.engine = engine;
        this.publisher = publisher;
    }

    /**
     * Sends the outcome in the principal's record.
     *
     * @return whether it was taken; an outcome that is no longer kept counts as taken.
     */
    boolean recordedOutcome(
        final Receiver receiver, final Principal principal, final long commandId, final boolean isDuplicate)
    {
        final OutcomeLog outcomes = principal.outcomes();
        if (!outcomes.select(commandId))
        {
            return true;
        }
        final CommandOutcomeEncoder report = commandOutcome.wrapAndApplyHeader(buffer, 0, header);
        report.commandId(commandId)
            .reason(outcomes.reason())
            .field(outcomes.field())
            .detail(outcomes.detail())
            .firstEventSequence(outcomes.firstEventSequence())
            .duplicate(isDuplicate ? Switch.ON : Switch.OFF);
        final int tradeCount = outcomes.tradeCount();
        final CommandOutcomeEncoder.TradesEncoder rows = report.tradesCount(tradeCount);
        for (int i = 0; i < tradeCount; i++)
        {
            rows.next().tradeReason(outcomes.tradeReason(i)).tradeField(outcomes.tradeField(i));
        }
        return send(receiver, report.encodedLength());
    }

    /**
     * Sends the outcome of a command that was not applied and is not recorded.
     */
    void refusal(
        final Receiver receiver,
        final long commandId,
        final RejectReason reason,
        final RejectField field,
        final long detail)
    {
        final CommandOutcomeEncoder report = commandOutcome.wrapAndApplyHeader(buffer, 0, header);
        report.commandId(commandId)
            .reason(reason)
            .field(field)
            .detail(detail)
            .firstEventSequence(publisher.nextSequence())
            .duplicate(Switch.OFF)
            .tradesCount(0);
        send(receiver, report.encodedLength());
    }

    /**
     * Sends a session report. One without a reason says FENCED to an instance that was taken over (ONCE-2).
     *
     * @param principal of the session, null if the engine does not know it.
     * @param reason NONE, or why the last bytes were refused.
     */
    boolean sessionReport(
        final Replies receiver,
        final Principal principal,
        final Role role,
        final RejectReason reason,
        final RejectField field)
    {
        final EventRing ring = publisher.ring();
        final Limits limits = engine.limits();
        final Tenure.Standing standing = null == principal ? null : receiver.standing(principal);
        final boolean isFenced = Tenure.Standing.FENCED == standing;
        final SessionReportEncoder report = sessionReport.wrapAndApplyHeader(buffer, 0, header);
        report.lastCommandId(null == principal ? 0 : principal.outcomes().lastCommandId())
            .lastEventSequence(lastAddressed(principal, role))
            .retainedFrom(ring.firstSequence())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .stateHash(engine.stateHash())
            .role(role)
            .outcomesRetained(limits.outcomesPerPrincipal())
            .batchTrades(limits.tradesPerBatch())
            .markUpdates(limits.marksPerUpdate())
            .reason(isFenced && RejectReason.NONE == reason ? RejectReason.FENCED : reason)
            .field(field)
            .schemaVersion(engine.version())
            .epoch(isFenced || Tenure.Standing.WRITER == standing ? principal.tenure().epoch() : 0);
        return send(receiver, report.encodedLength());
    }

    void queryRefused(
        final Receiver receiver, final long correlationId, final RejectReason reason, final RejectField field)
    {
        queryRefused.wrapAndApplyHeader(buffer, 0, header).correlationId(correlationId).reason(reason).field(field);
        send(receiver, queryRefused.encodedLength());
    }

    void eventsGone(final Receiver receiver, final long correlationId)
    {
        eventsGone.wrapAndApplyHeader(buffer, 0, header)
            .correlationId(correlationId)
            .retainedFrom(publisher.ring().firstSequence());
        send(receiver, eventsGone.encodedLength());
    }

    private long lastAddressed(final Principal principal, final Role role)
    {
        if (Role.GATEWAY != role)
        {
            return publisher.ring().lastAddressed(EventRing.RISK_OPS);
        }
        return null == principal ? 0 : publisher.ring().lastAddressed(principal.venue());
    }

    private boolean send(final Receiver receiver, final int encodedLength)
    {
        return receiver.offer(buffer, 0, MessageCheck.HEADER_LENGTH + encodedLength);
    }
}
