package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;

import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Proposal;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The slow twin: time, declared defaults and the four eyes, on top of the rest. */
final class Twin extends TwinMoves
{
    private static final int DAYS_MAX = 31;

    private int lastDate;
    private int version;

    Twin(final TwinLimits limits, final int version)
    {
        super(limits);
        this.version = version;
    }

    @Override
    TwinStarts copy()
    {
        return TwinCopy.of(this, null);
    }

    /** Moves engine time on (DET-1); a tick that has become due comes first, in an entry of its own. */
    @Override
    public void advanceTo(final long timestampMs)
    {
        final long stepMs = timestampMs - timeMs;
        if (0 != timeMs && stepMs > limits.clockStepMs())
        {
            reach(Clause.DET_1_STEP);
            emit("clockStepped", stepMs);
            accounts.values().stream().filter(account -> null != account.deadlineMs)
                .forEach(account -> account.deadlineMs += stepMs);
            proposals.values().forEach(proposal -> proposal.expiresMs += stepMs);
        }
        final boolean due = 0 != timeMs && timestampMs / TICK_MS > timeMs / TICK_MS;
        timeMs = Math.max(timeMs, timestampMs);
        entry = new TwinEntry();
        if (due)
        {
            tick();
        }
        entry = new TwinEntry();
    }

    void storageLow(final boolean low)
    {
        if (low != storageLow)
        {
            storageLow = low;
            emit("storageStatusChanged", low ? Switch.ON : Switch.OFF);
        }
    }

    /** Deadlines, proposals, expiry, runs. */
    private void tick()
    {
        for (final Account account : accounts.values())
        {
            if (null != account.deadlineMs && account.deadlineMs <= timeMs)
            {
                deadline(account);
            }
        }
        final List<Proposal> expired = new ArrayList<>(proposals.values());
        expired.removeIf(proposal -> proposal.expiresMs > timeMs);
        for (final Proposal proposal : expired)
        {
            reach(Clause.EYES_2_EXPIRED);
            proposals.remove(proposal.id);
            emit("proposalExpired", proposal.id);
        }
        expire();
        runDefaults(true);
    }

    /** STAT-4. */
    private void deadline(final Account account)
    {
        final boolean judged = account.legs.values().stream().anyMatch(leg -> closable(leg.instrument)) &&
            account.legs.values().stream().anyMatch(leg -> switch (leg.instrument.status)
            {
                case TRADING, CLOSE_ONLY -> true;
                default -> false;
            });
        if (judged)
        {
            reach(Clause.STAT_4_DEADLINE);
            failed(account);
            return;
        }
        final long timeoutMs = account.asset.waterfall.liquidationTimeoutMs();
        final Long before = account.deadlineMs;
        reach(0 == timeoutMs ? Clause.STAT_4_REMOVED : Clause.STAT_4_PUT_OFF);
        account.deadlineMs = 0 == timeoutMs ? null : Long.valueOf(account.deadlineMs + timeoutMs);
        emit("liquidationDeadlineMoved", account.id, before, account.deadlineMs);
    }

    private void failed(final Account account)
    {
        if (belowMaintenance(account))
        {
            toDefault(account, false);
        }
        else
        {
            reach(Clause.STAT_4_MARGIN_CALL);
            change(account, MARGIN_CALL);
            distress(account);
        }
    }

    /** Trades in order, each as if it had come alone; the right to trade is asked for once (CMD-8). */
    @Override
    public Verdict registerTrades(final By by, final List<Trade> trades)
    {
        return gateway(by, TRADE_CAPABILITY)
            .refuse(() -> trades.isEmpty() || trades.size() > limits.tradesPerBatch(), INVALID_FIELD, TRADES)
            .then(() ->
            {
                for (final Trade trade : trades)
                {
                    entry = new TwinEntry();
                    final Verdict verdict = registerTrade(by, trade);
                    emit("batched", verdict.reason(), verdict.field());
                }
            });
    }

