package io.flatbook.twin;

import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.WideSum;
import java.math.BigInteger;
import java.util.Map;
import java.util.Objects;

/** Compares the balances of engine and twin; text is made only where they differ. */
final class TwinComparison
{
    private final Twin twin;
    private final EngineView engine;

    TwinComparison(final Twin twin, final EngineView engine)
    {
        this.twin = twin;
        this.engine = engine;
    }

    /** What differs, or nothing; margins, doubt, debts, pledges and pending runs are compared if that is asked for. */
    String differences(final boolean margins)
    {
        final StringBuilder text = new StringBuilder();
        if (!twin.balanced())
        {
            text.append("  the twin is out of balance\n");
        }
        for (final TwinNouns.Asset asset : twin.assets.values())
        {
            final Asset other = engine.book().asset(asset.id);
            if (null == other || !same(asset, other))
            {
                differ(text, "asset " + asset.id, line(asset), null == other ? "none" : line(other));
            }
        }
        if (engine.book().instrumentCount() != twin.instruments.size())
        {
            text.append("  instrument counts differ\n");
        }
        for (final TwinNouns.Instrument instrument : twin.instruments.values())
        {
            final Instrument other = engine.book().instrument(instrument.id);
            if (null == other || !same(instrument, other))
            {
                differ(text, "instrument " + instrument.id, TwinBook.line(instrument.status, instrument.mark,
                    instrument.held, twin.openInterest(instrument), instrument.maxLots()), null == other ? "none" :
                    TwinBook.line(other.status(), EngineTerms.plain(other.markTicks()),
                    EngineTerms.plain(other.heldTicks()), other.openInterestLots(), other.maxPositionLots()));
            }
        }
        if (engine.book().accountCount() != twin.accounts.size())
        {
            text.append("  account counts differ\n");
        }
        for (final TwinNouns.Account account : twin.accounts.values())
        {
            final Account other = engine.book().account(account.id);
            if (null == other || !same(account, other) || margins && !(sameMargins(account, other) &&
                sameStanding(account, other)))
            {
                differ(text, "account " + account.id, line(account), null == other ? "none" : line(other));
            }
        }
        return text.toString();
    }

    private static void differ(
        final StringBuilder text, final String what, final String expected, final String actual)
    {
        text.append("  ").append(what).append("\n    twin   ").append(expected).append("\n    engine ").append(actual)
            .append('\n');
    }

    private static boolean same(final BigInteger expected, final long actual)
    {
        return expected.bitLength() < Long.SIZE && expected.longValue() == actual;
    }

    private static boolean same(final BigInteger expected, final WideSum actual)
    {
        return expected.longValue() == actual.low() && expected.shiftRight(Long.SIZE).longValue() == actual.high();
    }

    private static boolean same(final TwinNouns.Asset asset, final Asset other)
    {
        return same(asset.fund, other.insuranceFund()) && same(asset.fees, other.fees()) &&
            same(asset.rounding, other.rounding()) && same(asset.houseDeficit, other.houseDeficit()) &&
            same(asset.deposits, other.deposits()) && same(asset.withdrawals, other.withdrawals());
    }

    private boolean same(final TwinNouns.Instrument instrument, final Instrument other)
    {
        return instrument.status == other.status() && EngineTerms.of(instrument.mark) == other.markTicks() &&
            EngineTerms.of(instrument.held) == other.heldTicks() &&
            twin.openInterest(instrument) == other.openInterestLots() &&
            same(instrument.maxLots(), other.maxPositionLots());
    }

    private static boolean same(final TwinNouns.Account account, final Account other)
    {
        boolean same = account.status == other.status() && account.mode == other.mode() &&
            same(account.collateral, other.collateral()) && same(account.hold, other.orderHold()) &&
            (null == account.deadlineMs ? 0 : account.deadlineMs) == Math.max(0, other.deadlineMs()) &&
            account.legs.size() == other.legCount();
        int index = 0;
        for (final Map.Entry<Integer, TwinNouns.Position> leg : account.legs.entrySet())
        {
            final Position position = same ? other.leg(index++) : null;
            same = same && leg.getKey() == position.instrument().id() &&
                leg.getValue().lots == position.quantityLots() && same(leg.getValue().cost, position.cost());
        }
        return same;
    }

    private boolean sameMargins(final TwinNouns.Account account, final Account other)
    {
        return same(TwinMargin.equity(account), engine.margin().equity(other)) &&
            same(TwinMargin.initial(account), engine.margin().initialMargin(other)) &&
            same(TwinMargin.maintenance(account), engine.margin().maintenanceMargin(other)) &&
            same(twin.doubt(account), engine.margin().doubt(other));
    }

    private boolean sameStanding(final TwinNouns.Account account, final Account other)
    {
        return same(account.debt, other.debt()) && account.pledged == other.pledged() &&
            account.distressed() == other.distressed() && Objects.equals(pending(account), pending(other));
    }

    private static String pending(final TwinNouns.Account account)
    {
        return null == account.pending ? null : TwinBook.line(account.pending.declared, account.pending.released,
            account.pending.heldFor, account.pending.deferred());
    }

    private String pending(final Account account)
    {
        final PendingRun run = engine.pendingRuns().of(account);
        return null == run ? null :
            TwinBook.line(run.declared(), run.released(), run.heldFor(), run.isDeferred());
    }

    private static String line(final TwinNouns.Asset asset)
    {
        return TwinBook.line(asset.fund, asset.fees, asset.rounding, asset.houseDeficit, asset.deposits,
            asset.withdrawals);
    }

    private static String line(final Asset asset)
    {
        return TwinBook.line(asset.insuranceFund(), asset.fees(), asset.rounding(), asset.houseDeficit(),
            asset.deposits(), asset.withdrawals());
    }

    private String line(final TwinNouns.Account account)
    {
        final StringBuilder text = new StringBuilder(TwinBook.line(account.status, account.mode, account.collateral,
            account.hold, account.deadlineMs, TwinMargin.equity(account), TwinMargin.initial(account),
            TwinMargin.maintenance(account), twin.doubt(account), "debt", account.debt, account.pledged,
            account.distressed(), "run", pending(account)));
        account.legs.values().forEach(leg -> text.append(", ").append(
            TwinBook.line(leg.instrument.id, leg.lots, leg.cost)));
        return text.toString();
    }

    private String line(final Account account)
    {
        final StringBuilder text = new StringBuilder(TwinBook.line(account.status(), account.mode(),
            account.collateral(), account.orderHold(), EngineTerms.plain(account.deadlineMs()),
            engine.margin().equity(account), engine.margin().initialMargin(account),
            engine.margin().maintenanceMargin(account), engine.margin().doubt(account), "debt", account.debt(),
            account.pledged(), account.distressed(), "run", pending(account)));
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            text.append(", ").append(TwinBook.line(leg.instrument().id(), leg.quantityLots(), leg.cost()));
        }
        return text.toString();
    }
}
