package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountNumbers;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.MoneyBounds;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.PositionChange;
import io.flatbook.engine.book.Sides;
import io.flatbook.sbe.Side;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * A round in the making: what accounts have closed and given so far, laid over the book, which stays as it is. Closing
 * at mark leaves equity as it was; only what is given and received moves it.
 */
final class RoundDraft implements Overlay
{
    private static final class AccountDraft
    {
        private final Account account;
        private final long[] lots;
        private final long[] cost;
        private long equity;
        private long given;
        private boolean isChanged;

        private AccountDraft(final Account account, final long equity)
        {
            this.account = account;
            this.equity = equity;
            lots = new long[account.legCount()];
            cost = new long[account.legCount()];
            for (int i = 0; i < lots.length; i++)
            {
                lots[i] = account.leg(i).quantityLots();
                cost[i] = account.leg(i).cost();
            }
        }
    }

    private static final CandidateOrder[] ORDERS = CandidateOrder.values();

    private final Margin margin;
    private final PositionChange change = new PositionChange();
    private final AccountNumbers numbers = new AccountNumbers();
    private final Long2ObjectHashMap<List<Position>> touchedByKey = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<CandidateLine> lineByKey = new Long2ObjectHashMap<>();
    private final List<AccountDraft> drafts = new ArrayList<>();
    private final List<AccountDraft> changed = new ArrayList<>();
    private AccountDraft recent;

    RoundDraft(final Margin margin)
    {
        this.margin = margin;
    }

    Margin margin()
    {
        return margin;
    }

    @Override
    public long equity(final Account account)
    {
        final AccountDraft draft = find(account);
        return null == draft ? margin.equity(account) : draft.equity;
    }

    @Override
    public long lots(final Position position)
    {
        final AccountDraft draft = find(position.account());
        return null == draft ? position.quantityLots() :
            draft.lots[position.account().legIndex(position.instrument())];
    }

    @Override
    public long cost(final Position position)
    {
        final AccountDraft draft = find(position.account());
        return null == draft ? position.cost() : draft.cost[position.account().legIndex(position.instrument())];
    }

    @Override
    public boolean isTouched(final Account account)
    {
        return AccountNumbers.NONE != numbers.of(account);
    }

    @Override
    public List<Position> touched(final Instrument instrument, final Side side)
    {
        final List<Position> positions = touchedByKey.get(key(instrument, side));
        return null == positions ? List.of() : positions;
    }

    @Override
    public CandidateLine line(final Instrument instrument, final Side side, final CandidateOrder order)
    {
        renewLines();
        return lineByKey.get(key(instrument, side, order));
    }

    @Override
    public void keep(final CandidateLine line)
    {
        lineByKey.put(key(line.instrument(), line.side(), line.order()), line);
    }

    private static long key(final Instrument instrument, final Side side)
    {
        return instrument.id() * 2L + (Side.LONG == side ? 1 : 0);
    }

    private static long key(final Instrument instrument, final Side side, final CandidateOrder order)
    {
        return key(instrument, side) * ORDERS.length + order.ordinal();
    }

    /** What an account gave in this round: surcharges, haircuts, collections. */
    long given(final Account account)
    {
        final AccountDraft draft = find(account);
        return null == draft ? 0 : draft.given;
    }

    /** Whether the round leaves every account a collateral within its bound (NUM-4). */
    boolean collateralFits()
    {
        for (int i = 0; i < drafts.size(); i++)
        {
            final AccountDraft draft = drafts.get(i);
            long collateral = draft.equity;
            for (int leg = 0; leg < draft.lots.length; leg++)
            {
                collateral -= 0 == draft.lots[leg] ? 0 :
                    draft.account.leg(leg).instrument().markValue(draft.lots[leg]) - draft.cost[leg];
            }
            if (!MoneyBounds.fits(collateral, 0))
            {
                return false;
            }
        }
        return true;
    }

