package io.flatbook.engine.book;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * An instrument: its definition, mark, settings and positions. Values are in minor units of the settlement asset.
 */
public final class Instrument extends Hashed
{
    /** Largest absolute value of the largest position anywhere within the price bounds (NUM-4). */
    public static final long VALUE_MAX = 1L << 54;

    private final int id;
    private final InstrumentDefinition definition;
    private final Asset settlementAsset;
    private final Instrument underlying;
    private final String family;
    private final List<Instrument> options = new ArrayList<>();
    private final PositionTable positions = new BlockPositionTable();
    private final TreeMap<Long, Position> liquidating = new TreeMap<>();
    private InstrumentUnits units;
    private MarginTerms marginTerms;
    private Protection protection;
    private OffsetPolicyKind offsetPolicy;
    private Switch spareHedges;
    private InstrumentStatus status = InstrumentStatus.TRADING;
    private long markTicks = Absent.LONG;
    private long markTimeMs;
    private long heldTicks = Absent.LONG;
    private int heldBy;
    private long bandWindow;
    private long bandReferenceTicks = Absent.LONG;
    private long longLots;
    private long shortLots;

    Instrument(
        final StateHash hash, final int id, final InstrumentDefinition definition, final InstrumentUnits units,
        final Asset settlementAsset, final Instrument underlying)
    {
        super(hash);
        this.id = id;
        this.definition = definition;
        this.units = units;
        this.settlementAsset = settlementAsset;
        this.underlying = underlying;
        family = null != definition.family ? definition.family :
            null != underlying ? underlying.family : definition.symbol;
        marginTerms = definition.marginTerms;
        protection = definition.protection;
        offsetPolicy = definition.offsetPolicy;
        spareHedges = definition.spareHedges;
        if (null != underlying)
        {
            underlying.options.add(this);
        }
        rehash();
    }

    /** Instrument number, ascending from 1, never used twice. */
    public int id()
    {
        return id;
    }

    /** Symbol, unique among instruments that were not removed. */
    public String symbol()
    {
        return definition.symbol;
    }

    /** Label of the instruments whose positions can hedge each other. */
    public String family()
    {
        return family;
    }

    /** Kind. */
    public InstrumentKind kind()
    {
        return definition.kind;
    }

    /** The definition as risk gave it. */
    public InstrumentDefinition definition()
    {
        return definition;
    }

    /** Units derived from the definition and the price bounds. */
    public InstrumentUnits units()
    {
        return units;
    }

    /** Asset in which it settles. */
    public Asset settlementAsset()
    {
        return settlementAsset;
    }

    /** Underlying of an option, or null. */
    public Instrument underlying()
    {
        return underlying;
    }

    /** Options written on this instrument, in order of id. */
    public List<Instrument> options()
    {
        return options;
    }

    /** Whether it is a call or a put. */
    public boolean isOption()
    {
        return null != underlying;
    }

    /** Positions in order of account. */
    public PositionTable positions()
    {
        return positions;
    }

    /** Positions of LIQUIDATING accounts by account id. */
    public TreeMap<Long, Position> liquidating()
    {
        return liquidating;
    }

    /** Margin terms. */
    public MarginTerms marginTerms()
    {
        return marginTerms;
    }

    /** Protection settings as given. */
    public Protection protection()
    {
        return protection;
    }

    /** Offset policy. */
    public OffsetPolicyKind offsetPolicy()
    {
        return offsetPolicy;
    }

    /** Whether positions that are not hedged are chosen first (POL-4). */
    public Switch spareHedges()
    {
        return spareHedges;
    }

    /** Status. */
    public InstrumentStatus status()
    {
        return status;
    }

    /** Whether it was settled. */
    public boolean isSettled()
    {
        return InstrumentStatus.SETTLED == status;
    }

    /** Whether it takes trades other than corrections: TRADING or CLOSE_ONLY. */
    public boolean takesTrades()
    {
        return InstrumentStatus.TRADING == status || InstrumentStatus.CLOSE_ONLY == status;
    }

    /** Whether it has an accepted mark. */
    public boolean hasMark()
    {
        return Absent.LONG != markTicks;
    }

    /** Accepted mark in ticks, or {@link Absent#LONG}. */
    public long markTicks()
    {
        return markTicks;
    }

    /** Engine time of the mark, ms. */
    public long markTimeMs()
    {
        return markTimeMs;
    }

    /** Held mark in ticks, or {@link Absent#LONG}. */
    public long heldTicks()
    {
        return heldTicks;
    }

    /** Number of the principal that sent the held mark. */
    public int heldBy()
    {
        return heldBy;
    }

    /** Number of the window of {@link #bandReferenceTicks()}; 0 without windows. */
    public long bandWindow()
    {
        return bandWindow;
    }

