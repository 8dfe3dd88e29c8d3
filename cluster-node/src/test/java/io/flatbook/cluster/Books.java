package io.flatbook.cluster;

import io.flatbook.sbe.InstrumentKind;

/**
 * Books that tests start from.
 */
final class Books
{
    private Books()
    {
    }

    /**
     * Asset 1, instrument 1 with mark 1,000, gateway a of venue 1 with accounts 1, 2, 5, 6 and gateway b of venue 2
     * with account 3; account 1 long 10 against 2; accounts 5 and 6 are empty, 6 is of the owner of 1.
     */
    static Desk traded()
    {
        return traded(new Desk());
    }

    static Desk traded(final Desk desk)
    {
        desk.accepted(Desk.RISK, RiskMessages.defineAsset("USD", 2));
        desk.accepted(Desk.RISK, RiskMessages.defineInstrument("BTC", InstrumentKind.LINEAR_PERPETUAL));
        desk.accepted(Desk.RISK, RiskMessages.defineGateway("a", 1));
        desk.accepted(Desk.RISK, RiskMessages.defineGateway("b", 2));
        desk.accepted(Desk.RISK, RiskMessages.fundInsurance(1, 1_000_000));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(1, 1, 1));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(2, 2, 1));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(5, 5, 1));
        desk.accepted(Desk.GATEWAY, Messages.openAccount(6, 1, 1));
        desk.accepted(Desk.OTHER_GATEWAY, Messages.openAccount(3, 3, 1));
        desk.accepted(Desk.GATEWAY, Messages.deposit(1, 5_000_000, 1));
        desk.accepted(Desk.GATEWAY, Messages.deposit(2, 5_000_000, 2));
        desk.accepted(Desk.OTHER_GATEWAY, Messages.deposit(3, 5_000_000, 1));
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(1, 1_000));
        desk.accepted(Desk.GATEWAY, Messages.registerTrade(1, 1, 2, 10, 1_000));
        return desk;
    }
}
