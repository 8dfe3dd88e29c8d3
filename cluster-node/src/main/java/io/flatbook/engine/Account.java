package io.flatbook.engine;

import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;

import java.util.Arrays;

/**
 * The smallest unit that holds collateral and positions and is margined. Amounts are in minor units of its asset.
 */
public final class Account extends Hashed
{
    private static final Position[] NO_LEGS = {};

    private final long id;
    private final long ownerId;
    private final Asset asset;
    private final int venue;
    private AccountStatus status = AccountStatus.HEALTHY;
    private AccountMode mode = AccountMode.NORMAL;
    private long collateral;
    private long orderHold;
    private long deadlineMs;
    private long window;
    private long windowWithdrawn;
    private Position[] legs = NO_LEGS;
    private int legCount;
    private boolean touched;

    Account(final StateHash hash, final long id, final long ownerId, final Asset asset, final int venue)
    {
        super(hash);
        this.id = id;
        this.ownerId = ownerId;
        this.asset = asset;
        this.venue = venue;
        rehash();
    }

    /** Account number. */
    public long id()
    {
        return id;
    }

    /** Beneficial owner. */
    public long ownerId()
    {
        return ownerId;
    }

    /** Asset in which it is margined. */
    public Asset asset()
    {
        return asset;
    }

    /** Venue whose gateways may touch it. */
    public int venue()
    {
        return venue;
    }

    /** Margin status. */
    public AccountStatus status()
    {
        return status;
    }

    /** What risk lets it do. */
    public AccountMode mode()
    {
        return mode;
    }

    /** Collateral; may be negative while equity is not. */
    public long collateral()
    {
        return collateral;
    }

    /** Margin that the exchange reserves for open orders. */
    public long orderHold()
    {
        return orderHold;
    }

    /** End of the liquidation in engine time, or 0 for none. */
    public long deadlineMs()
    {
        return deadlineMs;
    }

    /** Number of the window of {@link #windowWithdrawn()}. */
    public long window()
    {
        return window;
    }

    /** What was withdrawn in the window. */
    public long windowWithdrawn()
    {
        return windowWithdrawn;
    }

    /** Number of positions. */
    public int legCount()
    {
        return legCount;
    }

    /** Position {@code i} (from 0) in order of instrument id. */
    public Position leg(final int i)
    {
        return legs[i];
    }

    /**
     * The position in an instrument.
     *
     * @param instrumentId of the instrument.
     * @return the position or null.
     */
    public Position leg(final Instrument instrument)
    {
        final int i = search(instrument.id());
        return i >= 0 ? legs[i] : null;
    }

    private int search(final int instrumentId)
    {
        int low = 0;
        int high = legCount - 1;
        while (low <= high)
        {
            final int middle = (low + high) >>> 1;
            final int found = legs[middle].instrument().id();
            if (found < instrumentId)
            {
                low = middle + 1;
            }
            else if (found > instrumentId)
            {
                high = middle - 1;
            }
            else
            {
                return middle;
            }
        }
        return -low - 1;
    }

    /** Sets a position, opening or closing it as needed. */
    void position(final Instrument instrument, final long quantityLots, final long cost)
    {
        final int i = search(instrument.id());
        if (i >= 0)
        {
            final Position leg = legs[i];
            leg.set(quantityLots, cost);
            if (0 == quantityLots)
            {
                instrument.positions().remove(leg);
                System.arraycopy(legs, i + 1, legs, i, legCount - i - 1);
                legs[--legCount] = null;
            }
        }
        else if (0 != quantityLots)
        {
            open(-i - 1, new Position(this, instrument)).set(quantityLots, cost);
        }
    }

    private Position open(final int at, final Position leg)
    {
        if (legCount == legs.length)
        {
            legs = Arrays.copyOf(legs, Math.max(2, legCount * 2));
        }
        System.arraycopy(legs, at, legs, at + 1, legCount - at);
        legs[at] = leg;
        legCount++;
        leg.instrument().positions().add(leg);
        return leg;
    }

    void addCollateral(final long money)
    {
        collateral += money;
        asset.collateral().add(money);
        rehash();
    }

    void orderHold(final long money)
    {
        orderHold = money;
        rehash();
    }

    void mode(final AccountMode newMode)
    {
        mode = newMode;
        rehash();
    }

    void status(final AccountStatus newStatus)
    {
        asset.countStatus(status, -1);
        asset.countStatus(newStatus, 1);
        status = newStatus;
        rehash();
    }

    void deadlineMs(final long newDeadlineMs)
    {
        deadlineMs = newDeadlineMs;
        rehash();
    }

    long withdrawnIn(final long currentWindow)
    {
        return currentWindow == window ? windowWithdrawn : 0;
    }

    void withdrawn(final long currentWindow, final long money)
    {
        windowWithdrawn = withdrawnIn(currentWindow) + money;
        window = currentWindow;
        rehash();
    }

    boolean touched()
    {
        return touched;
    }

    void touched(final boolean isTouched)
    {
        touched = isTouched;
    }

    void restoreWindow(final long restoredWindow, final long restoredWithdrawn)
    {
        window = restoredWindow;
        windowWithdrawn = restoredWithdrawn;
        rehash();
    }

    @Override
    long bookDigest()
    {
        long h = StateHash.mix(StateHash.mix(3, id), ownerId);
        h = StateHash.mix(h, asset.id());
        h = StateHash.mix(h, venue);
        h = StateHash.mix(h, status.value() * 16L + mode.value());
        h = StateHash.mix(h, collateral);
        return StateHash.mix(h, orderHold);
    }

    @Override
    long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(StateHash.mix(103, id), deadlineMs),
            StateHash.mix(window, windowWithdrawn));
    }
}