    /** STAT-6. */
    @Override
    public Verdict declareDefault(final By by, final long accountId)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = risk(by).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        return fourEyes(guards, by)
            .refuse(() -> CLOSED_OUT == account.status || DEFAULTED == account.status && !account.pending.held(),
                ACCOUNT_STATUS, ACCOUNT)
            .then(() ->
            {
                if (DEFAULTED == account.status)
                {
                    reach(HoldReason.OPERATOR == account.pending.heldFor, Clause.STAT_6_DECLARED);
                    account.pending.released = true;
                    account.pending.declared = true;
                }
                else
                {
                    toDefault(account, true);
                }
                finish(List.of());
            });
    }

    @Override
    public Verdict reportLiquidationFailed(final By by, final long accountId)
    {
        final Account account = accounts.get(accountId);
        final TwinGuards guards = gateway(by, TRADE_CAPABILITY).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards
            .refuse(() -> LIQUIDATING != account.status, ACCOUNT_STATUS, ACCOUNT)
            .then(() ->
            {
                failed(account);
                finish(List.of());
            });
    }

    @Override
    public Verdict propose(final By by, final int templateId, final byte[] bytes)
    {
        return risk(by)
            .refuse(() -> proposals.size() >= limits.proposals(), TOO_MANY, PROPOSAL)
            .refuse(() -> reach(proposals.values().stream().filter(proposal -> principal(by) == proposal.proposer)
                .count() >= limits.proposalsPerPrincipal(), Clause.NOUN_8_PROPOSALS), TOO_MANY, PROPOSAL)
            .answer(() ->
            {
                final Proposal proposal = new Proposal();
                proposal.id = ++lastProposal;
                proposal.templateId = templateId;
                proposal.bytes = bytes;
                proposal.proposer = principal(by);
                proposal.expiresMs = timeMs + limits.proposalMs();
                proposals.put(proposal.id, proposal);
                emit("proposed", proposal.id, proposal.expiresMs, templateId, by.name());
                finish(List.of());
                return proposal.id;
            });
    }

    /** The command of a proposal, given with approval; a refusal leaves the proposal where it is. */
    @Override
    public Verdict approve(final By by, final long proposalId, final List<Command> proposable)
    {
        final Verdict verdict = risk(by)
            .positive(proposalId, PROPOSAL)
            .require(() -> proposals.containsKey(proposalId), UNKNOWN_PROPOSAL, PROPOSAL)
            .refuse(() -> proposals.get(proposalId).proposer == principal(by), FOUR_EYES_REQUIRED, PROPOSAL)
            .verdict();
        if (!verdict.accepted())
        {
            return verdict;
        }
        final Proposal proposal = proposals.get(proposalId);
        final Verdict outcome = proposable.get(ByteBuffer.wrap(proposal.bytes).getInt())
            .sendTo(this, new By(by.name(), true));
        if (outcome.accepted())
        {
            proposals.remove(proposalId);
            emit("approved", proposalId, RejectReason.NONE, RejectField.NONE, proposal.proposer.name, by.name());
        }
        return outcome;
    }

    /** EYES-2. */
    @Override
    public Verdict rejectProposal(final By by, final long proposalId)
    {
        return risk(by)
            .positive(proposalId, PROPOSAL)
            .require(() -> proposals.containsKey(proposalId), UNKNOWN_PROPOSAL, PROPOSAL)
            .then(() ->
            {
                final Proposal proposal = proposals.remove(proposalId);
                reach(proposal.proposer == principal(by) ? Clause.EYES_2_WITHDRAWN : Clause.EYES_2_REJECTED);
                emit("proposalRejected", proposalId, proposal.proposer.name, by.name());
                finish(List.of());
            });
    }

    /** EYES-2: a date after the last one, at most 31 days after it (CMD-11). */
    @Override
    public Verdict closeBusinessDay(final By by, final int date)
    {
        return risk(by)
            .require(() -> TwinDefinitions.date(date), INVALID_FIELD, DATE)
            .refuse(() -> 0 != lastDate && TwinDefinitions.day(date).isAfter(
                TwinDefinitions.day(lastDate).plusDays(DAYS_MAX)), INVALID_FIELD, DATE)
            .refuse(() -> date <= lastDate, ALREADY_EXISTS, DATE)
            .then(() ->
            {
                lastDate = date;
                emit("businessDayClosed", date, 1, 1, TwinDayRoot.of(this, date), by.name());
                finish(List.of());
            });
    }

    /** VER-2: the active one + 1; the makers never name one that no binary knows. */
    @Override
    public Verdict activateVersion(final By by, final int asked)
    {
        return fourEyes(risk(by).refuse(() -> version + 1 != asked, INVALID_FIELD, VERSION), by)
            .then(() ->
            {
                emit("versionActivated", version, asked, by.name());
                version = asked;
                finish(List.of());
            });
    }

    /** CMD-13: nothing changes but that it is told. */
    @Override
    public Verdict requestShutdown(final By by)
    {
        return fourEyes(risk(by), by).then(() ->
        {
            emit("shutdownRequested", by.name());
            finish(List.of());
        });
    }

    int version()
    {
        return version;
    }
}
