package io.flatbook.client;

/**
 * What a gateway may send.
 *
 * @param trade      trades, liquidation failures, voluntary offsets, order holds.
 * @param collateral accounts, deposits, withdrawals, transfers of collateral.
 * @param marks      mark prices.
 * @param funding    funding.
 */
public record GatewayCapabilities(boolean trade, boolean collateral, boolean marks, boolean funding)
{
    /** Everything that a gateway may send. */
    public static final GatewayCapabilities ALL = new GatewayCapabilities(true, true, true, true);
}
