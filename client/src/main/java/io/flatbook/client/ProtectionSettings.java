package io.flatbook.client;

/**
 * Protection of an instrument against bad marks, prices, fees and sizes. {@code null} where it is allowed means no
 * limit; 0 switches a band or the age off.
 *
 * @param markBandPpm         a mark further than this from the last accepted one is held, in parts per million.
 * @param markMaxAgeMs        a mark older than this is stale, in milliseconds.
 * @param tradeBandPpm        a trade further than this from the mark is refused, in parts per million.
 * @param maxFeePpm           largest fee or rebate as a share of the trade's value, or null.
 * @param maxPositionLots     largest position of an account, or null for as defined.
 * @param maxOpenInterestLots largest open interest, or null.
 * @param fundingCapPpb       largest absolute funding rate in parts per billion, or null for 100 %.
 */
public record ProtectionSettings(
    long markBandPpm,
    long markMaxAgeMs,
    long tradeBandPpm,
    Long maxFeePpm,
    Long maxPositionLots,
    Long maxOpenInterestLots,
    Long fundingCapPpb)
{
    /** No bands, no age, no limits. */
    public static final ProtectionSettings OFF = new ProtectionSettings(0, 0, 0, null, null, null, null);
}
