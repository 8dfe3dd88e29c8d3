package io.flatbook.engine;

/**
 * A trade as it was booked, kept as long as it can be busted. Quantities in lots, prices in ticks, fees in minor units.
 *
 * @param tradeId      number given by the gateway.
 * @param instrumentId the instrument.
 * @param buyer        account that bought.
 * @param seller       account that sold.
 * @param lots         quantity, above 0.
 * @param ticks        price.
 * @param buyerFee     fee that the buyer paid; negative: rebate.
 * @param sellerFee    fee that the seller paid; negative: rebate.
 * @param buyerSerial  number of the buying account among all accounts ever opened.
 * @param sellerSerial number of the selling account among all accounts ever opened.
 */
public record BookedTrade(
    long tradeId, int instrumentId, long buyer, long seller, long lots, long ticks, long buyerFee, long sellerFee,
    long buyerSerial, long sellerSerial)
{
    /** Whether a ticket is the exact reverse, fees included, between the very accounts that traded (TRD-5). */
    boolean isReversedBy(final TradeTicket ticket)
    {
        return instrumentId == ticket.instrumentId() && buyer == ticket.sellerId() && seller == ticket.buyerId() &&
            lots == ticket.quantityLots() && ticks == ticket.priceTicks() && buyerFee == -ticket.sellerFee() &&
            sellerFee == -ticket.buyerFee() && buyerSerial == ticket.seller().account().serial() &&
            sellerSerial == ticket.buyer().account().serial();
    }
}
