package io.flatbook.engine;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.Switch;

/**
 * A settlement currency with its money accounts. All amounts are in minor units of the asset.
 */
public final class Asset extends Hashed
{
    /** Most that deposits may exceed withdrawals by. */
    static final long NET_DEPOSITS_MAX = 1L << 61;

    private final int id;
    private final String symbol;
    private final int scale;
    private final WideSum collateral = new WideSum();
    private final WideSum cost = new WideSum();
    private Waterfall waterfall = Waterfall.TRIAL;
    private Switch withdrawalsOn = Switch.ON;
    private Switch defaultRunsOn = Switch.ON;
    private long insuranceFund;
    private long fees;
    private long rounding;
    private long houseDeficit;
    private long deposits;
    private long withdrawals;
    private long window;
    private long windowDrawn;
    private int liquidatingCount;
    private int defaultedCount;

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

    /** House deficit, at or above 0. */
    public long houseDeficit()
    {
        return houseDeficit;
    }

    /** All that was ever paid in. */
    public long deposits()
    {
        return deposits;
    }

    /** All that was ever taken out. */
    public long withdrawals()
    {
        return withdrawals;
    }

    /** Number of the window of {@link #windowDrawn()}: engine time divided by the window's length. */
    public long window()
    {
        return window;
    }

    /** What default runs drew from the fund in the window. */
    public long windowDrawn()
    {
        return windowDrawn;
    }

    int liquidatingCount()
    {
        return liquidatingCount;
    }

    int defaultedCount()
    {
        return defaultedCount;
    }

    void countStatus(final AccountStatus status, final int delta)
    {
        switch (status)
        {
            case LIQUIDATING -> liquidatingCount += delta;
            case DEFAULTED -> defaultedCount += delta;
            default ->
            {
            }
        }
    }

    /** Whether collateral - cost + fund + fees + rounding - house deficit equals deposits - withdrawals. */
    public boolean balanced()
    {
        return new WideSum().add(collateral).subtract(cost).add(insuranceFund).add(fees).add(rounding)
            .add(-houseDeficit).add(-deposits).add(withdrawals).isZero();
    }

    /** What the fund may give now: fund above its floor, within what the window's cap leaves; at or above 0. */
    long fundAvailable(final long nowMs)
    {
        final long aboveFloor = Math.max(0, insuranceFund - waterfall.fundFloor());
        if (ClearingEngine.NULL_LONG == waterfall.windowCap())
        {
            return aboveFloor;
        }
        final long drawn = nowMs / waterfall.windowMs() == window ? windowDrawn : 0;
        return Math.min(aboveFloor, Math.max(0, waterfall.windowCap() - drawn));
    }

    void draw(final long money, final long nowMs)
    {
        insuranceFund -= money;
        if (waterfall.windowMs() > 0)
        {
            final long current = nowMs / waterfall.windowMs();
            windowDrawn = money + (current == window ? windowDrawn : 0);
            window = current;
        }
        rehash();
    }

    void addFund(final long money)
    {
        insuranceFund += money;
        rehash();
    }

    void addFees(final long money)
    {
        fees += money;
        rehash();
    }

    void addRounding(final long money)
    {
        rounding += money;
        rehash();
    }

    void addHouseDeficit(final long money)
    {
        houseDeficit += money;
        rehash();
    }

    void addDeposit(final long money)
    {
        deposits += money;
        rehash();
    }

    void addWithdrawal(final long money)
    {
        withdrawals += money;
        rehash();
    }

    boolean fitsDeposit(final long money)
    {
        return money <= NET_DEPOSITS_MAX - (deposits - withdrawals) && money <= Long.MAX_VALUE - deposits;
    }

    void waterfall(final Waterfall newWaterfall)
    {
        if (newWaterfall.windowMs() != waterfall.windowMs())
        {
            window = 0;
            windowDrawn = 0;
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

    void restore(final long[] money, final long restoredWindow, final long restoredDrawn)
    {
        insuranceFund = money[0];
        fees = money[1];
        rounding = money[2];
        houseDeficit = money[3];
        deposits = money[4];
        withdrawals = money[5];
        window = restoredWindow;
        windowDrawn = restoredDrawn;
        rehash();
    }

    @Override
    long bookDigest()
    {
        long h = StateHash.mix(StateHash.mix(1, id), symbol);
        h = StateHash.mix(h, scale);
        h = StateHash.mix(h, waterfall.digest());
        h = StateHash.mix(h, withdrawalsOn.value() * 2L + defaultRunsOn.value());
        h = StateHash.mix(h, insuranceFund);
        h = StateHash.mix(h, fees);
        h = StateHash.mix(h, rounding);
        h = StateHash.mix(h, houseDeficit);
        h = StateHash.mix(h, deposits);
        return StateHash.mix(h, withdrawals);
    }

    @Override
    long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(StateHash.mix(101, id), window), windowDrawn);
    }
}
