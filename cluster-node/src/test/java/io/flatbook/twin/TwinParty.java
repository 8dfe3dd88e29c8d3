package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.*;
import static io.flatbook.sbe.RejectField.*;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.floor;
import static io.flatbook.twin.TwinMath.less;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.TradeCause;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinTerms.Trade;
import java.math.BigInteger;

/** One party of a trade, before it and as it would be after it. */
final class TwinParty
{
    /** Beyond every position limit, and yet it can be added to a position. */
    private static final long LOTS_SURELY_TOO_MANY = 1L << 61;
    /** A fee of up to so much of the value does not count on a reduction (TRD-2). */
    private static final BigInteger FEE_FREE_PPM = big(1_000);

    final Trade trade;
    final Account before;
    final Account after;
    final Instrument instrument;
    final boolean opens;
    final RejectField field;
    final RejectField feeField;
    final long fee;

    TwinParty(final boolean buys, final Trade trade, final Instrument instrument, final Account account)
    {
        this.trade = trade;
        this.before = account;
        this.instrument = instrument;
        this.field = buys ? BUYER : SELLER;
        this.feeField = buys ? BUYER_FEE : SELLER_FEE;
        this.fee = buys ? trade.buyerFee() : trade.sellerFee();
        this.after = account.copy();
        book(after);
        opens = opens(lotsBefore(), lotsAfter());
    }

    /** Whether a position grew or changed its sign. */
    static boolean opens(final long before, final long after)
    {
        return Math.abs(after) > Math.abs(before) || Long.signum(after) == -Long.signum(before) && 0 != after;
    }

    /** Books the trade and its fee; answers what was realized. */
    BigInteger book(final Account account)
    {
        final boolean buys = BUYER == field;
        final long lots = Math.min(trade.lots(), LOTS_SURELY_TOO_MANY);
        final BigInteger value = TwinMargin.value(instrument, lots, trade.ticks());
        final BigInteger realized = TwinBook.trade(account, instrument, buys ? lots : -lots,
            buys ? value : value.negate(), closed -> TwinMargin.value(instrument, closed, trade.ticks()));
        account.collateral = account.collateral.subtract(big(fee));
        return realized;
    }

    long lotsBefore()
    {
        return before.lots(instrument);
    }

    long lotsAfter()
    {
        return after.lots(instrument);
    }

    boolean enlarges()
    {
        return Math.abs(lotsAfter()) > Math.abs(lotsBefore());
    }

    /** The LIQUIDATING side of a LIQUIDATION trade. */
    boolean liquidated()
    {
        return TradeCause.LIQUIDATION == trade.cause() && LIQUIDATING == before.status;
    }

    /** TRD-2: less equity than before, apart from a small fee on a reduction. */
    boolean lowersEquity()
    {
        final BigInteger allowed = floor(
            TwinMargin.value(instrument, trade.lots(), trade.ticks()).abs().multiply(FEE_FREE_PPM), TwinMath.PPM);
        final boolean free = !opens && fee > 0 && !less(allowed, big(fee));
        return less(TwinMargin.equity(after).add(free ? big(fee) : ZERO), TwinMargin.equity(before));
    }

    /** TRD-2: a reduction away from mark spends the margin of what stays. */
    boolean spendsMargin()
    {
        final BigInteger equityBefore = TwinMargin.equity(before);
        final BigInteger equityAfter = TwinMargin.equity(after);
        return equityAfter.signum() >= 0 && less(equityAfter, equityBefore) &&
            less(equityAfter, TwinMargin.initial(after)) &&
            less(equityAfter.multiply(TwinMargin.maintenance(before)),
            equityBefore.multiply(TwinMargin.maintenance(after)));
    }

    boolean lacksInitial()
    {
        return less(TwinMargin.equity(after).subtract(before.hold), TwinMargin.initial(after));
    }

    boolean beyondBankruptcy()
    {
        return TwinMargin.equity(after).signum() < 0 && less(TwinMargin.equity(after), TwinMargin.equity(before));
    }
}
