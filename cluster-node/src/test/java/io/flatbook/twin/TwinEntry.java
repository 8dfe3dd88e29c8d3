package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;

import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Position;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What default runs remember of the log entry at hand. */
final class TwinEntry
{
    private record Gain(int instrumentId, int sign, BigInteger gain)
    {
    }

    int bookings;
    int runs;
    final Map<Long, BigInteger> fundShares = new HashMap<>();
    final Map<Integer, BigInteger> carriedShares = new HashMap<>();
    final Map<Long, BigInteger> notionals = new HashMap<>();
    final Map<Long, BigInteger> equities = new HashMap<>();
    final Set<Long> seen = new HashSet<>();
    private final Map<Long, List<Gain>> gains = new HashMap<>();
    private final Map<Long, BigInteger> given = new HashMap<>();
    private final Map<Long, Gain> settled = new HashMap<>();

    void freeze(final Iterable<Account> accounts)
    {
        for (final Account account : accounts)
        {
            final List<Gain> ofAccount = new ArrayList<>();
            BigInteger notional = ZERO;
            for (final Position leg : account.legs.values())
            {
                final BigInteger gain = TwinMath.atLeastZero(TwinMargin.unrealizedPnl(leg));
                ofAccount.add(new Gain(leg.instrument.id, Long.signum(leg.lots), gain));
                notional = notional.add(TwinMargin.value(leg).abs());
            }
            gains.put(account.id, ofAccount);
            notionals.put(account.id, notional);
            equities.put(account.id, TwinMargin.equity(account));
        }
    }

    void settled(final Account account, final int instrumentId, final long lots, final BigInteger gain)
    {
        settled.put(account.id, new Gain(instrumentId, Long.signum(lots), TwinMath.atLeastZero(gain)));
    }

    void gave(final Account account, final BigInteger money)
    {
        given.merge(account.id, money, BigInteger::add);
    }

    /** Gains at the freeze or in the settlement opposite to the defaulter, less what was given since. */
    BigInteger gainsOpposite(final Account account, final Account defaulter)
    {
        BigInteger total = given.getOrDefault(account.id, ZERO).negate();
        for (final Gain gain : gains.getOrDefault(account.id, List.of()))
        {
            if (-gain.sign == defaulter.signsAtDefault.getOrDefault(gain.instrumentId, 0))
            {
                total = total.add(gain.gain);
            }
        }
        final Gain own = settled.get(account.id);
        final Gain defaulted = settled.get(defaulter.id);
        if (null != own && null != defaulted && own.sign == -defaulted.sign)
        {
            total = total.add(own.gain);
        }
        return total;
    }
}
