package io.flatbook.cluster;

import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.ProtectionTermsEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.WaterfallTermsEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Numbers out of range are refused and named, field by field; what is not there is unknown. */
class BadNumbersTest
{
    private final Desk desk = Books.traded();

    static Stream<Arguments> numbers()
    {
        return Stream.of(
            Arguments.of(protection((terms) -> terms.markBandPpm(-1)), RejectField.MARK_BAND),
            Arguments.of(protection((terms) -> terms.markBandAbsoluteTicks(-1)), RejectField.MARK_BAND_ABSOLUTE),
            Arguments.of(protection((terms) -> terms.markBandMs(-1)), RejectField.MARK_BAND_MS),
            Arguments.of(protection((terms) -> terms.markMaxAgeMs(-1)), RejectField.MARK_MAX_AGE_MS),
            Arguments.of(protection((terms) -> terms.tradeBandPpm(-1)), RejectField.TRADE_BAND),
            Arguments.of(protection((terms) -> terms.tradeBandAbsoluteTicks(-1)), RejectField.TRADE_BAND_ABSOLUTE),
            Arguments.of(protection((terms) -> terms.doubtPpm(-1)), RejectField.DOUBT),
            Arguments.of(protection((terms) -> terms.maxFeePpm(-1)), RejectField.MAX_FEE),
            Arguments.of(protection((terms) -> terms.maxPositionLots(-1)), RejectField.MAX_POSITION),
            Arguments.of(protection((terms) -> terms.maxOwnerPositionLots(-1)), RejectField.MAX_OWNER_POSITION),
            Arguments.of(protection((terms) -> terms.maxOpenInterestLots(-1)), RejectField.MAX_OPEN_INTEREST),
            Arguments.of(protection((terms) -> terms.fundingCapPpb(-1)), RejectField.FUNDING_CAP),
            Arguments.of(waterfall((terms) -> terms.perOwnerCap(-1).windowMs(1_000)), RejectField.PER_OWNER_CAP),
            Arguments.of(waterfall((terms) -> terms.windowMs(-1)), RejectField.WINDOW_MS),
            Arguments.of(waterfall((terms) -> terms.perOwnerCap(1)), RejectField.WINDOW_MS),
            Arguments.of(waterfall((terms) -> terms.withdrawalCap(1)), RejectField.WINDOW_MS),
            Arguments.of(RiskMessages.setMarginTiers(1, MarginModel.TIERS, -1, 0, 2), RejectField.INITIAL_PER_LOT),
            Arguments.of(RiskMessages.setMarginTiers(1, MarginModel.TIERS, 1, -1, 2), RejectField.MAINTENANCE_PER_LOT),
            Arguments.of(RiskMessages.setPriceBounds(1, Long.MIN_VALUE, 10), RejectField.MIN_PRICE),
            Arguments.of(RiskMessages.setPriceBounds(1, -1, Long.MAX_VALUE), RejectField.MAX_PRICE),
            Arguments.of(RiskMessages.setPriceBounds(0, 1, 10), RejectField.INSTRUMENT),
            Arguments.of(RiskMessages.defineGateway("c", 1, 1, 0, 9), RejectField.ACCOUNT_FROM),
            Arguments.of(RiskMessages.defineGateway("c", 1, 1, 9, 8), RejectField.ACCOUNT_TO),
            Arguments.of(RiskMessages.defineGateway("c", 1, 1, 1, 8, 0), RejectField.INSTRUMENTS),
            Arguments.of(RiskMessages.defineGateway("c", 1, 1, 1, 8, 2, 2), RejectField.INSTRUMENTS),
            Arguments.of(RiskMessages.defineGateway("c", 1, 1, 1, 8, new int[300]), RejectField.INSTRUMENTS),
            Arguments.of(RiskMessages.defineGateway("a", 2), RejectField.VENUE),
            Arguments.of(RiskMessages.sweepRounding(0), RejectField.ASSET),
            Arguments.of(RiskMessages.settleVariation(0), RejectField.INSTRUMENT),
            Arguments.of(RiskMessages.removeInstrument(-1), RejectField.INSTRUMENT),
            Arguments.of(RiskMessages.rejectProposal(0), RejectField.PROPOSAL),
            Arguments.of(RiskMessages.confirmMark(1, Long.MIN_VALUE), RejectField.MARK),
            Arguments.of(Messages.transferCollateral(0, 2, 1, 1), RejectField.FROM),
            Arguments.of(Messages.transferCollateral(1, 0, 1, 1), RejectField.TO),
            Arguments.of(Messages.transferCollateral(1, 2, 0, 1), RejectField.AMOUNT),
            Arguments.of(Messages.transferCollateral(1, 2, 1, 0), RejectField.REFERENCE),
            Arguments.of(Messages.transferCollateral(1, 2, 1, 900), RejectField.TO));
    }

    private static UnsafeBuffer protection(final Consumer<ProtectionTermsEncoder> change)
    {
        return RiskMessages.setProtection(1, change);
    }

    private static UnsafeBuffer waterfall(final Consumer<WaterfallTermsEncoder> change)
    {
        return RiskMessages.setWaterfall(1, change);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersOutOfRangeAreRefusedAndNamed(final UnsafeBuffer message, final RejectField field)
    {
        assertRefused(Samples.sender(message), message, field);
    }

    @Test
    void whatIsNotThereIsUnknown()
    {
        assertRefusedFor(RiskMessages.setPriceBounds(9, 1, 10), RejectReason.UNKNOWN_INSTRUMENT);
        assertRefusedFor(RiskMessages.settleVariation(9), RejectReason.UNKNOWN_INSTRUMENT);
        assertRefusedFor(RiskMessages.removeInstrument(9), RejectReason.UNKNOWN_INSTRUMENT);
        assertRefusedFor(RiskMessages.sweepRounding(9), RejectReason.UNKNOWN_ASSET);
        assertRefusedFor(RiskMessages.rejectProposal(9), RejectReason.UNKNOWN_PROPOSAL);
        assertRefusedFor(Messages.transferCollateral(1, 900, 1, 900), RejectReason.UNKNOWN_ACCOUNT);
    }

    private void assertRefusedFor(final UnsafeBuffer message, final RejectReason reason)
    {
        final long stateHash = desk.stateHash();
        assertThat(desk.command(Samples.sender(message), message).reason()).isEqualTo(reason);
        assertThat(desk.stateHash()).isEqualTo(stateHash);
    }

    private void assertRefused(final String sender, final UnsafeBuffer message, final RejectField field)
    {
        final long stateHash = desk.stateHash();
        final Desk.Answer answer = desk.command(sender, message);
        assertThat(answer.reason()).isEqualTo(RejectReason.INVALID_FIELD);
        assertThat(answer.field()).isEqualTo(field);
        assertThat(desk.stateHash()).isEqualTo(stateHash);
    }
}
