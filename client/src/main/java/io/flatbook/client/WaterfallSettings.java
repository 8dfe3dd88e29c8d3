package io.flatbook.client;

import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.WaterfallTermsDecoder;

/**
 * The default waterfall of an asset (SET-1); replaced as a whole. Money is in its minor units; {@code null}, if
 * allowed, means no limit.
 *
 * @param fundFloor            the fund is not drawn below this.
 * @param perOwnerCap          most that the runs of one owner may draw in a window, or null.
 * @param windowCap            most that all runs may draw in a window, or null.
 * @param windowMs             length of a window in milliseconds; 0 if none of the three caps of a window is set.
 * @param liquidationTimeoutMs time that an account may be LIQUIDATING, in milliseconds; 0: none.
 * @param liquidationFeePpm    fee of a liquidation trade as a share of the closed value, in parts per million.
 * @param closeOutFeePpm       fee of a default run with equity at or above 0, in parts per million.
 * @param houseDeficitGate     withdrawals stop while the house deficit is above this.
 * @param withdrawalCap        most that an owner may withdraw in a window, or null.
 * @param trigger              what starts a default run.
 * @param recourse             which accounts of an owner answer for each other.
 * @param closeOut             how much a default run closes; LEAST needs a close-out fee above 0.
 */
public record WaterfallSettings(
    long fundFloor,
    Long perOwnerCap,
    Long windowCap,
    long windowMs,
    long liquidationTimeoutMs,
    long liquidationFeePpm,
    long closeOutFeePpm,
    long houseDeficitGate,
    Long withdrawalCap,
    DefaultTrigger trigger,
    Recourse recourse,
    CloseOut closeOut)
{
    /** The trial defaults: whole fund, no caps, no deadline, no fees, automatic, hedges answer, whole close-out. */
    public static final WaterfallSettings TRIAL = new WaterfallSettings(
        0, null, null, 0, 0, 0, 0, 0, null, DefaultTrigger.AUTOMATIC, Recourse.HEDGES, CloseOut.WHOLE);

    /**
     * Settings as an event or a report carries them, to be sent again with what is to change.
     *
     * @param terms of an asset.
     * @return the settings.
     */
    public static WaterfallSettings of(final WaterfallTermsDecoder terms)
    {
        return new WaterfallSettings(
            terms.fundFloor(),
            Wire.nullable(terms.perOwnerCap(), WaterfallTermsDecoder.perOwnerCapNullValue()),
            Wire.nullable(terms.windowCap(), WaterfallTermsDecoder.windowCapNullValue()),
            terms.windowMs(),
            terms.liquidationTimeoutMs(),
            terms.liquidationFeePpm(),
            terms.closeOutFeePpm(),
            terms.houseDeficitGate(),
            Wire.nullable(terms.withdrawalCap(), WaterfallTermsDecoder.withdrawalCapNullValue()),
            terms.trigger(),
            terms.recourse(),
            terms.closeOut());
    }
}
