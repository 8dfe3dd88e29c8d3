package io.flatbook.client;

import io.flatbook.sbe.ProtectionTermsDecoder;

/**
 * Protection of an instrument against bad marks, prices, fees and sizes (SET-1); replaced as a whole. {@code null}, if
 * allowed, means no limit; 0 switches a band or the age off. A band in parts per million and one in ticks may both be
 * set: the larger one counts.
 *
 * @param markBandPpm            a mark further than this from the reference is held, in parts per million.
 * @param markBandAbsoluteTicks  the same in ticks.
 * @param markBandMs             length of a window of the reference: the mark accepted when the window began, in
 *                               milliseconds; 0: the last accepted mark.
 * @param markMaxAgeMs           a mark older than this is stale, in milliseconds.
 * @param tradeBandPpm           a trade further than this from the mark is refused, in parts per million.
 * @param tradeBandAbsoluteTicks the same in ticks.
 * @param doubtPpm               by which share of its value an unpriced position without a held mark may be worth more,
 *                               in parts per million.
 * @param maxFeePpm              largest fee or rebate as a share of the trade's value, or null.
 * @param maxPositionLots        largest position of an account, or null for as defined.
 * @param maxOwnerPositionLots   most lots of one side over all accounts of an owner, or null.
 * @param maxOpenInterestLots    largest open interest, or null.
 * @param fundingCapPpb          largest absolute funding rate in parts per billion, or null for 100 %.
 */
public record ProtectionSettings(
    long markBandPpm,
    long markBandAbsoluteTicks,
    long markBandMs,
    long markMaxAgeMs,
    long tradeBandPpm,
    long tradeBandAbsoluteTicks,
    long doubtPpm,
    Long maxFeePpm,
    Long maxPositionLots,
    Long maxOwnerPositionLots,
    Long maxOpenInterestLots,
    Long fundingCapPpb)
{
    /** The trial defaults: no bands, no age, no limits, a doubt of 25 %. */
    public static final ProtectionSettings TRIAL =
        new ProtectionSettings(0, 0, 0, 0, 0, 0, 250_000, null, null, null, null, null);

    /**
     * Settings as an event or a report carries them, to be sent again with what is to change.
     *
     * @param terms of an instrument.
     * @return the settings.
     */
    public static ProtectionSettings of(final ProtectionTermsDecoder terms)
    {
        return new ProtectionSettings(
            terms.markBandPpm(),
            terms.markBandAbsoluteTicks(),
            terms.markBandMs(),
            terms.markMaxAgeMs(),
            terms.tradeBandPpm(),
            terms.tradeBandAbsoluteTicks(),
            terms.doubtPpm(),
            Wire.nullable(terms.maxFeePpm(), ProtectionTermsDecoder.maxFeePpmNullValue()),
            Wire.nullable(terms.maxPositionLots(), ProtectionTermsDecoder.maxPositionLotsNullValue()),
            Wire.nullable(terms.maxOwnerPositionLots(), ProtectionTermsDecoder.maxOwnerPositionLotsNullValue()),
            Wire.nullable(terms.maxOpenInterestLots(), ProtectionTermsDecoder.maxOpenInterestLotsNullValue()),
            Wire.nullable(terms.fundingCapPpb(), ProtectionTermsDecoder.fundingCapPpbNullValue()));
    }
}