    /** Maintenance margin of what is left of an account's positions. */
    long maintenance(final Account account)
    {
        final AccountDraft draft = find(account);
        return null == draft ? margin.maintenanceMargin(account) : maintenance(account, draft, -1, 0);
    }

    /** Maintenance margin of an account after lots more of a position are closed. */
    long maintenanceAfter(final Position position, final long lots)
    {
        final Account account = position.account();
        return maintenance(account, draft(account), account.legIndex(position.instrument()), lots);
    }

    private long maintenance(
        final Account account, final AccountDraft draft, final int closedLeg, final long closedLots)
    {
        long sum = 0;
        for (int i = 0; i < draft.lots.length; i++)
        {
            final long held = draft.lots[i];
            final long lots = i != closedLeg ? held : held > 0 ? held - closedLots : held + closedLots;
            if (0 != lots)
            {
                sum += margin.maintenanceMargin(account.leg(i).instrument(), lots);
            }
        }
        return sum;
    }

    /** Closes lots of a position at mark. */
    void close(final Position position, final long lots)
    {
        final Account account = position.account();
        final AccountDraft draft = draft(account);
        final int i = account.legIndex(position.instrument());
        change.closeAtMark(position.instrument(), draft.lots[i], draft.cost[i], lots);
        draft.lots[i] = change.quantityLots();
        draft.cost[i] = change.cost();
        changed(draft);
    }

    /** An account gives to a run. */
    void give(final Account account, final long minorUnits)
    {
        if (minorUnits > 0)
        {
            final AccountDraft draft = draft(account);
            draft.equity -= minorUnits;
            draft.given += minorUnits;
            changed(draft);
        }
    }

    /** A haircut takes a part from the cost of a position. */
    void addCost(final Position position, final long minorUnits)
    {
        draft(position.account()).cost[position.account().legIndex(position.instrument())] += minorUnits;
    }

    /** An account pays or is given something that is no gift to a run: a draw, a credit, a fee. */
    void receive(final Account account, final long minorUnits)
    {
        if (0 != minorUnits)
        {
            final AccountDraft draft = draft(account);
            draft.equity += minorUnits;
            changed(draft);
        }
    }

    private AccountDraft draft(final Account account)
    {
        final AccountDraft known = find(account);
        if (null != known)
        {
            return known;
        }
        recent = new AccountDraft(account, margin.equity(account));
        numbers.add(account);
        drafts.add(recent);
        for (int i = 0; i < account.legCount(); i++)
        {
            touch(account.leg(i));
        }
        return recent;
    }

    // Null if the round has not touched it. What is asked for is mostly what was asked for last.
    private AccountDraft find(final Account account)
    {
        if (null == recent || recent.account != account)
        {
            final int number = numbers.of(account);
            if (AccountNumbers.NONE == number)
            {
                return null;
            }
            recent = drafts.get(number);
        }
        return recent;
    }

    private void touch(final Position position)
    {
        final long key = key(position.instrument(), Sides.of(position.quantityLots()));
        List<Position> positions = touchedByKey.get(key);
        if (null == positions)
        {
            positions = new ArrayList<>();
            touchedByKey.put(key, positions);
        }
        positions.add(position);
    }

    private void changed(final AccountDraft draft)
    {
        if (!draft.isChanged)
        {
            draft.isChanged = true;
            changed.add(draft);
        }
    }

    // Only if a line is asked for: a defaulter changes with each of its pairs, and is in a line for each of its legs.
    private void renewLines()
    {
        for (int i = 0; i < changed.size(); i++)
        {
            final AccountDraft draft = changed.get(i);
            draft.isChanged = false;
            for (int leg = 0; leg < draft.lots.length && !lineByKey.isEmpty(); leg++)
            {
                renew(draft.account.leg(leg));
            }
        }
        changed.clear();
    }

    private void renew(final Position position)
    {
        for (final CandidateOrder order : ORDERS)
        {
            final CandidateLine line =
                lineByKey.get(key(position.instrument(), Sides.of(position.quantityLots()), order));
            if (null != line)
            {
                line.put(position, this);
            }
        }
    }
}
