package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.sbe.AccountQueryDecoder;
import io.flatbook.sbe.AccountsQueryDecoder;
import io.flatbook.sbe.AssetsQueryDecoder;
import io.flatbook.sbe.AuditQueryDecoder;
import io.flatbook.sbe.CommandOutcomeQueryDecoder;
import io.flatbook.sbe.EventsQueryDecoder;
import io.flatbook.sbe.FundQueryDecoder;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.GatewaysQueryDecoder;
import io.flatbook.sbe.InstrumentQueryDecoder;
import io.flatbook.sbe.InstrumentsQueryDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPreviewDecoder;
import io.flatbook.sbe.OffsetQueueQueryDecoder;
import io.flatbook.sbe.PositionsQueryDecoder;
import io.flatbook.sbe.ProposalsQueryDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

/**
 * Answers queries from the book, without effect on it. A gateway sees the accounts of its own venue only; settings,
 * funds and totals are for everybody who is admitted.
 *
 * <p>Contract: CMD-12.
 */
final class QueryAdapter
{
    private final ClearingEngine engine;
    private final ReportEncoding reports;
    private final ServiceMetrics metrics;
    private final QueryBudget budget = new QueryBudget();
    private final AccountReports accounts;
    private final DefinitionReports definitions;
    private final ControlReports controls;
    private final RiskReports risk;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final EventsQueryDecoder eventsQuery = new EventsQueryDecoder();
    private final CommandOutcomeQueryDecoder commandOutcomeQuery = new CommandOutcomeQueryDecoder();

    QueryAdapter(
        final ClearingEngine engine,
        final EventPublisher publisher,
        final ReportEncoding reports,
        final ServiceMetrics metrics)
    {
        this.engine = engine;
        this.reports = reports;
        this.metrics = metrics;
        accounts = new AccountReports(engine, publisher, reports);
        definitions = new DefinitionReports(engine, publisher, reports);
        controls = new ControlReports(engine, publisher);
        risk = new RiskReports(engine, publisher, reports);
    }

    /**
     * Answers a query that has passed {@link MessageCheck}.
     *
     * @param principalName of the sender, {@code role/name}, whose budget is spent; null for none, off the log.
     * @param asker null if the engine does not know the sender; always null for ops and audit.
     */
    void onQuery(
        final String principalName,
        final Principal asker,
        final Role role,
        final DirectBuffer buffer,
        final int offset,
        final Replies replies)
    {
        final long correlationId = MessageCheck.leadingId(buffer, offset);
        final int templateId = MessageCheck.templateId(buffer, offset);
        if (!Templates.find(templateId).senders().include(role) || !isAdmitted(asker, role))
        {
            metrics.increment(ServiceMetrics.Count.QUERIES_REFUSED);
            reports.queryRefused(replies, correlationId, RejectReason.NOT_AUTHORIZED, RejectField.NONE);
            return;
        }
        // What a client catches up with is never refused: it looks at no row.
        final boolean isFree = null == principalName ||
            EventsQueryDecoder.TEMPLATE_ID == templateId || CommandOutcomeQueryDecoder.TEMPLATE_ID == templateId;
        if (!isFree && !budget.allows(principalName, engine.timeMs()))
        {
            metrics.increment(ServiceMetrics.Count.QUERIES_BUSY);
            reports.queryRefused(replies, correlationId, RejectReason.QUERY_BUSY, RejectField.NONE);
            return;
        }
        metrics.increment(ServiceMetrics.Count.QUERIES_ANSWERED);
        final long rowsBefore = engine.work().positionsVisited();
        answer(templateId, asker, role, buffer, offset, replies);
        if (!isFree)
        {
            budget.spend(principalName, engine.work().positionsVisited() - rowsBefore);
        }
    }

    private void answer(
        final int templateId,
        final Principal asker,
        final Role role,
        final DirectBuffer buffer,
        final int offset,
        final Replies replies)
    {
        final int venue = Role.GATEWAY == role ? asker.venue() : EventRing.RISK_OPS;
        final int body = offset + MessageCheck.HEADER_LENGTH;
        switch (templateId)
        {
            case AccountQueryDecoder.TEMPLATE_ID:
            case AccountsQueryDecoder.TEMPLATE_ID:
            case PositionsQueryDecoder.TEMPLATE_ID:
                accounts.answer(templateId, venue, buffer, body, replies);
                break;
            case AssetsQueryDecoder.TEMPLATE_ID:
            case InstrumentsQueryDecoder.TEMPLATE_ID:
            case InstrumentQueryDecoder.TEMPLATE_ID:
                definitions.answer(templateId, buffer, body, replies);
                break;
            case GatewaysQueryDecoder.TEMPLATE_ID:
                controls.gateways(venue, buffer, body, replies);
                break;
            case ProposalsQueryDecoder.TEMPLATE_ID:
                controls.proposals(buffer, body, replies);
                break;
            case OffsetQueueQueryDecoder.TEMPLATE_ID:
            case OffsetPreviewDecoder.TEMPLATE_ID:
            case FundQueryDecoder.TEMPLATE_ID:
            case AuditQueryDecoder.TEMPLATE_ID:
                risk.answer(templateId, venue, buffer, body, replies);
                break;
            case EventsQueryDecoder.TEMPLATE_ID:
                events(asker, role, venue, buffer, body, replies);
                break;
            case CommandOutcomeQueryDecoder.TEMPLATE_ID:
                commandOutcome(asker, buffer, body, replies);
                break;
            default:
                throw new IllegalStateException("no query has template " + templateId);
        }
    }

    /** A gateway is admitted by its definition, a person by the name of the session. */
    private static boolean isAdmitted(final Principal asker, final Role role)
    {
        return Role.GATEWAY != role || null != asker && GatewayStatus.ENABLED == asker.status();
    }

    private void events(
        final Principal asker,
        final Role role,
        final int venue,
        final DirectBuffer buffer,
        final int body,
        final Replies replies)
    {
        eventsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final long fromSequence = eventsQuery.from();
        final long correlationId = eventsQuery.correlationId();
        if (fromSequence < 0)
        {
            reports.queryRefused(replies, correlationId, RejectReason.INVALID_FIELD, RejectField.FROM);
        }
        else if (replies.eventsFrom(fromSequence, venue))
        {
            // The asker learns where the events end, perhaps before any is sent.
            reports.sessionReport(replies, asker, role, RejectReason.NONE, RejectField.NONE);
        }
        else
        {
            reports.eventsGone(replies, correlationId);
        }
    }

    private void commandOutcome(
        final Principal asker, final DirectBuffer buffer, final int body, final Replies replies)
    {
        commandOutcomeQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final long commandId = commandOutcomeQuery.commandId();
        final long correlationId = commandOutcomeQuery.correlationId();
        if (commandId < 1)
        {
            reports.queryRefused(replies, correlationId, RejectReason.INVALID_FIELD, RejectField.COMMAND_ID);
        }
        else if (null == asker || commandId > asker.outcomes().lastCommandId())
        {
            reports.queryRefused(replies, correlationId, RejectReason.SEQUENCE_GAP, RejectField.COMMAND_ID);
        }
        else if (!asker.outcomes().select(commandId))
        {
            reports.queryRefused(replies, correlationId, RejectReason.OUTCOME_FORGOTTEN, RejectField.COMMAND_ID);
        }
        else
        {
            reports.recordedOutcome(replies, asker, commandId, true);
        }
    }
}
