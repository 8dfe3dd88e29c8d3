package io.flatbook.engine.book;

import io.flatbook.sbe.Switch;

import java.util.Comparator;
import java.util.TreeMap;

/**
 * A settlement currency with its money accounts. All amounts are in minor units of the asset.
 *
 * <p>Contract: I2, I8.
 */
public final class Asset extends Hashed
{
    /** Most that deposits may exceed withdrawals by (NUM-4). */
    public static final long NET_DEPOSITS_MAX = 1L << 61;

    /** Key of an owner's draws. */
    record OwnerKey(int venue, long ownerId)
    {
        static final Comparator<OwnerKey> ORDER =
            Comparator.comparingInt(OwnerKey::venue).thenComparingLong(OwnerKey::ownerId);
    }

    private final int id;
    private final String symbol;
    private final int scale;
    private final WideSum collateral = new WideSum();
    private final WideSum cost = new WideSum();
    private final WideSum houseDeficit = new WideSum();
    private final WideSum deposits = new WideSum();
    private final WideSum withdrawals = new WideSum();
    private final WideSum scratch = new WideSum();
    private final TreeMap<OwnerKey, OwnerDraws> drawsByOwner = new TreeMap<>(OwnerKey.ORDER);
    private final TreeMap<Long, Account> liquidating = new TreeMap<>();
    private Waterfall waterfall = Waterfall.TRIAL;
    private Switch withdrawalsOn = Switch.ON;
    private Switch defaultRunsOn = Switch.ON;
    private long insuranceFund;
    private long fees;
    private long rounding;
    private long window;
    private long windowDrawn;
    private int distressed;

    Asset(final StateHash hash, final int id, final String symbol, final int scale)
    {
        super(hash);
        this.id = id;
        this.symbol = symbol;
        this.scale = scale;
        rehash();
    }

    /** Asset number, dense from 1. */
    public int id()
    {
        return id;
    }

    /** Symbol, unique among assets. */
    public String symbol()
    {
        return symbol;
    }

    /** Decimals, 0 to 12. */
    public int scale()
    {
        return scale;
    }

    /** Sum of the collateral of all accounts. */
    public WideSum collateral()
    {
        return collateral;
    }

    /** Sum of the cost of all positions. */
    public WideSum cost()
    {
        return cost;
    }

    /** Settings of default runs and withdrawals. */
    public Waterfall waterfall()
    {
        return waterfall;
    }

    /** Whether withdrawals are on. */
    public Switch withdrawalsOn()
    {
        return withdrawalsOn;
    }

    /** Whether default runs are on. */
    public Switch defaultRunsOn()
    {
        return defaultRunsOn;
    }

    /** Insurance fund, at or above 0. */
    public long insuranceFund()
    {
        return insuranceFund;
    }

    /** Fee account, at or above 0. */
    public long fees()
    {
        return fees;
    }

    /** Rounding account; may be negative. */
    public long rounding()
    {
        return rounding;
    }

    /** House deficit, at or above 0; not to be changed. */
    public WideSum houseDeficit()
    {
        return houseDeficit;
    }

    /** All that was ever paid in; not to be changed. */
    public WideSum deposits()
    {
        return deposits;
    }

    /** All that was ever taken out; not to be changed. */
    public WideSum withdrawals()
    {
        return withdrawals;
    }

    /** Number of the window of what was drawn and withdrawn: engine time divided by the window's length. */
    public long window()
    {
        return window;
    }

    /** What default runs drew from the fund in the window. */
    public long windowDrawn()
    {
        return windowDrawn;
    }

    /** What owners drew and withdrew in the window, in order of venue and owner; not to be changed. */
    public TreeMap<OwnerKey, OwnerDraws> ownerDraws()
    {
        return drawsByOwner;
    }

    /** LIQUIDATING accounts by id; not to be changed. */
    public TreeMap<Long, Account> liquidating()
    {
        return liquidating;
    }

    /** Whether collateral - cost + fund + fees + rounding - house deficit equals deposits - withdrawals (BOOK-2). */
    public boolean balanced()
    {
        return scratch.set(0, 0).add(collateral).subtract(cost).add(insuranceFund).add(fees).add(rounding)
            .subtract(houseDeficit).subtract(deposits).add(withdrawals).isZero();
    }

    /** Number of the window at an engine time; 0 without windows. */
    public long windowAt(final long nowMs)
    {
        return waterfall.windowMs() > 0 ? nowMs / waterfall.windowMs() : 0;
    }

    /** What the fund may give now: fund above its floor, within what the window's cap leaves; at or above 0. */
    public long fundAvailable(final long nowMs)
    {
        final long aboveFloor = Math.max(0, insuranceFund - waterfall.fundFloor());
        if (Absent.LONG == waterfall.windowCap())
        {
            return aboveFloor;
        }
        final long drawn = windowAt(nowMs) == window ? windowDrawn : 0;
        return Math.min(aboveFloor, Math.max(0, waterfall.windowCap() - drawn));
    }

    /** What an owner's cap leaves its runs in the present window (RUN-5); {@link Long#MAX_VALUE} without a cap. */
    public long ownerCapLeft(final Owner owner, final long nowMs)
    {
        if (Absent.LONG == waterfall.perOwnerCap())
        {
            return Long.MAX_VALUE;
        }
        final OwnerDraws draws = drawsOf(owner, nowMs);
        return Math.max(0, waterfall.perOwnerCap() - (null == draws ? 0 : draws.drawn()));
    }

