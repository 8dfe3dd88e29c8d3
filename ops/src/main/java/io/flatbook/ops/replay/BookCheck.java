package io.flatbook.ops.replay;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.WideSum;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.sbe.AccountStatus;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Adds the book up afresh, account by account and position by position, beside the engine's own running totals.
 */
final class BookCheck
{
    private BookCheck()
    {
    }

    /**
     * Looks at the invariants that a book shows: quantities sum to zero, money is conserved, nothing is negative that
     * may not be, a closed-out account holds nothing.
     *
     * @param findings takes what does not hold.
     */
    static void check(final Book book, final Consumer<String> findings)
    {
        for (final InstrumentTotals totals : instruments(book))
        {
            final long openInterest = book.instrument(totals.instrument()).openInterestLots();
            if (0 != totals.quantitySum())
            {
                findings.accept("quantities of " + totals.symbol() + " sum to " + totals.quantitySum());
            }
            if (openInterest != totals.longLots())
            {
                findings.accept("open interest of " + totals.symbol() + " is " + openInterest +
                    ", long positions have " + totals.longLots());
            }
        }
        final BigInteger[] held = heldByAsset(book);
        for (int id = 1; id <= book.assetCount(); id++)
        {
            checkMoney(book.asset(id), held[id], findings);
        }
        for (final Account account : book.accounts())
        {
            if (AccountStatus.CLOSED_OUT == account.status() && (account.legCount() > 0 || account.collateral() < 0))
            {
                findings.accept("account " + account.id() + " is closed out and holds " + account.legCount() +
                    " positions and " + account.collateral());
            }
        }
    }

    /** Totals of all instruments, in order of id. */
    static List<InstrumentTotals> instruments(final Book book)
    {
        final List<InstrumentTotals> all = new ArrayList<>();
        for (Instrument instrument = book.nextInstrument(0); null != instrument;
            instrument = book.nextInstrument(instrument.id()))
        {
            long sum = 0;
            long longs = 0;
            for (final Position position : instrument.positions())
            {
                sum += position.quantityLots();
                longs += Math.max(0, position.quantityLots());
            }
            all.add(new InstrumentTotals(
                instrument.id(), instrument.symbol(), instrument.positions().count(), longs, sum));
        }
        return all;
    }

    /** Totals of all assets, in order of id; whether they balance is added up afresh. */
    static List<AssetTotals> assets(final Book book)
    {
        final BigInteger[] held = heldByAsset(book);
        final List<AssetTotals> all = new ArrayList<>();
        for (int id = 1; id <= book.assetCount(); id++)
        {
            final Asset asset = book.asset(id);
            all.add(new AssetTotals(
                id,
                asset.symbol(),
                asset.scale(),
                asset.insuranceFund(),
                asset.fees(),
                asset.rounding(),
                total(asset.houseDeficit()),
                total(asset.deposits()),
                total(asset.withdrawals()),
                asset.balanced() && 0 == excess(asset, held[id]).signum()));
        }
        return all;
    }

    private static void checkMoney(final Asset asset, final BigInteger held, final Consumer<String> findings)
    {
        final BigInteger excess = excess(asset, held);
        if (0 != excess.signum())
        {
            findings.accept("the book has " + excess + " more of " + asset.symbol() + " than was paid in");
        }
        if (!asset.balanced())
        {
            findings.accept("the running totals of " + asset.symbol() + " do not balance");
        }
        if (asset.insuranceFund() < 0 || asset.fees() < 0 || total(asset.houseDeficit()).signum() < 0)
        {
            findings.accept("fund, fees or house deficit of " + asset.symbol() + " are negative");
        }
    }

    /** Collateral less costs of all accounts, by id of the asset. */
    private static BigInteger[] heldByAsset(final Book book)
    {
        final BigInteger[] held = new BigInteger[book.assetCount() + 1];
        Arrays.fill(held, BigInteger.ZERO);
        for (final Account account : book.accounts())
        {
            final int id = account.asset().id();
            held[id] = held[id].add(BigInteger.valueOf(account.collateral()));
            for (int i = 0; i < account.legCount(); i++)
            {
                held[id] = held[id].subtract(BigInteger.valueOf(account.leg(i).cost()));
            }
        }
        return held;
    }

    /** Money of an asset in the book less what was paid in and not out again: 0 if it is conserved. */
    private static BigInteger excess(final Asset asset, final BigInteger held)
    {
        return held.add(BigInteger.valueOf(asset.insuranceFund()))
            .add(BigInteger.valueOf(asset.fees()))
            .add(BigInteger.valueOf(asset.rounding()))
            .subtract(total(asset.houseDeficit()))
            .subtract(total(asset.deposits()))
            .add(total(asset.withdrawals()));
    }

    private static BigInteger total(final WideSum sum)
    {
        return WireRow.wide(sum.high(), sum.low());
    }
}
