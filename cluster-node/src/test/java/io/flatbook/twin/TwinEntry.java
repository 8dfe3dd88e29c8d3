package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;

import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Position;
import io.flatbook.twin.TwinNouns.Side;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What is remembered of the log entry at hand; accounts by id, so that a copy of the book can share it. */
final class TwinEntry
{
    /** A position as it was before a settlement, by family and direction (RUN-3). */
    record Leg(String family, int direction)
    {
    }

    /** What its runs might book so far (RUN-11). */
    int booked;
    int rounds;
    /** Accounts that had a leg settled, with the sides that they held. */
    final Map<Long, TreeSet<Side>> settled = new HashMap<>();
    /** What settlement and funding gave (RUN-8). */
    final Map<Long, Map<Side, BigInteger>> received = new HashMap<>();
    final Map<Long, BigInteger> given = new HashMap<>();
    /** Accounts that have had the run that a settled leg allows. */
    final Set<Long> ranAfterSettlement = new HashSet<>();
    final Map<Long, List<Leg>> beforeSettlement = new HashMap<>();
    final Set<Long> defaultedBySettlement = new HashSet<>();

    TwinEntry copy()
    {
        final TwinEntry copy = new TwinEntry();
        copy.booked = booked;
        copy.settled.putAll(settled);
        copy.received.putAll(received);
        copy.given.putAll(given);
        copy.ranAfterSettlement.addAll(ranAfterSettlement);
        return copy;
    }

    void gave(final Account account, final BigInteger money)
    {
        given.merge(account.id, money, BigInteger::add);
    }

    BigInteger given(final Account account)
    {
        return given.getOrDefault(account.id, ZERO);
    }

    void received(final Account account, final Side side, final BigInteger money)
    {
        if (money.signum() > 0)
        {
            received.computeIfAbsent(account.id, id -> new HashMap<>()).merge(side, money, BigInteger::add);
        }
    }

    BigInteger received(final Account account, final Side side)
    {
        return received.getOrDefault(account.id, Map.of()).getOrDefault(side, ZERO);
    }

    void settled(final Account account, final Side side)
    {
        settled.computeIfAbsent(account.id, id -> new TreeSet<>()).add(side);
    }

    static List<Leg> legsOf(final Account account)
    {
        final List<Leg> legs = new ArrayList<>();
        for (final Position leg : account.legs.values())
        {
            legs.add(new Leg(leg.instrument.family, leg.instrument.direction(leg.lots)));
        }
        return legs;
    }

    /** The positions by which a pledge for a distressed account is decided. */
    List<Leg> legsFor(final Account distressed, final Account account)
    {
        return defaultedBySettlement.contains(distressed.id) ?
            beforeSettlement.getOrDefault(account.id, List.of()) : legsOf(account);
    }
}