    /** What an owner withdrew in the present window. */
    public long ownerWithdrawn(final Owner owner, final long nowMs)
    {
        final OwnerDraws draws = drawsOf(owner, nowMs);
        return null == draws ? 0 : draws.withdrawn();
    }

    private OwnerDraws drawsOf(final Owner owner, final long nowMs)
    {
        return windowAt(nowMs) == window ? drawsByOwner.get(new OwnerKey(owner.venue(), owner.id())) : null;
    }

    /** Whether a deposit keeps deposits less withdrawals within their bound (NUM-4). */
    public boolean fitsDeposit(final long minorUnits)
    {
        return scratch.set(0, 0).add(deposits).subtract(withdrawals).add(minorUnits).atMost(Long.MAX_VALUE) <=
            NET_DEPOSITS_MAX;
    }

    /** Deposits less withdrawals, at least {@link Long#MIN_VALUE}. */
    public long netDeposits()
    {
        return scratch.set(0, 0).add(deposits).subtract(withdrawals).atMost(Long.MAX_VALUE);
    }

    void draw(final Owner owner, final long minorUnits, final long nowMs)
    {
        insuranceFund -= minorUnits;
        if (waterfall.windowMs() > 0)
        {
            enterWindow(windowAt(nowMs));
            windowDrawn = FixedPoint.addSaturated(windowDrawn, minorUnits);
            draws(owner.venue(), owner.id()).add(minorUnits, 0);
        }
        rehash();
    }

    void withdrawn(final Owner owner, final long minorUnits, final long nowMs)
    {
        withdrawals.add(minorUnits);
        if (waterfall.windowMs() > 0)
        {
            enterWindow(windowAt(nowMs));
            draws(owner.venue(), owner.id()).add(0, minorUnits);
        }
        rehash();
    }

    private void enterWindow(final long current)
    {
        if (current != window)
        {
            clearWindow(current);
        }
    }

    private void clearWindow(final long newWindow)
    {
        window = newWindow;
        windowDrawn = 0;
        drawsByOwner.values().forEach(OwnerDraws::forget);
        drawsByOwner.clear();
    }

    private OwnerDraws draws(final int venue, final long ownerId)
    {
        final OwnerKey key = new OwnerKey(venue, ownerId);
        OwnerDraws draws = drawsByOwner.get(key);
        if (null == draws)
        {
            draws = new OwnerDraws(hash(), id, venue, ownerId);
            drawsByOwner.put(key, draws);
        }
        return draws;
    }

    /** Whether any account is distressed (RUN-3). */
    boolean hasDistressed()
    {
        return distressed > 0;
    }

    void countDistressed(final int delta)
    {
        distressed += delta;
    }

    void addFund(final long minorUnits)
    {
        insuranceFund += minorUnits;
        rehash();
    }

    void addFees(final long minorUnits)
    {
        if (0 != minorUnits)
        {
            fees += minorUnits;
            rehash();
        }
    }

    void addRounding(final long minorUnits)
    {
        if (0 != minorUnits)
        {
            rounding += minorUnits;
            rehash();
        }
    }

    void addHouseDeficit(final long minorUnits)
    {
        houseDeficit.add(minorUnits);
        rehash();
    }

    void addDeposit(final long minorUnits)
    {
        deposits.add(minorUnits);
        rehash();
    }

    void addWithdrawal(final long minorUnits)
    {
        withdrawals.add(minorUnits);
        rehash();
    }

    void waterfall(final Waterfall newWaterfall)
    {
        if (newWaterfall.windowMs() != waterfall.windowMs())
        {
            clearWindow(0);
        }
        waterfall = newWaterfall;
        rehash();
    }

    void switches(final Switch newWithdrawals, final Switch newDefaultRuns)
    {
        withdrawalsOn = newWithdrawals;
        defaultRunsOn = newDefaultRuns;
        rehash();
    }

    void restoreMoney(final long fund, final long restoredFees, final long restoredRounding)
    {
        insuranceFund = fund;
        fees = restoredFees;
        rounding = restoredRounding;
        rehash();
    }

    void restoreTotals(
        final WideSum restoredDeficit, final WideSum restoredDeposits, final WideSum restoredWithdrawals)
    {
        houseDeficit.set(restoredDeficit.high(), restoredDeficit.low());
        deposits.set(restoredDeposits.high(), restoredDeposits.low());
        withdrawals.set(restoredWithdrawals.high(), restoredWithdrawals.low());
        rehash();
    }

    void restoreWindow(final long restoredWindow, final long restoredDrawn)
    {
        window = restoredWindow;
        windowDrawn = restoredDrawn;
        rehash();
    }

    void restoreDraws(final int venue, final long ownerId, final long drawn, final long withdrawnInWindow)
    {
        draws(venue, ownerId).add(drawn, withdrawnInWindow);
    }

    @Override
    protected long bookDigest()
    {
        long h = StateHash.mix(StateHash.mix(1, id), symbol);
        h = StateHash.digest(h, scale, waterfall.digest(), withdrawalsOn.value(), defaultRunsOn.value());
        h = StateHash.digest(h, insuranceFund, fees, rounding, houseDeficit.low());
        h = StateHash.digest(h, houseDeficit.high(), deposits.low(), deposits.high(), withdrawals.low());
        return StateHash.digest(h, withdrawals.high(), 0, 0, 0);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(101, id, window, windowDrawn, 0);
    }
}
