package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.PPM;
import static io.flatbook.twin.TwinMath.TRILLION;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.ceil;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Tier;
import java.math.BigInteger;
import java.util.List;

/** Values, margins and queue scores at the present marks. */
final class TwinMargin
{
    private static final BigInteger SCORE_MAX = big(Long.MAX_VALUE);
    private static final BigInteger SCORE_MIN = big(Long.MIN_VALUE);

    private TwinMargin()
    {
    }

    /** What the queue looks at. */
    record Score(BigInteger roe, BigInteger leverage, BigInteger score)
    {
    }

    static BigInteger value(final Instrument instrument, final long lots, final long ticks)
    {
        final BigInteger product = big(lots).multiply(instrument.unitValue);
        return instrument.inverse() ? TwinMath.towardZero(product, big(ticks)).negate() : product.multiply(big(ticks));
    }

    static BigInteger value(final Position position)
    {
        return value(position.instrument, position.lots, position.instrument.markTicks);
    }

    static BigInteger unrealizedPnl(final Position position)
    {
        return value(position).subtract(position.cost);
    }

    static BigInteger equity(final Account account)
    {
        BigInteger equity = account.collateral;
        for (final Position leg : account.legs.values())
        {
            equity = equity.add(unrealizedPnl(leg));
        }
        return equity;
    }

    static BigInteger initial(final Account account)
    {
        return account.legs.values().stream().map(leg -> requirement(leg, true)).reduce(ZERO, BigInteger::add);
    }

    static BigInteger maintenance(final Account account)
    {
        return account.legs.values().stream().map(leg -> requirement(leg, false)).reduce(ZERO, BigInteger::add);
    }

    static BigInteger maintenance(final Position position)
    {
        return requirement(position, false);
    }

    private static BigInteger requirement(final Position position, final boolean initial)
    {
        final Instrument instrument = position.instrument;
        if (!instrument.option())
        {
            return tiered(instrument.tiers, value(position).abs(), initial);
        }
        if (position.lots > 0)
        {
            return value(position);
        }
        final BigInteger maintenance = shortOption(position, false);
        return initial ? shortOption(position, true).max(maintenance) : maintenance;
    }

    static BigInteger tiered(final List<Tier> tiers, final BigInteger notional, final boolean initial)
    {
        BigInteger deduction = ZERO;
        BigInteger rate = ZERO;
        for (final Tier tier : tiers)
        {
            if (big(tier.floor()).compareTo(notional) > 0)
            {
                break;
            }
            final BigInteger next = big(initial ? tier.initialPpm() : tier.maintenancePpm());
            deduction = deduction.add(big(tier.floor()).multiply(next.subtract(rate)));
            rate = next;
        }
        return ceil(notional.multiply(rate).subtract(deduction), PPM);
    }

    /** Percentages of the underlying's mark S or the strike K, per lot in money times 10^6, plus the option's mark. */
    private static BigInteger shortOption(final Position position, final boolean initial)
    {
        final Instrument option = position.instrument;
        final boolean call = InstrumentKind.CALL == option.kind;
        final BigInteger spot = big(option.underlying.markTicks).multiply(option.underlyingUnitValue);
        final BigInteger strike = big(option.definition.strikeTicks()).multiply(option.underlyingUnitValue);
        final BigInteger mark = big(option.markTicks).multiply(option.unitValue);
        final BigInteger outOfTheMoney = TwinMath.atLeastZero(call ? strike.subtract(spot) : spot.subtract(strike));
        final BigInteger share;
        if (initial)
        {
            share = spot.multiply(big(option.definition.optionInitialPpm())).subtract(outOfTheMoney.multiply(PPM))
                .max((call ? spot : strike).multiply(big(option.definition.optionFloorPpm())));
        }
        else
        {
            final BigInteger rate = big(option.definition.optionMaintenancePpm());
            share = call ? spot.multiply(rate) : spot.multiply(rate).max(mark.multiply(rate));
        }
        return ceil(share.add(mark.multiply(PPM)).multiply(big(-position.lots)), PPM);
    }

    static Score score(final Position position)
    {
        final BigInteger equity = equity(position.account);
        final BigInteger roe = floor(unrealizedPnl(position).multiply(PPM), position.cost.abs().max(BigInteger.ONE));
        final BigInteger leverage = equity.signum() <= 0 ? TRILLION :
            floor(value(position).abs().multiply(PPM), equity).max(BigInteger.ONE).min(TRILLION);
        final BigInteger score = roe.signum() >= 0 ? roe.multiply(leverage) : floor(roe.multiply(TRILLION), leverage);
        return new Score(roe, leverage, score.min(SCORE_MAX).max(SCORE_MIN));
    }

    /** Settlement value of an option at the price of its underlying; of others their value at the price. */
    static BigInteger settlementValue(final Instrument instrument, final long lots, final long ticks)
    {
        if (!instrument.option())
        {
            return value(instrument, lots, ticks);
        }
        final long strikeTicks = instrument.definition.strikeTicks();
        final long inside = InstrumentKind.CALL == instrument.kind ? ticks - strikeTicks : strikeTicks - ticks;
        return big(Math.max(inside, 0)).multiply(big(lots)).multiply(instrument.underlyingUnitValue);
    }
}
