package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.InstrumentStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.sbe.RejectReason.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Principal;
import io.flatbook.twin.TwinNouns.Proposal;
import io.flatbook.twin.TwinTerms.Guards;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Verdict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The slow twin: time, defaults, movements of positions and the four eyes, on top of the rest. */
final class Twin extends TwinTrades
{
    private int lastDate;

    Twin(final TwinLimits limits)
    {
        super(limits);
    }

    Principal principal(final String name, final Role role)
    {
        return principals.computeIfAbsent(name, key -> new Principal(key, role));
    }

    /** Moves engine time on; a tick that has become due comes first, in an entry of its own. */
    void advanceTo(final long timestampMs)
    {
        final long stepMs = timestampMs - timeMs;
        if (0 != timeMs && stepMs > limits.clockStepMs())
        {
            emit("clockStepped", stepMs);
            accounts.values().stream().filter(account -> null != account.deadlineMs)
                .forEach(account -> account.deadlineMs += stepMs);
            proposals.values().forEach(proposal -> proposal.expiresMs += stepMs);
        }
        final boolean due = 0 != timeMs && timestampMs / TICK_MS > timeMs / TICK_MS;
        timeMs = Math.max(timeMs, timestampMs);
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

    private void tick()
    {
        entry = new TwinEntry();
        for (final Account account : accounts.values())
        {
            if (null != account.deadlineMs && account.deadlineMs <= timeMs)
            {
                final boolean below = less(TwinMargin.equity(account), TwinMargin.maintenance(account));
                change(account, below ? DEFAULTED : MARGIN_CALL);
            }
        }
        final List<Proposal> expired = new ArrayList<>(proposals.values());
        expired.removeIf(proposal -> proposal.expiresMs > timeMs);
        for (final Proposal proposal : expired)
        {
            proposals.remove(proposal.id);
            emit("proposalExpired", proposal.id);
        }
        runDefaults(true);
    }

    /** Trades in order, each as if it had come alone. */
    Verdict registerTrades(final Principal by, final List<Trade> trades)
    {
        return new Guards()
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

    Verdict confirmMark(final Principal by, final int instrumentId, final boolean approved)
    {
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = instrumentGuards(risk(by), instrumentId);
        fourEyes(guards, approved);
        return guards
            .refuse(() -> 0 == instrument.heldTicks, NO_MARK, INSTRUMENT)
            .then(() ->
            {
                accept(instrument, instrument.heldTicks);
                emit("markConfirmed", instrument.id, instrument.markTicks, by.name);
                finish(accounts.values());
            });
    }

    Verdict declareDefault(final Principal by, final long accountId, final boolean approved)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = risk(by).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        fourEyes(guards, approved);
        status(guards, account, ACCOUNT, CLOSED_OUT);
        return guards
            .refuse(() -> DEFAULTED == account.status && !(account.operatorWait &&
                DefaultTrigger.OPERATOR == account.asset.waterfall.trigger()), ACCOUNT_STATUS, ACCOUNT)
            .then(() -> declared(account));
    }

    private void declared(final Account account)
    {
        account.operatorWait = false;
        if (DEFAULTED != account.status)
        {
            change(account, DEFAULTED);
        }
        finish(List.of());
    }

    Verdict reportLiquidationFailed(final Principal by, final long accountId)
    {
        final Account account = accounts.get(accountId);
        final Guards guards = gateway(by, TRADE_CAPABILITY).positive(accountId, ACCOUNT);
        known(guards, account, ACCOUNT);
        mine(guards, by, account, ACCOUNT);
        return guards
            .refuse(() -> LIQUIDATING != account.status, ACCOUNT_STATUS, ACCOUNT)
            .then(() -> declared(account));
    }

    private static void notEnough(final Guards guards, final Account account, final RejectField field)
    {
        guards.refuse(() -> less(TwinMargin.equity(account).subtract(account.hold), TwinMargin.initial(account)),
            INSUFFICIENT_MARGIN, field);
    }

    Verdict transferPosition(final Principal by, final long fromId, final long toId, final int instrumentId,
        final long lots, final boolean approved)
    {
        final Account from = accounts.get(fromId);
        final Account to = accounts.get(toId);
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = risk(by)
            .positive(fromId, FROM)
            .positive(toId, TO)
            .positive(instrumentId, INSTRUMENT)
            .positive(lots, QUANTITY)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, from, FROM);
        known(guards, to, TO);
        guards.refuse(() -> from.asset != instrument.asset, ASSET_MISMATCH, FROM)
            .refuse(() -> to.asset != instrument.asset, ASSET_MISMATCH, TO)
            .refuse(() -> from == to, SAME_ACCOUNT, TO);
        fourEyes(guards, approved);
        guards.refuse(() -> HALTED == instrument.status || SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        marks(guards, instrument, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT);
        for (final Account account : guards.verdict().accepted() ? List.of(from, to) : List.<Account>of())
        {
            final RejectField field = account == from ? FROM : TO;
            status(guards, account, field, DEFAULTED, CLOSED_OUT);
            guards.refuse(() -> AccountMode.FROZEN == account.mode, ACCOUNT_STATUS, field);
        }
        if (!guards.verdict().accepted())
        {
            return guards.verdict();
        }
        final boolean enough = Math.abs(from.lots(instrument)) >= lots;
        final Account fromAfter = from.copy();
        final Account toAfter = to.copy();
        if (enough)
        {
            transfer(fromAfter, toAfter, instrument, lots);
            receiver(guards, to, toAfter, instrument);
        }
        guards.refuse(() -> !enough, INSUFFICIENT_POSITION, QUANTITY);
        notEnough(guards, fromAfter, FROM);
        notEnough(guards, toAfter, TO);
        final int more = toAfter.legs.size() - to.legs.size() + fromAfter.legs.size() - from.legs.size();
        guards.refuse(() -> more > 0 && positions(instrument).size() + more > limits.positionsPerInstrument(),
            TOO_MANY, INSTRUMENT);
        return guards.then(() ->
        {
            final BigInteger[] moved = transfer(from, to, instrument, lots);
            emit("positionTransferred", fromId, toId, instrumentId, lots, moved[0], by.name);
            emitPosition(from, instrument, ZERO, ZERO);
            emitPosition(to, instrument, moved[1], ZERO);
            finish(List.of(from, to));
        });
    }

    private void receiver(final Guards guards, final Account to, final Account toAfter, final Instrument instrument)
    {
        final long after = Math.abs(toAfter.lots(instrument));
        guards.refuse(() -> AccountMode.REDUCE_ONLY == to.mode && opens(to.lots(instrument),
            toAfter.lots(instrument)), ACCOUNT_STATUS, TO);
        guards.refuse(() -> after > instrument.maxLots() && after > Math.abs(to.lots(instrument)), POSITION_LIMIT, TO);
        guards.refuse(() -> toAfter.legs.size() > limits.legsPerAccount() && toAfter.legs.size() > to.legs.size(),
            LEG_LIMIT, TO);
    }

    /** Moves lots with their share of cost; answers the cost moved and what the receiver realized. */
    private static BigInteger[] transfer(final Account from, final Account to, final Instrument instrument,
        final long lots)
    {
        final Position position = from.legs.get(instrument.id);
        final long sign = Long.signum(position.lots);
        final BigInteger costBefore = position.cost;
        close(from, instrument, lots, ZERO);
        final BigInteger cost = costBefore.subtract(position.cost);
        from.collateral = from.collateral.add(cost);
        final BigInteger realized = trade(to, instrument, sign * lots, cost,
            closed -> lots == Math.abs(closed) ? cost.negate() :
            TwinMath.towardZero(cost.multiply(big(Math.abs(closed))), big(lots)).negate());
        return new BigInteger[] {cost, realized};
    }

    Verdict offsetPositions(final Principal by, final long idA, final long idB, final int instrumentId, final long lots)
    {
        final Account accountA = accounts.get(idA);
        final Account accountB = accounts.get(idB);
        final Instrument instrument = instruments.get(instrumentId);
        final Guards guards = business(by, TRADE_CAPABILITY)
            .positive(idA, ACCOUNT_A)
            .positive(idB, ACCOUNT_B)
            .positive(instrumentId, INSTRUMENT)
            .positive(lots, QUANTITY)
            .refuse(() -> null == instrument, UNKNOWN_INSTRUMENT, INSTRUMENT);
        known(guards, accountA, ACCOUNT_A);
        known(guards, accountB, ACCOUNT_B);
        mine(guards, by, accountA, ACCOUNT_A);
        mine(guards, by, accountB, ACCOUNT_B);
        guards.refuse(() -> accountA.asset != instrument.asset, ASSET_MISMATCH, ACCOUNT_A)
            .refuse(() -> accountB.asset != instrument.asset, ASSET_MISMATCH, ACCOUNT_B)
            .refuse(() -> accountA == accountB, SAME_ACCOUNT, ACCOUNT_B)
            .refuse(() -> HALTED == instrument.status || SETTLED == instrument.status, INSTRUMENT_STATUS, INSTRUMENT);
        marks(guards, instrument, INSTRUMENT)
            .refuse(() -> runPending(instrument), RUN_PENDING, INSTRUMENT);
        for (final RejectField field : List.of(ACCOUNT_A, ACCOUNT_B))
        {
            final Account account = ACCOUNT_A == field ? accountA : accountB;
            guards.refuse(() -> AccountMode.FROZEN == account.mode, ACCOUNT_STATUS, field);
            status(guards, account, field, LIQUIDATING, DEFAULTED, CLOSED_OUT);
        }
        return guards
            .refuse(() -> Long.signum(accountA.lots(instrument)) != -Long.signum(accountB.lots(instrument)) ||
                Math.min(Math.abs(accountA.lots(instrument)), Math.abs(accountB.lots(instrument))) < lots,
                INSUFFICIENT_POSITION, QUANTITY)
            .then(() ->
            {
                emit("positionsOffset", idA, idB, instrumentId, lots, instrument.markTicks);
                for (final Account account : List.of(accountA, accountB))
                {
                    final BigInteger value = markValueOf(account.legs.get(instrumentId), lots);
                    instrument.asset.rounding = instrument.asset.rounding.subtract(value);
                    emitPosition(account, instrument, close(account, instrument, lots, value), ZERO);
                }
                finish(List.of(accountA, accountB));
            });
    }

    Verdict propose(final Principal by, final int templateId, final byte[] bytes)
    {
        return risk(by)
            .refuse(() -> proposals.size() >= limits.proposals(), TOO_MANY, PROPOSAL)
            .answer(() ->
            {
                final Proposal proposal = new Proposal();
                proposal.id = ++lastProposal;
                proposal.templateId = templateId;
                proposal.bytes = bytes;
                proposal.proposer = by;
                proposal.expiresMs = timeMs + limits.proposalMs();
                proposals.put(proposal.id, proposal);
                emit("proposed", proposal.id, proposal.expiresMs, templateId, by.name);
                finish(List.of());
                return proposal.id;
            });
    }

    /** Whether a proposal may be approved; its command is then given with approved = true. */
    Verdict approve(final Principal by, final long proposalId)
    {
        return risk(by)
            .positive(proposalId, PROPOSAL)
            .require(() -> proposals.containsKey(proposalId), UNKNOWN_PROPOSAL, PROPOSAL)
            .refuse(() -> proposals.get(proposalId).proposer == by, FOUR_EYES_REQUIRED, PROPOSAL)
            .verdict();
    }

    /** The command of an approved proposal has ended; a refusal leaves the proposal where it is. */
    void proposalEnded(final Principal by, final long proposalId, final Verdict verdict)
    {
        if (verdict.accepted())
        {
            final Proposal proposal = proposals.remove(proposalId);
            emit("approved", proposalId, RejectReason.NONE, RejectField.NONE, proposal.proposer.name, by.name);
        }
    }

    Verdict closeBusinessDay(final Principal by, final int date)
    {
        return risk(by)
            .require(() -> TwinDefinitions.date(date), INVALID_FIELD, DATE)
            .refuse(() -> date <= lastDate, ALREADY_EXISTS, DATE)
            .then(() ->
            {
                lastDate = date;
                emit("businessDayClosed", date, 1, 1, by.name);
                finish(List.of());
            });
    }

    /** Version 1 is the only one that there is, and active from the start. */
    Verdict activateVersion(final Principal by, final int version)
    {
        return risk(by)
            .refuse(() -> 1 != version, INVALID_FIELD, VERSION)
            .then(() ->
            {
                emit("versionActivated", 1, version, by.name);
                finish(List.of());
            });
    }
}
