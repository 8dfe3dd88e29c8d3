package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Proposal;
import io.flatbook.engine.Sender;
import io.flatbook.sbe.ActivateVersionDecoder;
import io.flatbook.sbe.ApproveDecoder;
import io.flatbook.sbe.CloseBusinessDayDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectProposalDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.RequestShutdownDecoder;
import io.flatbook.sbe.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes the commands of risk principals and calls the engine, whether they come alone or out of an approved proposal.
 */
final class RiskCommands
{
    /** Longest command that can be proposed, bytes; a page of proposals holds it, and every command of risk fits. */
    static final int PROPOSAL_LENGTH_MAX = 7 * 1024;

    private final ClearingEngine engine;
    private final DefinitionCommands definitions;
    private final RiskActions actions;
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final ProposeDecoder propose = new ProposeDecoder();
    private final ApproveDecoder approve = new ApproveDecoder();
    private final RejectProposalDecoder rejectProposal = new RejectProposalDecoder();
    private final CloseBusinessDayDecoder closeBusinessDay = new CloseBusinessDayDecoder();
    private final ActivateVersionDecoder activateVersion = new ActivateVersionDecoder();
    private RejectField field = RejectField.NONE;
    private long detail;

    RiskCommands(final ClearingEngine engine)
    {
        this.engine = engine;
        definitions = new DefinitionCommands(engine);
        actions = new RiskActions(engine);
    }

    /** Field of the last refusal. */
    RejectField field()
    {
        return field;
    }

    /** Detail of the last outcome. */
    long detail()
    {
        return detail;
    }

    /**
     * Applies a command that has passed {@link MessageCheck}.
     */
    RejectReason dispatch(final Sender sender, final int templateId, final DirectBuffer buffer, final int offset)
    {
        final int body = offset + MessageCheck.HEADER_LENGTH;
        switch (templateId)
        {
            case ProposeDecoder.TEMPLATE_ID:
                return propose(sender, buffer, body);
            case ApproveDecoder.TEMPLATE_ID:
                return approve(sender, buffer, body);
            case RejectProposalDecoder.TEMPLATE_ID:
                rejectProposal.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return answered(engine.rejectProposal(sender, rejectProposal.proposal()));
            case CloseBusinessDayDecoder.TEMPLATE_ID:
                closeBusinessDay.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
                return answered(engine.closeBusinessDay(sender, closeBusinessDay.date()));
            default:
                return answered(apply(sender, templateId, buffer, body));
        }
    }

    /** A command that can be proposed, or DefineInstrument. */
    private RejectReason apply(
        final Sender sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        if (ActivateVersionDecoder.TEMPLATE_ID == templateId)
        {
            activateVersion.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
            return engine.activateVersion(sender, activateVersion.version());
        }
        if (RequestShutdownDecoder.TEMPLATE_ID == templateId)
        {
            return engine.requestShutdown(sender);
        }
        final RejectReason ofDefinition = definitions.dispatch(sender, templateId, buffer, body);
        final RejectReason reason =
            null != ofDefinition ? ofDefinition : actions.dispatch(sender, templateId, buffer, body);
        if (null == reason)
        {
            throw new IllegalStateException("no command of risk has template " + templateId);
        }
        return reason;
    }

    private RejectReason answered(final RejectReason reason)
    {
        field = engine.rejectField();
        detail = engine.detail();
        return reason;
    }

    private RejectReason propose(final Sender sender, final DirectBuffer buffer, final int body)
    {
        propose.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final byte[] command = new byte[propose.proposedCommandLength()];
        propose.getProposedCommand(command, 0, command.length);
        final int proposedTemplateId = proposableTemplateId(command);
        if (0 == proposedTemplateId && Role.RISK == sender.principal().role())
        {
            field = RejectField.PROPOSAL;
            detail = 0;
            return RejectReason.INVALID_FIELD;
        }
        return answered(engine.propose(sender, proposedTemplateId, command));
    }

    /** Template id of a whole command that can be proposed, 0 for other bytes. */
    private int proposableTemplateId(final byte[] command)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(command);
        if (command.length > PROPOSAL_LENGTH_MAX ||
            RejectReason.NONE != MessageCheck.check(buffer, 0, command.length, engine.version()))
        {
            return 0;
        }
        final Template template = Templates.find(MessageCheck.templateId(buffer, 0));
        return template.isApprovable() ? template.templateId() : 0;
    }

    private RejectReason approve(final Sender sender, final DirectBuffer buffer, final int body)
    {
        approve.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final RejectReason approvable = answered(engine.checkApproval(sender, approve.proposal()));
        if (RejectReason.NONE != approvable)
        {
            return approvable;
        }
        final Proposal proposal = engine.proposal(approve.proposal());
        final UnsafeBuffer command = new UnsafeBuffer(proposal.bytes());
        final RejectReason reason = answered(apply(
            sender.principal().approvedSender(), proposal.templateId(), command, MessageCheck.HEADER_LENGTH));
        if (RejectReason.NONE == reason)
        {
            engine.completeApproval(sender, proposal);
        }
        return reason;
    }
}
