package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Role;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Protection;
import io.flatbook.twin.TwinTerms.Tier;
import io.flatbook.twin.TwinTerms.Trade;
import io.flatbook.twin.TwinTerms.Waterfall;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The things of the book, as plain mutable records. */
final class TwinNouns
{
    private TwinNouns()
    {
    }

    /** Money that moved in a window. */
    static final class Moved
    {
        private long window = -1;
        private BigInteger money = ZERO;

        BigInteger in(final long present)
        {
            return present == window ? money : ZERO;
        }

        void add(final long present, final BigInteger more)
        {
            money = in(present).add(more);
            window = present;
        }
    }

    static final class Asset
    {
        int id;
        String symbol;
        int scale;
        BigInteger fund = ZERO;
        BigInteger fees = ZERO;
        BigInteger rounding = ZERO;
        BigInteger houseDeficit = ZERO;
        BigInteger deposits = ZERO;
        BigInteger withdrawals = ZERO;
        boolean withdrawalsOn = true;
        boolean runsOn = true;
        Waterfall waterfall;
        Moved drawn = new Moved();

        Asset copy()
        {
            final Asset copy = new Asset();
            copy.id = id;
            copy.fund = fund;
            copy.rounding = rounding;
            copy.houseDeficit = houseDeficit;
            copy.waterfall = waterfall;
            copy.drawn.add(drawn.window, drawn.money);
            return copy;
        }
    }

    static final class Instrument
    {
        int id;
        Definition definition;
        InstrumentKind kind;
        Asset asset;
        Instrument underlying;
        BigInteger unitValue;
        BigInteger underlyingUnitValue = ZERO;
        long minTicks;
        long maxTicks;
        long definedMaxLots;
        OffsetPolicyKind policy;
        Protection protection;
        List<Tier> tiers;
        InstrumentStatus status = InstrumentStatus.TRADING;
        long markTicks;
        long markTimeMs;
        long heldTicks;
        String heldBy;
        final Window fundingIds = new Window();

        long maxLots()
        {
            return null == protection.maxPositionLots() ? definedMaxLots : protection.maxPositionLots();
        }

        long fundingCapPpb()
        {
            return null == protection.fundingCapPpb() ? 1_000_000_000 : protection.fundingCapPpb();
        }

        Instrument copy()
        {
            final Instrument copy = new Instrument();
            copy.id = id;
            copy.definition = definition;
            copy.kind = kind;
            copy.unitValue = unitValue;
            copy.underlyingUnitValue = underlyingUnitValue;
            copy.tiers = tiers;
            copy.markTicks = markTicks;
            copy.minTicks = minTicks;
            copy.maxTicks = maxTicks;
            return copy;
        }

        boolean inverse()
        {
            return InstrumentKind.INVERSE_PERPETUAL == kind || InstrumentKind.INVERSE_FUTURE == kind;
        }

        boolean option()
        {
            return InstrumentKind.CALL == kind || InstrumentKind.PUT == kind;
        }

        boolean perpetual()
        {
            return InstrumentKind.LINEAR_PERPETUAL == kind || InstrumentKind.INVERSE_PERPETUAL == kind;
        }
    }

    static final class Position
    {
        final Account account;
        final Instrument instrument;
        long lots;
        BigInteger cost = ZERO;

        Position(final Account account, final Instrument instrument)
        {
            this.account = account;
            this.instrument = instrument;
        }
    }

    static final class Account
    {
        long id;
        long ownerId;
        Asset asset;
        int venue;
        AccountStatus status = AccountStatus.HEALTHY;
        AccountMode mode = AccountMode.NORMAL;
        BigInteger collateral = ZERO;
        BigInteger hold = ZERO;
        Long deadlineMs;
        boolean operatorWait;
        String announcedHold;
        boolean deferred;
        long defaultOrder;
        final TreeMap<Integer, Position> legs = new TreeMap<>();
        final Map<Integer, Integer> signsAtDefault = new HashMap<>();
        final Moved withdrawn = new Moved();

        long lots(final Instrument instrument)
        {
            final Position position = legs.get(instrument.id);
            return null == position ? 0 : position.lots;
        }

        Account copy()
        {
            return copy(asset, Map.of());
        }

        /** A copy in another asset and with other instruments, where they are given. */
        Account copy(final Asset assetOfCopy, final Map<Instrument, Instrument> instruments)
        {
            final Account copy = new Account();
            copy.id = id;
            copy.ownerId = ownerId;
            copy.asset = assetOfCopy;
            copy.status = status;
            copy.collateral = collateral;
            copy.hold = hold;
            copy.signsAtDefault.putAll(signsAtDefault);
            for (final Position leg : legs.values())
            {
                final Position twin =
                    new Position(copy, instruments.getOrDefault(leg.instrument, leg.instrument));
                twin.lots = leg.lots;
                twin.cost = leg.cost;
                copy.legs.put(leg.instrument.id, twin);
            }
            return copy;
        }
    }

    static final class Principal
    {
        final String name;
        final Role role;
        int number;
        int venue;
        int capabilities;
        boolean guaranteed;
        GatewayStatus status = GatewayStatus.ENABLED;
        long markSequence;
        final Window tradeIds = new Window();
        final Window references = new Window();
        final Map<Long, Trade> trades = new HashMap<>();
        final Set<Long> busted = new HashSet<>();

        Principal(final String name, final Role role)
        {
            this.name = name;
            this.role = role;
        }
    }

    /** The last ids of a kind and the highest that left. */
    static final class Window
    {
        private final List<Long> ids = new ArrayList<>();
        private long highestEvicted;

        boolean contains(final long id)
        {
            return ids.contains(id);
        }

        boolean tooOld(final long id)
        {
            return id <= highestEvicted;
        }

        /** Adds an id and answers the one that had to leave, or null. */
        Long add(final long id, final int retained)
        {
            ids.add(id);
            if (ids.size() <= retained)
            {
                return null;
            }
            final Long evicted = ids.remove(0);
            highestEvicted = Math.max(highestEvicted, evicted);
            return evicted;
        }
    }

    static final class Proposal
    {
        long id;
        int templateId;
        byte[] bytes;
        Principal proposer;
        long expiresMs;
    }
}
