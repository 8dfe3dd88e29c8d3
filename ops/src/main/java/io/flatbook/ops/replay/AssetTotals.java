package io.flatbook.ops.replay;

import io.flatbook.engine.book.Book;

import java.math.BigInteger;
import java.util.List;

/**
 * Totals of an asset, in its minor units.
 *
 * @param asset         id.
 * @param symbol        of the asset.
 * @param scale         decimals of a unit.
 * @param insuranceFund insurance fund.
 * @param fees          fee account.
 * @param rounding      rounding account.
 * @param houseDeficit  house deficit.
 * @param deposits      all deposits.
 * @param withdrawals   all withdrawals.
 * @param isBalanced    whether the money of the asset adds up, by the engine's running totals and account by account.
 */
public record AssetTotals(
    int asset,
    String symbol,
    int scale,
    long insuranceFund,
    long fees,
    long rounding,
    BigInteger houseDeficit,
    BigInteger deposits,
    BigInteger withdrawals,
    boolean isBalanced)
{
    /**
     * The totals of a book.
     *
     * @param book to add up.
     * @return totals of all assets, in order of id.
     */
    public static List<AssetTotals> of(final Book book)
    {
        return BookCheck.assets(book);
    }
}
