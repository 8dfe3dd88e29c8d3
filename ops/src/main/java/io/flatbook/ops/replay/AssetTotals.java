package io.flatbook.ops.replay;

import java.math.BigInteger;

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
}
