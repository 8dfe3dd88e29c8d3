package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Proposal;
import io.flatbook.sbe.ActivateVersionDecoder;
import io.flatbook.sbe.ApproveDecoder;
import io.flatbook.sbe.CloseBusinessDayDecoder;
import io.flatbook.sbe.DefineAssetDecoder;
import io.flatbook.sbe.DefineGatewayDecoder;
import io.flatbook.sbe.DefineInstrumentDecoder;
import io.flatbook.sbe.OpenAccountDecoder;
import io.flatbook.sbe.ProposeDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.SetOffsetPolicyDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decodes the commands of risk principals and calls the engine. Those that four eyes can hold back are decoded by
 * {@link ApprovableCommands}, whether they come alone or out of an approved proposal.
 */
final class RiskCommands
{
    /** No message that can be proposed is longer, in bytes. */
    private static final int PROPOSAL_LENGTH_MAX = 1024;

    private final ClearingEngine engine;
    private final DefinitionDecoding definitions;
    private final ApprovableCommands approvableCommands;
    private final DefineAssetDecoder defineAsset = new DefineAssetDecoder();
    private final DefineInstrumentDecoder defineInstrument = new DefineInstrumentDecoder();
    private final DefineGatewayDecoder defineGateway = new DefineGatewayDecoder();
    private final SetOffsetPolicyDecoder setOffsetPolicy = new SetOffsetPolicyDecoder();
    private final ProposeDecoder propose = new ProposeDecoder();
    private final ApproveDecoder approve = new ApproveDecoder();
    private final CloseBusinessDayDecoder closeBusinessDay = new CloseBusinessDayDecoder();
    private final ActivateVersionDecoder activateVersion = new ActivateVersionDecoder();
    private RejectField field = RejectField.NONE;
    private long detail;

    RiskCommands(final ClearingEngine engine)
    {
        this.engine = engine;
        definitions = new DefinitionDecoding(engine.limits().tiers());
        approvableCommands = new ApprovableCommands(engine, definitions);
    }

    static boolean isRisk(final int templateId)
    {
        return templateId < OpenAccountDecoder.TEMPLATE_ID;
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
    RejectReason dispatch(
        final Principal sender, final int templateId, final DirectBuffer buffer, final int offset)
    {
        if (ApproveDecoder.TEMPLATE_ID == templateId)
        {
            return approve(sender, buffer, offset + MessageCheck.HEADER_LENGTH);
        }
        if (ProposeDecoder.TEMPLATE_ID == templateId)
        {
            return propose(sender, buffer, offset + MessageCheck.HEADER_LENGTH);
        }
        final RejectReason reason = ApprovableCommands.isApprovable(templateId) ?
            approvableCommands.dispatch(sender, templateId, buffer, offset, false) :
            dispatchOther(sender, templateId, buffer, offset + MessageCheck.HEADER_LENGTH);
        field = engine.rejectField();
        detail = engine.detail();
        return reason;
    }

    private RejectReason dispatchOther(
        final Principal sender, final int templateId, final DirectBuffer buffer, final int body)
    {
        switch (templateId)
        {
            case DefineAssetDecoder.TEMPLATE_ID:
                defineAsset.wrap(buffer, body, DefineAssetDecoder.BLOCK_LENGTH, DefineAssetDecoder.SCHEMA_VERSION);
                return engine.defineAsset(sender, defineAsset.scale(), DefinitionDecoding.symbol(defineAsset));
            case DefineInstrumentDecoder.TEMPLATE_ID:
                defineInstrument.wrap(
                    buffer, body, DefineInstrumentDecoder.BLOCK_LENGTH, DefineInstrumentDecoder.SCHEMA_VERSION);
                return engine.defineInstrument(sender, definitions.instrument(defineInstrument));
            case DefineGatewayDecoder.TEMPLATE_ID:
                defineGateway.wrap(
                    buffer, body, DefineGatewayDecoder.BLOCK_LENGTH, DefineGatewayDecoder.SCHEMA_VERSION);
                return engine.defineGateway(
                    sender,
                    DefinitionDecoding.gateway(defineGateway),
                    defineGateway.venue(),
                    defineGateway.capabilities().getRaw(),
                    defineGateway.guaranteed());
            case SetOffsetPolicyDecoder.TEMPLATE_ID:
                setOffsetPolicy.wrap(
                    buffer, body, SetOffsetPolicyDecoder.BLOCK_LENGTH, SetOffsetPolicyDecoder.SCHEMA_VERSION);
                return engine.setOffsetPolicy(
                    sender, setOffsetPolicy.instrument(), setOffsetPolicy.offsetPolicy());
            case CloseBusinessDayDecoder.TEMPLATE_ID:
                closeBusinessDay.wrap(
                    buffer, body, CloseBusinessDayDecoder.BLOCK_LENGTH, CloseBusinessDayDecoder.SCHEMA_VERSION);
                return engine.closeBusinessDay(sender, closeBusinessDay.date());
            case ActivateVersionDecoder.TEMPLATE_ID:
                activateVersion.wrap(
                    buffer, body, ActivateVersionDecoder.BLOCK_LENGTH, ActivateVersionDecoder.SCHEMA_VERSION);
                return engine.activateVersion(sender, activateVersion.version());
            default:
                throw new IllegalStateException("no command has template " + templateId);
        }
    }

    private RejectReason propose(final Principal sender, final DirectBuffer buffer, final int body)
    {
        propose.wrap(buffer, body, ProposeDecoder.BLOCK_LENGTH, ProposeDecoder.SCHEMA_VERSION);
        final int length = propose.proposedCommandLength();
        final byte[] command = new byte[length];
        propose.getProposedCommand(command, 0, length);
        final int proposedTemplateId = proposableTemplateId(command);
        if (0 == proposedTemplateId && Role.RISK == sender.role())
        {
            field = RejectField.PROPOSAL;
            detail = 0;
            return RejectReason.INVALID_FIELD;
        }
        final RejectReason reason = engine.propose(sender, proposedTemplateId, command);
        field = engine.rejectField();
        detail = engine.detail();
        return reason;
    }

    /** Template id of a whole command that can be proposed, 0 for other bytes. */
    private static int proposableTemplateId(final byte[] command)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(command);
        if (command.length > PROPOSAL_LENGTH_MAX ||
            RejectReason.NONE != MessageCheck.check(buffer, 0, command.length))
        {
            return 0;
        }
        final int templateId = MessageCheck.templateId(buffer, 0);
        return ApprovableCommands.isApprovable(templateId) ? templateId : 0;
    }

    private RejectReason approve(final Principal sender, final DirectBuffer buffer, final int body)
    {
        approve.wrap(buffer, body, ApproveDecoder.BLOCK_LENGTH, ApproveDecoder.SCHEMA_VERSION);
        final RejectReason approvable = engine.approve(sender, approve.proposal());
        field = engine.rejectField();
        detail = engine.detail();
        if (RejectReason.NONE != approvable)
        {
            return approvable;
        }
        final Proposal proposal = engine.approvedCommand();
        final UnsafeBuffer command = new UnsafeBuffer(proposal.bytes());
        final RejectReason reason =
            approvableCommands.dispatch(sender, proposal.templateId(), command, 0, true);
        field = engine.rejectField();
        detail = engine.detail();
        engine.proposalEnded(sender, proposal, reason, field);
        return reason;
    }
}
