package io.flatbook.engine;

import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.OffsetPolicyKind;

import java.util.ArrayList;
import java.util.List;

/**
 * An instrument: its definition, mark, settings and positions. Values are in minor units of the settlement asset.
 */
public final class Instrument extends Hashed
{
    /** Largest absolute value of the largest position anywhere within the price bounds. */
    static final long VALUE_MAX = 1L << 54;

    private final int id;
    private final InstrumentDefinition definition;
    private final InstrumentUnits units;
    private final Asset settlementAsset;
    private final Instrument underlying;
    private final List<Instrument> options = new ArrayList<>();
    private final PositionTable positions = new TreePositionTable();
    private final IdWindow fundingIds;
    private MarginTiers tiers;
    private Protection protection;
    private OffsetPolicyKind offsetPolicy;
    private InstrumentStatus status = InstrumentStatus.TRADING;
    private long markTicks;
    private long markTimeMs;
    private long heldTicks;
    private int heldBy;
    private long longLots;
    private long shortLots;

    Instrument(
        final StateHash hash, final int id, final InstrumentDefinition definition, final InstrumentUnits units,
        final Asset settlementAsset, final Instrument underlying, final int idsRetained)
    {
        super(hash);
        this.id = id;
        this.definition = definition;
        this.units = units;
        this.settlementAsset = settlementAsset;
        this.underlying = underlying;
        tiers = definition.tiers;
        protection = definition.protection;
        offsetPolicy = definition.offsetPolicy;
        fundingIds = new IdWindow(hash, StateHash.mix(102, id), idsRetained);
        if (null != underlying)
        {
            underlying.options.add(this);
        }
        rehash();
    }

    /** Instrument number, dense from 1. */
    public int id()
    {
        return id;
    }

    /** Symbol, unique among instruments. */
    public String symbol()
    {
        return definition.symbol;
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

    /** Units derived from the definition. */
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
    List<Instrument> options()
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

    /** Ids of funding applied. */
    public IdWindow fundingIds()
    {
        return fundingIds;
    }

    /** Margin tiers. */
    public MarginTiers tiers()
    {
        return tiers;
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

    /** Status. */
    public InstrumentStatus status()
    {
        return status;
    }

    /** Mark in ticks, or 0 for none. */
    public long markTicks()
    {
        return markTicks;
    }

    /** Engine time of the mark, ms. */
    public long markTimeMs()
    {
        return markTimeMs;
    }

    /** Held mark in ticks, or 0 for none. */
    public long heldTicks()
    {
        return heldTicks;
    }

    /** Number of the principal that sent the held mark. */
    public int heldBy()
    {
        return heldBy;
    }

    /** Sum of long lots, which equals the sum of short lots. */
    public long openInterestLots()
    {
        return longLots;
    }

    /** Sum of short lots, at or above 0. */
    public long shortLots()
    {
        return shortLots;
    }

    /** Largest position that an account may hold, lots. */
    public long maxPositionLots()
    {
        return ClearingEngine.NULL_LONG == protection.maxPositionLots() ?
            units.maxPositionLots() : protection.maxPositionLots();
    }

    /** Whether the mark waits for confirmation. */
    public boolean suspect()
    {
        return 0 != heldTicks;
    }

    /**
     * Whether the mark is too old.
     *
     * @param nowMs engine time.
     * @return true if it is older than the protection allows.
     */
    public boolean stale(final long nowMs)
    {
        return protection.markMaxAgeMs() > 0 && nowMs - markTimeMs > protection.markMaxAgeMs();
    }

    /**
     * Value of a quantity at a price: linear, or inverse so that a long gains when the price rises.
     *
     * @param lots  signed quantity.
     * @param ticks price, above 0.
     * @return signed value, minor units.
     */
    public long value(final long lots, final long ticks)
    {
        return units.value(lots, ticks);
    }

    boolean inBounds(final long ticks)
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

    /** Every long lot has a short one. */
    void checkNeutral()
    {
        Invariant.check(longLots == shortLots, "quantities sum to zero", longLots, shortLots);
    }

    void mark(final long ticks, final long timeMs)
    {
        markTicks = ticks;
        markTimeMs = timeMs;
        heldTicks = 0;
        heldBy = 0;
        rehash();
    }

    void hold(final long ticks, final int principalNumber)
    {
        heldTicks = ticks;
        heldBy = principalNumber;
        rehash();
    }

    void settle()
    {
        heldTicks = 0;
        heldBy = 0;
        status(InstrumentStatus.SETTLED);
    }

    void status(final InstrumentStatus newStatus)
    {
        status = newStatus;
        rehash();
    }

    void tiers(final MarginTiers newTiers)
    {
        tiers = newTiers;
        rehash();
    }

    void protection(final Protection newProtection)
    {
        protection = newProtection;
        rehash();
    }

    void offsetPolicy(final OffsetPolicyKind newPolicy)
    {
        offsetPolicy = newPolicy;
        rehash();
    }

    @Override
    long bookDigest()
    {
        long h = StateHash.mix(StateHash.mix(2, id), symbol());
        h = StateHash.mix(h, kind().value() * 64L + offsetPolicy.value() * 8L + status.value());
        h = StateHash.mix(h, settlementAsset.id());
        h = StateHash.mix(h, units.digest());
        h = StateHash.mix(h, tiers.digest());
        h = StateHash.mix(h, protection.digest());
        h = StateHash.mix(h, markTicks);
        return StateHash.mix(h, heldTicks);
    }

    @Override
    long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(StateHash.mix(102, id), markTimeMs), heldBy);
    }
}
