package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.CommandGate;
import io.flatbook.engine.Principal;
import io.flatbook.engine.book.Absent;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;

/**
 * From bytes to the engine: checks that they are one message, passes a command through the exactly-once gate, calls the
 * engine's method, records the outcome. Queries go to {@link QueryAdapter}.
 *
 * <p>Undecodable bytes consume no command id and are answered with a session report.
 */
public final class CommandAdapter
{
    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final QueryAdapter queries;
    private final RiskCommands riskCommands;
    private final GatewayCommands gatewayCommands;
    private final ServiceMetrics metrics;
    private CommandWatch watch = CommandWatch.NONE;
    private long entriesUndecodable;

    CommandAdapter(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this(engine, publisher, reports, new ServiceMetrics());
    }

    CommandAdapter(
        final ClearingEngine engine,
        final EventPublisher publisher,
        final ReportEncoding reports,
        final ServiceMetrics metrics)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        this.metrics = metrics;
        queries = new QueryAdapter(engine, publisher, reports, metrics);
        riskCommands = new RiskCommands(engine);
        gatewayCommands = new GatewayCommands(engine);
    }

    /**
     * Lets a replay look at the commands.
     */
    void watch(final CommandWatch newWatch)
    {
        watch = newWatch;
    }

    /**
     * Applies one message, all of it or nothing.
     *
     * @param timestampMs of the log entry; what is due at or before it happens first.
     * @param principalName of the sender, {@code role/name}.
     * @param role that the name gives.
     * @param buffer that holds the message.
     * @param offset of its header.
     * @param length in bytes, header included.
     * @param replies where the answers go.
     */
    public void onMessage(
        final long timestampMs,
        final String principalName,
        final Role role,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Replies replies)
    {
        engine.advanceTo(timestampMs);
        publisher.flushPages();
        final Principal principal = replies.principal(engine.principals());
        final RejectReason decodable = MessageCheck.check(buffer, offset, length, engine.version());
        if (RejectReason.NONE != decodable)
        {
            entriesUndecodable++;
            if (RejectReason.MALFORMED == decodable)
            {
                replies.malformed();
            }
            reports.sessionReport(replies, principal, role, decodable, RejectField.HEADER);
            return;
        }
        if (Templates.find(MessageCheck.templateId(buffer, offset)).isQuery())
        {
            queries.onQuery(principalName, principal, role, buffer, offset, replies);
            return;
        }
        final Principal sender = replies.onlyReads() ? null : sender(principal, principalName, role);
        if (null == sender)
        {
            refuse(replies, buffer, offset, RejectReason.NOT_AUTHORIZED);
            return;
        }
        if (!replies.claim(sender))
        {
            refuse(replies, buffer, offset, RejectReason.FENCED);
            return;
        }
        onCommand(sender, buffer, offset, length, replies);
    }

    /** Messages since the start that could not be decoded (VER-1); no state. */
    long entriesUndecodable()
    {
        return entriesUndecodable;
    }

    /**
     * Ends the entry of a message that the operators want refused, without applying it: of a command that would be
     * applied, its id is taken and its outcome is ENGINE_FAULT.
     *
     * @param entry position of the entry in the log; the other arguments are those of the message.
     */
    void refuse(
        final long entry,
        final String principalName,
        final Role role,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Replies replies)
    {
        final RejectReason decodable = MessageCheck.check(buffer, offset, length, engine.version());
        final boolean isCommand = RejectReason.NONE == decodable &&
            !replies.onlyReads() && !Templates.find(MessageCheck.templateId(buffer, offset)).isQuery();
        final Principal sender = isCommand ?
            sender(replies.principal(engine.principals()), principalName, role) : null;
        if (null == sender || !replies.claim(sender))
        {
            engine.storage().refused(entry, Absent.LONG, sender);
            return;
        }
        final long commandId = MessageCheck.leadingId(buffer, offset);
        final long commandHash = CommandHash.of(buffer, offset, length);
        final CommandGate.Admission admission = engine.gate().admit(sender, commandId, commandHash);
        final boolean isNext = CommandGate.Admission.NEXT == admission;
        final long firstEventSequence = publisher.nextSequence();
        watch.onCommand(sender, commandId, MessageCheck.templateId(buffer, offset), commandHash, admission);
        engine.storage().refused(entry, isNext ? commandId : Absent.LONG, sender);
        if (isNext)
        {
            engine.gate().record(
                sender, commandHash, RejectReason.ENGINE_FAULT, RejectField.NONE, 0, firstEventSequence);
            metrics.increment(ServiceMetrics.Count.COMMANDS_REJECTED);
            watch.onApplied(sender, commandId);
            replies.recorded(sender, commandId, false);
        }
    }

    /** A risk officer is admitted with the first command; a gateway must be defined; others send no commands. */
    private Principal sender(final Principal known, final String principalName, final Role role)
    {
        return null == known && Role.RISK == role ? engine.principals().admit(principalName) : known;
    }

    private void onCommand(
        final Principal sender,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Replies replies)
    {
        final long commandId = MessageCheck.leadingId(buffer, offset);
        if (commandId < 1)
        {
            metrics.increment(ServiceMetrics.Count.COMMANDS_REFUSED);
            reports.refusal(replies, commandId, RejectReason.INVALID_FIELD, RejectField.COMMAND_ID, 0);
            return;
        }
        final long commandHash = CommandHash.of(buffer, offset, length);
        final long expectedId = sender.outcomes().lastCommandId() + 1;
        final CommandGate.Admission admission = engine.gate().admit(sender, commandId, commandHash);
        watch.onCommand(sender, commandId, MessageCheck.templateId(buffer, offset), commandHash, admission);
        switch (admission)
        {
            case NEXT:
                apply(sender, commandHash, buffer, offset);
                watch.onApplied(sender, commandId);
                replies.recorded(sender, commandId, false);
                break;
            case KNOWN:
                metrics.increment(ServiceMetrics.Count.COMMANDS_REPEATED);
                replies.recorded(sender, commandId, true);
                break;
            case REUSED:
                refuse(replies, commandId, RejectReason.COMMAND_ID_REUSED, expectedId);
                break;
            case FORGOTTEN:
                refuse(replies, commandId, RejectReason.OUTCOME_FORGOTTEN, expectedId);
                break;
            default:
                refuse(replies, commandId, RejectReason.SEQUENCE_GAP, expectedId);
                break;
        }
    }

    /** Refuses a command before the gate: it consumes no id and leaves no trace. */
    private void refuse(
        final Replies replies, final DirectBuffer buffer, final int offset, final RejectReason reason)
    {
        metrics.increment(ServiceMetrics.Count.COMMANDS_REFUSED);
        reports.refusal(replies, MessageCheck.leadingId(buffer, offset), reason, RejectField.NONE, 0);
    }

    private void refuse(
        final Replies replies, final long commandId, final RejectReason reason, final long expectedId)
    {
        metrics.increment(ServiceMetrics.Count.COMMANDS_REFUSED);
        reports.refusal(replies, commandId, reason, RejectField.COMMAND_ID, expectedId);
    }

    private void apply(
        final Principal sender,
        final long commandHash,
        final DirectBuffer buffer,
        final int offset)
    {
        final long firstEventSequence = publisher.nextSequence();
        final int templateId = MessageCheck.templateId(buffer, offset);
        final RejectReason reason;
        if (Templates.find(templateId).isRisk())
        {
            reason = riskCommands.dispatch(sender.sender(), templateId, buffer, offset);
            engine.gate().record(
                sender, commandHash, reason, riskCommands.field(), riskCommands.detail(), firstEventSequence);
        }
        else
        {
            reason = gatewayCommands.dispatch(sender.sender(), templateId, buffer, offset);
            engine.gate().record(
                sender, commandHash, reason, gatewayCommands.field(), gatewayCommands.detail(), firstEventSequence);
        }
        metrics.increment(RejectReason.NONE == reason ?
            ServiceMetrics.Count.COMMANDS_ACCEPTED : ServiceMetrics.Count.COMMANDS_REJECTED);
        publisher.flushPages();
    }
}
