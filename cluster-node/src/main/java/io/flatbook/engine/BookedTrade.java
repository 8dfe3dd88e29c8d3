package io.flatbook.engine;

/**
 * A trade as it was booked, kept as long as it can be busted. Quantities in lots, prices in ticks, fees in minor units.
 *
 * @param tradeId      number given by the gateway.
 * @param instrumentId the instrument.
 * @param buyer        account that bought.
 * @param seller       account that sold.
 * @param lots         quantity, above 0.
 * @param ticks        price, above 0.
 * @param buyerFee     fee that the buyer paid; negative: rebate.
 * @param sellerFee    fee that the seller paid; negative: rebate.
 */
public record BookedTrade(
    long tradeId, int instrumentId, long buyer, long seller, long lots, long ticks, long buyerFee, long sellerFee)
{
    boolean isReversedBy(
        final int reverseInstrumentId, final long reverseBuyer, final long reverseSeller, final long reverseLots,
        final long reverseTicks, final long reverseBuyerFee, final long reverseSellerFee)
    {
        return instrumentId == reverseInstrumentId && buyer == reverseSeller && seller == reverseBuyer &&
            lots == reverseLots && ticks == reverseTicks && buyerFee == -reverseSellerFee &&
            sellerFee == -reverseBuyerFee;
    }

    long digest()
    {
        long h = StateHash.mix(tradeId, instrumentId);
        h = StateHash.mix(h, buyer);
        h = StateHash.mix(h, seller);
        h = StateHash.mix(h, lots);
        h = StateHash.mix(h, ticks);
        h = StateHash.mix(h, buyerFee);
        return StateHash.mix(h, sellerFee);
    }
}