    /** Mark that was accepted when the window began (MARK-2), or {@link Absent#LONG}. */
    public long bandReferenceTicks()
    {
        return bandReferenceTicks;
    }

    /** Sum of long lots, which equals the sum of short lots. */
    public long openInterestLots()
    {
        return longLots;
    }

    /** Largest position that an account may hold, lots: as set, or as defined, or the largest that NUM-4 allows. */
    public long maxPositionLots()
    {
        if (Absent.LONG != protection.maxPositionLots())
        {
            return protection.maxPositionLots();
        }
        final long defined = definition.protection.maxPositionLots();
        return Absent.LONG != defined ? defined : units.largestPositionLots();
    }

    /** Whether a mark waits for confirmation. */
    public boolean suspect()
    {
        return Absent.LONG != heldTicks;
    }

    /**
     * Whether the mark is too old.
     *
     * @param nowMs engine time.
     * @return true if it is older than the protection allows.
     */
    public boolean stale(final long nowMs)
    {
        return protection.markMaxAgeMs() > 0 && hasMark() && nowMs - markTimeMs > protection.markMaxAgeMs();
    }

    /**
     * Whether a position in it is unpriced (MARK-4): it, or its underlying, has no mark, a stale or a SUSPECT one.
     *
     * @param nowMs engine time.
     * @return true if nobody can trust the value of a position.
     */
    public boolean unpriced(final long nowMs)
    {
        return !hasMark() || suspect() || stale(nowMs) || null != underlying && underlying.unpriced(nowMs);
    }

    /**
     * Whether a default run can close a position in it (RUN-1).
     *
     * @param nowMs engine time.
     * @return true if it is priced and not HALTED.
     */
    public boolean closable(final long nowMs)
    {
        return InstrumentStatus.HALTED != status && !unpriced(nowMs);
    }

    /**
     * Value of a quantity at a price: linear, or inverse so that a long gains if the price rises (NUM-3).
     *
     * @param lots  signed quantity.
     * @param ticks price within the bounds.
     * @return signed value, minor units.
     */
    public long value(final long lots, final long ticks)
    {
        return units.value(lots, ticks);
    }

    /** Value of a quantity at the accepted mark. */
    public long markValue(final long lots)
    {
        return units.value(lots, markTicks);
    }

    /** Whether a price lies within the price bounds. */
    public boolean inBounds(final long ticks)
    {
        return ticks >= units.minTicks() && ticks <= units.maxTicks();
    }

    void countLots(final long quantityLots, final int delta)
    {
        if (quantityLots > 0)
        {
            longLots += delta * quantityLots;
        }
        else
        {
            shortLots -= delta * quantityLots;
        }
    }

    /** Sum of short lots, at or above 0. */
    public long shortLots()
    {
        return shortLots;
    }

    /** Accepts a mark and drops a held one. */
    void mark(final long ticks, final long timeMs)
    {
        markTicks = ticks;
        markTimeMs = timeMs;
        heldTicks = Absent.LONG;
        heldBy = 0;
        rehash();
    }

    void hold(final long ticks, final int principalNumber)
    {
        heldTicks = ticks;
        heldBy = principalNumber;
        rehash();
    }

    void bandReference(final long window, final long referenceTicks)
    {
        bandWindow = window;
        bandReferenceTicks = referenceTicks;
        rehash();
    }

    void status(final InstrumentStatus newStatus)
    {
        status = newStatus;
        rehash();
    }

    void units(final InstrumentUnits newUnits)
    {
        units = newUnits;
        rehash();
    }

    void marginTerms(final MarginTerms newTerms)
    {
        marginTerms = newTerms;
        rehash();
    }

    void protection(final Protection newProtection)
    {
        protection = newProtection;
        rehash();
    }

    void offsetPolicy(final OffsetPolicyKind newPolicy, final Switch newSpareHedges)
    {
        offsetPolicy = newPolicy;
        spareHedges = newSpareHedges;
        rehash();
    }

    void remove()
    {
        unhash();
        if (null != underlying)
        {
            underlying.options.remove(this);
        }
    }

    @Override
    protected long bookDigest()
    {
        long h = StateHash.mix(StateHash.mix(StateHash.mix(2, id), symbol()), family);
        h = StateHash.digest(h, kind().value(), offsetPolicy.value(), spareHedges.value(), status.value());
        h = StateHash.digest(h, settlementAsset.id(), null == underlying ? 0 : underlying.id(),
            units.digest(), marginTerms.digest());
        h = StateHash.digest(h, protection.digest(), definition.digest(), markTicks, heldTicks);
        return h;
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(StateHash.mix(102, id), markTimeMs, heldBy, bandWindow, bandReferenceTicks);
    }
}
