package io.flatbook.engine;

import io.flatbook.engine.book.CommandResult;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.Enums;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.TreeMap;

/**
 * Four eyes: critical commands of one risk principal wait for a second one (EYES-1, EYES-2).
 *
 * <p>Contract: CMD-5, EVT-4.
 */
final class FourEyes extends Hashed
{
    private final Limits limits;
    private final EngineClock clock;
    private final CommandResult result;
    private final ClearingEvents events;
    private final TreeMap<Long, Proposal> proposalById = new TreeMap<>();
    private Switch fourEyes = Switch.OFF;
    private long lastProposalId;

    FourEyes(
        final StateHash hash, final Limits limits, final EngineClock clock, final CommandResult result,
        final ClearingEvents events)
    {
        super(hash);
        this.limits = limits;
        this.clock = clock;
        this.result = result;
        this.events = events;
        rehash();
    }

    boolean isOn()
    {
        return Switch.ON == fourEyes;
    }

    Switch fourEyes()
    {
        return fourEyes;
    }

    RejectReason setControls(final Sender sender, final Switch newFourEyes)
    {
        final RejectReason refusal =
            Guards.checkRisk(result, sender, Enums.known(newFourEyes) ? RejectField.NONE : RejectField.FOUR_EYES);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (isOn() && !sender.isApproved())
        {
            return result.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final Switch old = fourEyes;
        fourEyes = newFourEyes;
        rehash();
        events.controlsChanged(old, newFourEyes, sender.principal());
        return result.accept();
    }

    RejectReason propose(final Sender sender, final int templateId, final byte[] bytes)
    {
        final RejectReason refusal = Guards.checkRisk(result, sender, RejectField.NONE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (proposalById.size() >= limits.proposals() ||
            proposalsOf(sender.principal()) >= limits.proposalsPerPrincipal())
        {
            return result.refuse(RejectReason.TOO_MANY, RejectField.PROPOSAL);
        }
        lastProposalId++;
        final Proposal proposal = new Proposal(hash(), lastProposalId, sender.principal(), templateId, bytes,
            clock.timeMs() + limits.proposalMs());
        proposalById.put(proposal.id(), proposal);
        rehash();
        events.proposed(proposal, sender.principal());
        return result.accept(proposal.id());
    }

    private int proposalsOf(final Principal proposer)
    {
        int count = 0;
        for (final Proposal proposal : proposalById.values())
        {
            count += proposal.proposer() == proposer ? 1 : 0;
        }
        return count;
    }

    private RejectReason find(final Sender sender, final long proposalId)
    {
        final RejectReason refusal =
            Guards.checkRisk(result, sender, proposalId <= 0 ? RejectField.PROPOSAL : RejectField.NONE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return null == proposalById.get(proposalId) ?
            result.refuse(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL) : RejectReason.NONE;
    }

    RejectReason checkApproval(final Sender sender, final long proposalId)
    {
        final RejectReason refusal = find(sender, proposalId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return proposalById.get(proposalId).proposer() == sender.principal() ?
            result.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.PROPOSAL) : result.accept(proposalId);
    }

    RejectReason reject(final Sender sender, final long proposalId)
    {
        final RejectReason refusal = find(sender, proposalId);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Proposal proposal = proposalById.remove(proposalId);
        proposal.forget();
        events.proposalRejected(proposal, sender.principal());
        return result.accept();
    }

    Proposal proposal(final long proposalId)
    {
        return proposalById.get(proposalId);
    }

    void completeApproval(final Proposal proposal, final Principal risk)
    {
        proposalById.remove(proposal.id());
        proposal.forget();
        events.approved(proposal, RejectReason.NONE, RejectField.NONE, risk);
    }

    /** Ends the proposals whose time has come, in order of id. */
    void expire()
    {
        while (!proposalById.isEmpty() && proposalById.firstEntry().getValue().expiresMs() <= clock.timeMs())
        {
            final Proposal proposal = proposalById.pollFirstEntry().getValue();
            proposal.forget();
            events.proposalExpired(proposal);
        }
    }

    void postpone(final long stepMs)
    {
        proposalById.values().forEach((proposal) -> proposal.postpone(stepMs));
    }

    long nextExpiryMs()
    {
        return proposalById.isEmpty() ? Long.MAX_VALUE : proposalById.firstEntry().getValue().expiresMs();
    }

    TreeMap<Long, Proposal> proposals()
    {
        return proposalById;
    }

    long lastProposalId()
    {
        return lastProposalId;
    }

    void restore(final Switch restoredFourEyes, final long restoredProposalId)
    {
        fourEyes = restoredFourEyes;
        lastProposalId = restoredProposalId;
        rehash();
    }

    void restoreProposal(final Proposal proposal)
    {
        proposalById.put(proposal.id(), proposal);
    }

    @Override
    protected long bookDigest()
    {
        return StateHash.digest(6, fourEyes.value(), 0, 0, 0);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(110, lastProposalId, 0, 0, 0);
    }
}
