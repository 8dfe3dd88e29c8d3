package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.PPM;
import static io.flatbook.twin.TwinMath.TRILLION;
import static io.flatbook.twin.TwinMath.ZERO;
import static io.flatbook.twin.TwinMath.atLeastZero;
import static io.flatbook.twin.TwinMath.big;
import static io.flatbook.twin.TwinMath.ceil;
import static io.flatbook.twin.TwinMath.floor;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MarginModel;
import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Instrument;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinTerms.Tier;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Values (NUM-3), margins (MAR-1 to MAR-4) and queue scores (POL-1) at the present marks. */
final class TwinMargin
{
    private static final BigInteger SCORE_MAX = big(Long.MAX_VALUE);
    private static final BigInteger SCORE_MIN = big(Long.MIN_VALUE);

    private TwinMargin()
    {
    }

    /** What the queue looks at. */
    record Score(BigInteger pnl, BigInteger equity, BigInteger roe, BigInteger leverage, BigInteger score)
    {
    }

    static BigInteger value(final Instrument instrument, final BigInteger lots, final long ticks)
    {
        final BigInteger product = lots.multiply(instrument.unitValue);
        // At 0 an inverse lot has no value: a trade at it is refused for its bounds.
        return !instrument.inverse() ? product.multiply(big(ticks)) :
            0 == ticks ? ZERO : TwinMath.towardZero(product, big(ticks)).negate();
    }

    static BigInteger value(final Instrument instrument, final long lots, final long ticks)
    {
        return value(instrument, big(lots), ticks);
    }

    static BigInteger value(final Instrument instrument, final long lots)
    {
        return 0 == lots ? ZERO : value(instrument, lots, instrument.mark);
    }

    static BigInteger value(final Position position)
    {
        return value(position.instrument, position.lots);
    }

    static BigInteger unrealizedPnl(final Position position)
    {
        return value(position).subtract(position.cost);
    }

