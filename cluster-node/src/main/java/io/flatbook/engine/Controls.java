package io.flatbook.engine;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;

import java.util.TreeMap;

/**
 * Four eyes: critical commands of one risk principal wait for a second one. Also business days and versions.
 */
final class Controls extends Hashed
{
    /** Version of the engine's behavior that this code knows. */
    static final int VERSION_KNOWN = 1;

    private final Limits limits;
    private final EngineClock clock;
    private final Answer answer;
    private final ClearingEvents events;
    private final TreeMap<Long, Proposal> proposalById = new TreeMap<>();
    private Switch fourEyes = Switch.OFF;
    private long lastProposalId;
    private int lastBusinessDate;
    private int version = VERSION_KNOWN;

    Controls(
        final StateHash hash, final Limits limits, final EngineClock clock, final Answer answer,
        final ClearingEvents events)
    {
        super(hash);
        this.limits = limits;
        this.clock = clock;
        this.answer = answer;
        this.events = events;
        rehash();
    }

    Switch fourEyes()
    {
        return fourEyes;
    }

    boolean needsApproval(final boolean approved)
    {
        return Switch.ON == fourEyes && !approved;
    }

    /** Refuses who is not risk, then an invalid field where there is one. */
    RejectReason checkRisk(final Principal risk, final RejectField invalidField)
    {
        if (!risk.isRisk())
        {
            return answer.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        return null != invalidField ?
            answer.refuse(RejectReason.INVALID_FIELD, invalidField) : RejectReason.NONE;
    }

    RejectReason setControls(final Principal risk, final Switch newFourEyes, final boolean approved)
    {
        final RejectReason refusal = checkRisk(risk, Enums.known(newFourEyes) ? null : RejectField.FOUR_EYES);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (needsApproval(approved))
        {
            return answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE);
        }
        final Switch old = fourEyes;
        fourEyes = newFourEyes;
        rehash();
        events.controlsChanged(old, newFourEyes, risk);
        return answer.accept();
    }

    RejectReason propose(final Principal risk, final int templateId, final byte[] bytes)
    {
        final RejectReason refusal = checkRisk(risk, null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (proposalById.size() >= limits.proposals())
        {
            return answer.refuse(RejectReason.TOO_MANY, RejectField.PROPOSAL);
        }
        lastProposalId++;
        final Proposal proposal = new Proposal(
            hash(), lastProposalId, risk, templateId, bytes, clock.timeMs() + limits.proposalMs());
        proposalById.put(proposal.id(), proposal);
        rehash();
        events.proposed(proposal, risk);
        return answer.accept(proposal.id());
    }

    RejectReason approve(final Principal risk, final long proposalId)
    {
        final RejectReason refusal = checkRisk(risk, proposalId <= 0 ? RejectField.PROPOSAL : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final Proposal proposal = proposalById.get(proposalId);
        if (null == proposal)
        {
            return answer.refuse(RejectReason.UNKNOWN_PROPOSAL, RejectField.PROPOSAL);
        }
        return proposal.proposer() == risk ?
            answer.refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.PROPOSAL) : answer.accept(proposalId);
    }

    Proposal proposal(final long proposalId)
    {
        return proposalById.get(proposalId);
    }

    void approved(final Proposal proposal, final Principal risk)
    {
        proposalById.remove(proposal.id());
        proposal.unhash();
        events.approved(proposal, RejectReason.NONE, RejectField.NONE, risk);
    }

    /** Ends the proposals whose time has come, in order of id. */
    void expireProposals()
    {
        while (!proposalById.isEmpty() && proposalById.firstEntry().getValue().expiresMs() <= clock.timeMs())
        {
            final Proposal proposal = proposalById.pollFirstEntry().getValue();
            proposal.unhash();
            events.proposalExpired(proposal);
        }
    }

    void postponeProposals(final long stepMs)
    {
        proposalById.values().forEach((proposal) -> proposal.postpone(stepMs));
    }

    long nextExpiryMs()
    {
        return proposalById.isEmpty() ? Long.MAX_VALUE : proposalById.firstEntry().getValue().expiresMs();
    }

    RejectReason closeBusinessDay(
        final Principal risk, final int date, final Book book, final long stateHash)
    {
        final RejectReason refusal = checkRisk(risk, Dates.valid(date) ? null : RejectField.DATE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (date <= lastBusinessDate)
        {
            return answer.refuse(RejectReason.ALREADY_EXISTS, RejectField.DATE);
        }
        lastBusinessDate = date;
        rehash();
        final int pages = Math.max(1, (book.instrumentCount() + limits.pageRows() - 1) / limits.pageRows());
        for (int page = 1; page <= pages; page++)
        {
            events.businessDayClosed(date, page, pages, stateHash, risk, book);
        }
        return answer.accept();
    }

    RejectReason activateVersion(final Principal risk, final int newVersion)
    {
        final RejectReason refusal = checkRisk(
            risk, newVersion < version || newVersion > VERSION_KNOWN ? RejectField.VERSION : null);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        final int old = version;
        version = newVersion;
        rehash();
        events.versionActivated(old, newVersion, risk);
        return answer.accept();
    }

    TreeMap<Long, Proposal> proposals()
    {
        return proposalById;
    }

    long lastProposalId()
    {
        return lastProposalId;
    }

    int lastBusinessDate()
    {
        return lastBusinessDate;
    }

    int version()
    {
        return version;
    }

    void restore(
        final Switch restoredFourEyes, final long restoredProposalId, final int restoredDate,
        final int restoredVersion)
    {
        fourEyes = restoredFourEyes;
        lastProposalId = restoredProposalId;
        lastBusinessDate = restoredDate;
        version = restoredVersion;
        rehash();
    }

    @Override
    long bookDigest()
    {
        return StateHash.mix(StateHash.mix(6, fourEyes.value()), version);
    }

    @Override
    long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(110, lastProposalId), lastBusinessDate);
    }
}
