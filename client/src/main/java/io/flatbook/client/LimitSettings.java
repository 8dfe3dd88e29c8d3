package io.flatbook.client;

import io.flatbook.sbe.SetLimitsEncoder;

/**
 * Limits of the engine that risk raises (VER-3); what is not set stays as it is. None can be lowered.
 */
public final class LimitSettings
{
    private int accounts = SetLimitsEncoder.accountsNullValue();
    private int accountsPerOwner = SetLimitsEncoder.accountsPerOwnerNullValue();
    private int instruments = SetLimitsEncoder.instrumentsNullValue();
    private int positionsPerInstrument = SetLimitsEncoder.positionsPerInstrumentNullValue();
    private int assets = SetLimitsEncoder.assetsNullValue();
    private int gateways = SetLimitsEncoder.gatewaysNullValue();
    private int principals = SetLimitsEncoder.principalsNullValue();
    private int accountsPerVenue = SetLimitsEncoder.accountsPerVenueNullValue();

    /**
     * Nothing raised yet.
     */
    public LimitSettings()
    {
    }

    /**
     * Most accounts.
     *
     * @param limit not below the present one, at most 16,777,216.
     * @return this for a fluent API.
     */
    public LimitSettings accounts(final int limit)
    {
        accounts = limit;
        return this;
    }

    /**
     * Most accounts of one owner in one asset.
     *
     * @param limit not below the present one, at most 4,096.
     * @return this for a fluent API.
     */
    public LimitSettings accountsPerOwner(final int limit)
    {
        accountsPerOwner = limit;
        return this;
    }

    /**
     * Most instruments that are not settled.
     *
     * @param limit not below the present one, at most 16,384.
     * @return this for a fluent API.
     */
    public LimitSettings instruments(final int limit)
    {
        instruments = limit;
        return this;
    }

    /**
     * Most positions open in one instrument.
     *
     * @param limit not below the present one, at most 4,194,304.
     * @return this for a fluent API.
     */
    public LimitSettings positionsPerInstrument(final int limit)
    {
        positionsPerInstrument = limit;
        return this;
    }

    /**
     * Most assets.
     *
     * @param limit not below the present one, at most 256.
     * @return this for a fluent API.
     */
    public LimitSettings assets(final int limit)
    {
        assets = limit;
        return this;
    }

    /**
     * Most gateways.
     *
     * @param limit not below the present one, at most 1,024.
     * @return this for a fluent API.
     */
    public LimitSettings gateways(final int limit)
    {
        gateways = limit;
        return this;
    }

    /**
     * Most principals that have sent commands, gateways included.
     *
     * @param limit not below the present one, at most 4,096.
     * @return this for a fluent API.
     */
    public LimitSettings principals(final int limit)
    {
        principals = limit;
        return this;
    }

    /**
     * Most accounts of one venue.
     *
     * @param limit not below the present one, at most 16,777,216.
     * @return this for a fluent API.
     */
    public LimitSettings accountsPerVenue(final int limit)
    {
        accountsPerVenue = limit;
        return this;
    }

    void encode(final SetLimitsEncoder encoder)
    {
        encoder.accounts(accounts)
            .accountsPerOwner(accountsPerOwner)
            .instruments(instruments)
            .positionsPerInstrument(positionsPerInstrument)
            .assets(assets)
            .gateways(gateways)
            .principals(principals)
            .accountsPerVenue(accountsPerVenue);
    }
}