    /** BOOK-3. */
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
        return requirement(account, true);
    }

    static BigInteger maintenance(final Account account)
    {
        return requirement(account, false);
    }

    private static BigInteger requirement(final Account account, final boolean initial)
    {
        BigInteger sum = ZERO;
        for (final Position leg : account.legs.values())
        {
            sum = sum.add(requirement(leg.instrument, leg.lots, initial));
        }
        return sum;
    }

    /** What a position of so many lots requires. */
    static BigInteger requirement(final Instrument instrument, final long lots, final boolean initial)
    {
        if (0 == lots)
        {
            return ZERO;
        }
        final BigInteger value = value(instrument, lots);
        if (MarginModel.BOUNDED == instrument.margins.model())
        {
            // MAR-3: what can still be lost, for a short of -q the value of |q| at the upper bound less that at mark.
            return lots > 0 ? value.subtract(value(instrument, lots, instrument.minTicks)) :
                value(instrument, -lots, instrument.maxTicks).add(value);
        }
        final long perLot = initial ? instrument.margins.initialPerLot() : instrument.margins.maintenancePerLot();
        final BigInteger byLots = big(perLot).multiply(big(lots).abs());
        return (instrument.option() ? option(instrument, lots, initial) :
            tiered(instrument.margins.tiers(), value.abs(), initial)).max(byLots);
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

    /** MAR-4: a long option requires its value; a short one a share of its underlying's mark, rounded up once. */
    private static BigInteger option(final Instrument option, final long lots, final boolean initial)
    {
        if (lots > 0)
        {
            return value(option, lots);
        }
        final BigInteger maintenance = shortOption(option, false);
        final BigInteger perLot = initial ? shortOption(option, true).max(maintenance) : maintenance;
        return ceil(perLot.multiply(big(lots).negate()), PPM);
    }

    /** Per lot in money times 10^6; S counts by its size in the percentages, by its sign out of the money. */
    private static BigInteger shortOption(final Instrument option, final boolean initial)
    {
        final boolean call = InstrumentKind.CALL == option.kind;
        final BigInteger spot = big(option.underlying.mark).multiply(option.underlyingUnitValue);
        final BigInteger strike = big(option.definition.strikeTicks()).multiply(option.underlyingUnitValue);
        if (initial)
        {
            final BigInteger outOfTheMoney = atLeastZero(call ? strike.subtract(spot) : spot.subtract(strike));
            return spot.abs().multiply(big(option.definition.optionInitialPpm()))
                .subtract(outOfTheMoney.multiply(PPM))
                .max((call ? spot.abs() : strike).multiply(big(option.definition.optionFloorPpm())));
        }
        final BigInteger rate = big(option.definition.optionMaintenancePpm());
        final BigInteger ofSpot = spot.abs().multiply(rate);
        return call ? ofSpot : ofSpot.max(big(option.mark).multiply(option.unitValue).multiply(rate));
    }

    /** POL-1. */
    static Score score(final Position position)
    {
        final Instrument instrument = position.instrument;
        final BigInteger equity = equity(position.account);
        final BigInteger pnl = unrealizedPnl(position);
        final BigInteger base = instrument.minTicks < 1 ?
            big(position.lots).abs().multiply(instrument.unitValue) : position.cost.abs().max(BigInteger.ONE);
        final BigInteger roe = saturated(floor(pnl.multiply(PPM), base));
        final BigInteger leverage = equity.signum() <= 0 ? TRILLION :
            floor(value(position).abs().multiply(PPM), equity).max(BigInteger.ONE).min(TRILLION);
        final BigInteger score = roe.signum() >= 0 ? roe.multiply(leverage) : floor(roe.multiply(TRILLION), leverage);
        return new Score(pnl, equity, roe, leverage, saturated(score));
    }

    private static BigInteger saturated(final BigInteger number)
    {
        return number.min(SCORE_MAX).max(SCORE_MIN);
    }

    /** Settlement value of an option at the price of its underlying; of others their value at the price. */
    static BigInteger settlementValue(final Instrument instrument, final long lots, final long ticks)
    {
        if (!instrument.option())
        {
            return value(instrument, lots, ticks);
        }
        final BigInteger strike = big(instrument.definition.strikeTicks());
        final BigInteger inside = InstrumentKind.CALL == instrument.kind ?
            big(ticks).subtract(strike) : strike.subtract(big(ticks));
        return atLeastZero(inside).multiply(big(lots)).multiply(instrument.underlyingUnitValue);
    }

    /** By the first of the weights whose sum is not 0: maintenance, value, lots (STAT-3, RUN-7). */
    static List<BigInteger> sharesOfLegs(
        final BigInteger money, final List<BigInteger> weights, final List<Instrument> instruments,
        final List<Long> lots)
    {
        if (0 != TwinMath.sum(weights).signum())
        {
            return TwinMath.shares(money, weights);
        }
        final List<BigInteger> values = new ArrayList<>();
        for (int i = 0; i < lots.size(); i++)
        {
            values.add(value(instruments.get(i), lots.get(i)).abs());
        }
        return TwinMath.shares(money, 0 != TwinMath.sum(values).signum() ? values :
            lots.stream().map(number -> big(number).abs()).toList());
    }

    /** Bankruptcy values of the legs (STAT-3), in order of instruments. */
    static List<BigInteger> bankruptcyValues(final Account account)
    {
        final List<Position> legs = new ArrayList<>(account.legs.values());
        final List<BigInteger> shares = sharesOfLegs(equity(account),
            legs.stream().map(leg -> requirement(leg.instrument, leg.lots, false)).toList(),
            legs.stream().map(leg -> leg.instrument).toList(), legs.stream().map(leg -> leg.lots).toList());
        final List<BigInteger> values = new ArrayList<>();
        for (final Position leg : legs)
        {
            values.add(value(leg).subtract(shares.get(values.size())));
        }
        return values;
    }

    /** The price of that value, rounded against the account: up for a long, down for a short; null if there is none. */
    static BigInteger bankruptcyTicks(final Position leg, final BigInteger value)
    {
        final BigInteger units = big(leg.lots).multiply(leg.instrument.unitValue);
        BigInteger dividend = leg.instrument.inverse() ? units.negate() : value;
        BigInteger divisor = leg.instrument.inverse() ? value : units;
        if (0 == divisor.signum())
        {
            return null;
        }
        if (divisor.signum() < 0)
        {
            dividend = dividend.negate();
            divisor = divisor.negate();
        }
        final BigInteger ticks = leg.lots > 0 ? ceil(dividend, divisor) : floor(dividend, divisor);
        final boolean inside = ticks.compareTo(big(leg.instrument.minTicks)) >= 0 &&
            ticks.compareTo(big(leg.instrument.maxTicks)) <= 0;
        return inside ? ticks : null;
    }
}
