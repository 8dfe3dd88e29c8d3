package io.flatbook.twin;

import static io.flatbook.twin.TwinMath.ZERO;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.HoldReason;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Role;
import io.flatbook.twin.TwinTerms.Definition;
import io.flatbook.twin.TwinTerms.Margins;
import io.flatbook.twin.TwinTerms.Protection;
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
import java.util.TreeSet;

/** The things of the book (section 2), as plain mutable records. */
final class TwinNouns
{
    private TwinNouns()
    {
    }

    /** The beneficial owner, by venue (NOUN-3). */
    record Owner(int venue, long id)
    {
    }

    /** A side of an instrument: 1 is long, -1 short. */
    record Side(int instrumentId, int sign) implements Comparable<Side>
    {
        Side opposite()
        {
            return new Side(instrumentId, -sign);
        }

        /** By instrument, long before short (RUN-8). */
        @Override
        public int compareTo(final Side other)
        {
            return instrumentId != other.instrumentId ?
                Integer.compare(instrumentId, other.instrumentId) : Integer.compare(other.sign, sign);
        }
    }

    /** What runs drew and owners withdrew in the present window of an asset (RUN-5, PAY-1). */
    static final class Draws
    {
        private long window;
        private Map<Owner, BigInteger> drawn = new HashMap<>();
        private Map<Owner, BigInteger> withdrawn = new HashMap<>();

        Draws in(final long present)
        {
            if (present != window)
            {
                window = present;
                drawn = new HashMap<>();
                withdrawn = new HashMap<>();
            }
            return this;
        }

        BigInteger drawn()
        {
            return TwinMath.sum(drawn.values());
        }

        BigInteger drawn(final Owner owner)
        {
            return drawn.getOrDefault(owner, ZERO);
        }

        BigInteger withdrawn(final Owner owner)
        {
            return withdrawn.getOrDefault(owner, ZERO);
        }

        void draw(final Owner owner, final BigInteger money)
        {
            drawn.merge(owner, money, BigInteger::add);
        }

        void withdraw(final Owner owner, final BigInteger money)
        {
            withdrawn.merge(owner, money, BigInteger::add);
        }

        Draws copy()
        {
            final Draws copy = new Draws();
            copy.window = window;
            copy.drawn.putAll(drawn);
            return copy;
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
        Draws draws = new Draws();
    }

    static final class Instrument
    {
        int id;
        Definition definition;
        InstrumentKind kind;
        Asset asset;
        Instrument underlying;
        String family;
        /** {@code tickValue} or {@code inverseUnit} of NUM-3. */
        BigInteger unitValue;
        /** Money per lot and tick of the underlying, of an option. */
        BigInteger underlyingUnitValue = ZERO;
        long minTicks;
        long maxTicks;
        /** The largest position as defined, or the largest allowed (NUM-4). */
        BigInteger definedMaxLots;
        OffsetPolicyKind policy;
        boolean spareHedges;
        Protection protection;
        Margins margins;
        InstrumentStatus status = InstrumentStatus.TRADING;
        Long mark;
        long markTimeMs;
        Long held;
        Principal heldBy;
        /** The window of MARK-2 for which there is a reference; null: none yet. */
        Long bandWindow;
        long bandReference;

        BigInteger maxLots()
        {
            return null == protection.maxPositionLots() ?
                definedMaxLots : BigInteger.valueOf(protection.maxPositionLots());
        }

        long fundingCapPpb()
        {
            return null == protection.fundingCapPpb() ? 1_000_000_000 : protection.fundingCapPpb();
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

        /** The direction of lots (NOUN-4): their sign, reversed for a PUT. */
        int direction(final long lots)
        {
            return InstrumentKind.PUT == kind ? -Long.signum(lots) : Long.signum(lots);
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

        Side side()
        {
            return new Side(instrument.id, Long.signum(lots));
        }
    }

    /** The run that a DEFAULTED account waits for. */
    static final class Pending
    {
        long order;
        boolean declared;
        boolean released;
        /** A run left legs before. */
        boolean ran;
        HoldReason heldFor;
        /** Sides that it held and gave away by MOV-1. */
        final TreeSet<Side> givenAway = new TreeSet<>();

        boolean deferred()
        {
            return HoldReason.ENTRY_FULL == heldFor;
        }

        /** Held always means: for another reason than that the entry is full. */
        boolean held()
        {
            return null != heldFor && !deferred();
        }
    }

    static final class Account
    {
        long id;
        long serial;
        Owner owner;
        Asset asset;
        AccountStatus status = AccountStatus.HEALTHY;
        AccountMode mode = AccountMode.NORMAL;
        BigInteger collateral = ZERO;
        BigInteger hold = ZERO;
        BigInteger debt = ZERO;
        Long deadlineMs;
        boolean keptByDoubt;
        boolean pledged;
        Pending pending;
        final TreeMap<Integer, Position> legs = new TreeMap<>();

        long lots(final Instrument instrument)
        {
            final Position position = legs.get(instrument.id);
            return null == position ? 0 : position.lots;
        }

        /** LIQUIDATING or DEFAULTED, or kept from these by doubt only (RUN-3). */
        boolean distressed()
        {
            return keptByDoubt || AccountStatus.LIQUIDATING == status || AccountStatus.DEFAULTED == status;
        }

        boolean kin(final Account other)
        {
            return asset == other.asset && owner.equals(other.owner);
        }

        /** A copy of what a trade changes. */
        Account copy()
        {
            final Account copy = new Account();
            copy.id = id;
            copy.owner = owner;
            copy.asset = asset;
            copy.status = status;
            copy.collateral = collateral;
            copy.hold = hold;
            copy.debt = debt;
            copy.pledged = pledged;
            copy.keptByDoubt = keptByDoubt;
            legs.values().forEach(leg -> TwinBook.open(copy, leg.instrument, leg.lots, leg.cost));
            return copy;
        }
    }

    static final class Principal
    {
        final String name;
        final Role role;
        boolean defined;
        int number;
        int venue;
        int capabilities;
        boolean guaranteed;
        Long accountFrom;
        Long accountTo;
        List<Integer> instrumentIds = List.of();
        GatewayStatus status = GatewayStatus.ENABLED;
        long markSequence;
        final Window tradeIds = new Window();
        final Window references = new Window();
        final Map<Integer, Window> fundingIds = new HashMap<>();
        final Map<Long, Booked> trades = new HashMap<>();
        final Set<Long> busted = new HashSet<>();

        Principal(final String name, final Role role)
        {
            this.name = name;
            this.role = role;
        }

        boolean covers(final int instrumentId)
        {
            return instrumentIds.isEmpty() || instrumentIds.contains(instrumentId);
        }
    }

    /** A trade in the window, with the accounts that traded: an id may be opened again (NOUN-3). */
    record Booked(Trade trade, long buyerSerial, long sellerSerial)
    {
    }

    /** The last ids of a kind and the highest that left (TRD-4). */
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
