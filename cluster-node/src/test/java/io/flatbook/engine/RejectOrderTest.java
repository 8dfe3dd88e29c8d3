package io.flatbook.engine;

import io.flatbook.engine.book.Enums;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Guards run in the order of the reject reasons, and the first that fails is the answer (REJ-1, CMD-1, PAY-1). */
class RejectOrderTest
{
    /** As the contract lists them. */
    private static final String IN_ORDER =
        "MALFORMED UNSUPPORTED_VERSION NOT_AUTHORIZED FENCED QUERY_BUSY SEQUENCE_GAP COMMAND_ID_REUSED " +
        "OUTCOME_FORGOTTEN STORAGE_LOW INVALID_FIELD UNKNOWN_ASSET UNKNOWN_INSTRUMENT UNKNOWN_ACCOUNT " +
        "UNKNOWN_GATEWAY UNKNOWN_TRADE UNKNOWN_PROPOSAL NOT_YOUR_ACCOUNT ALREADY_EXISTS DUPLICATE_TRADE " +
        "TRADE_ID_TOO_OLD DUPLICATE_REFERENCE STALE_SEQUENCE INVALID_DEFINITION ASSET_MISMATCH SAME_ACCOUNT " +
        "SAME_OWNER FOUR_EYES_REQUIRED INSTRUMENT_STATUS NO_MARK MARK_SUSPECT MARK_STALE MARK_CHANGED RUN_PENDING " +
        "ACCOUNT_STATUS ASSET_SUSPENDED HOUSE_DEFICIT DEFAULT_PENDING PLEDGED OUTSIDE_BAND FEE_LIMIT POSITION_LIMIT " +
        "OPEN_INTEREST_LIMIT LEG_LIMIT WITHDRAWAL_LIMIT INSUFFICIENT_POSITION INSUFFICIENT_FUND " +
        "INSUFFICIENT_COLLATERAL INSUFFICIENT_MARGIN BEYOND_BANKRUPTCY NOT_EMPTY TOO_MANY OVERFLOW ENGINE_FAULT";

    private final TestBook book = new TestBook();
    private final ClearingEngine engine = book.engine;
    private final int btc = book.perpetual("BTC", 100);
    private final int eth = book.perpetual("ETH", 100);

    @Test
    void theOrderIsTheOneOfTheContract()
    {
        final List<String> names = Arrays.stream(RejectReason.values())
            .filter((reason) -> Enums.known(reason) && RejectReason.NONE != reason)
            .sorted(Comparator.comparingInt(RejectReason::value)).map(RejectReason::name).toList();
        assertThat(names).containsExactly(IN_ORDER.split(" "));
    }

    /**
     * Sends a command, then heals what it was refused for, again and again.
     *
     * @return the reasons in the order in which they came.
     */
    private List<RejectReason> reasons(final Supplier<RejectReason> command, final Runnable... cures)
    {
        final List<RejectReason> reasons = new ArrayList<>();
        for (final Runnable cure : cures)
        {
            final long stateHash = engine.stateHash();
            final long replicaHash = engine.replicaHash();
            reasons.add(command.get());
            assertThat(engine.stateHash()).isEqualTo(stateHash);
            assertThat(engine.replicaHash()).isEqualTo(replicaHash);
            cure.run();
        }
        reasons.add(command.get());
        assertThat(reasons.subList(0, reasons.size() - 1)).isSorted();
        return reasons;
    }

    private void mode(final long account, final AccountMode mode)
    {
        book.accepted(engine.setAccountMode(book.alice, account, mode));
    }

    private void instrument(final int instrument, final InstrumentStatus status)
    {
        book.accepted(engine.setInstrumentStatus(book.alice, instrument, status));
    }

    /** A run of 10 lots whose only counterparty gained nothing: the house takes 50. */
    private void houseDeficit()
    {
        book.account(5, 5, 100).account(6, 6, 1_000).account(9, 9, 100_000).book(eth, 5, 9, 10, 100).mark(eth, 95);
        book.book(eth, 9, 6, 10, 85).mark(eth, 85).mark(eth, 100);
        assertThat(book.usd().houseDeficit()).hasToString("50");
    }

    @Test
    void ofAWithdrawal()
    {
        houseDeficit();
        book.account(1, 7, 1_000).account(2, 7, 110).book(btc, 1, 9, 10, 100).book(eth, 2, 9, 10, 100).mark(eth, 93);
        assertThat(book.status(2)).isEqualTo(AccountStatus.LIQUIDATING);
        mode(1, AccountMode.FROZEN);
        book.waterfall(new TestWaterfall().withdrawals(0, 1_000)).protection(btc, new TestProtection().markBand(50_000)
            .markMaxAge(1_000)).mark(btc, 150);
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.OFF, Switch.ON));
        final TestWaterfall gate = new TestWaterfall().gate(50);
        assertThat(reasons(() -> book.tryWithdraw(1, 1_001),
            () -> book.at(2_000).mark(btc, 100).at(4_000),
            () -> book.mark(btc, 100),
            () -> mode(1, AccountMode.NORMAL),
            () -> book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON)),
            () -> book.waterfall(new TestWaterfall().gate(50).withdrawals(0, 1_000)),
            () -> book.mark(eth, 100),
            () -> book.waterfall(gate),
            () -> book.deposit(1, 1),
            () -> book.deposit(1, 1_000))).containsExactly(RejectReason.MARK_SUSPECT, RejectReason.MARK_STALE,
            RejectReason.ACCOUNT_STATUS, RejectReason.ASSET_SUSPENDED, RejectReason.HOUSE_DEFICIT,
            RejectReason.DEFAULT_PENDING, RejectReason.WITHDRAWAL_LIMIT, RejectReason.INSUFFICIENT_COLLATERAL,
            RejectReason.INSUFFICIENT_MARGIN, RejectReason.NONE);
    }

    @Test
    void ofATransferOfCollateral()
    {
        houseDeficit();
        book.account(1, 7, 1_000).account(2, 7, 110).account(3, 7, 100).book(btc, 1, 9, 10, 100);
        book.book(eth, 2, 9, 10, 100).book(eth, 3, 9, 10, 100).waterfall(new TestWaterfall().operator()).mark(eth, 93);
        mode(1, AccountMode.FROZEN);
        book.protection(btc, new TestProtection().markBand(50_000)).mark(btc, 150);
        book.account(4, 8, 0);
        assertThat(reasons(() -> book.tryTransfer(1, 4, 1_001),
            () -> book.accepted(engine.closeAccount(book.gateway, 4)),
            () -> book.account(4, 7, 0),
            () -> book.mark(btc, 100),
            () -> mode(1, AccountMode.NORMAL),
            () -> book.waterfall(new TestWaterfall().gate(50)),
            () -> book.mark(eth, 100),
            () -> book.deposit(1, 1),
            () -> book.deposit(1, 1_000))).containsExactly(RejectReason.INVALID_FIELD,
            RejectReason.UNKNOWN_ACCOUNT, RejectReason.MARK_SUSPECT, RejectReason.ACCOUNT_STATUS,
            RejectReason.HOUSE_DEFICIT, RejectReason.DEFAULT_PENDING, RejectReason.INSUFFICIENT_COLLATERAL,
            RejectReason.INSUFFICIENT_MARGIN, RejectReason.NONE);
    }

    @Test
    void ofATradeOfAPledgedAccount()
    {
        book.account(1, 7, 110).account(2, 7, 1_000).account(9, 9, 100_000);
        book.book(btc, 1, 9, 10, 100).book(btc, 9, 2, 2, 100).mark(btc, 93);
        assertThat(book.account(2).pledged()).isTrue();
        instrument(btc, InstrumentStatus.HALTED);
        mode(2, AccountMode.REDUCE_ONLY);
        book.protection(btc, new TestProtection().markBand(50_000).tradeBandTicks(1).maxFee(0).maxPosition(2)
            .maxOpenInterest(10)).mark(btc, 150);
        assertThat(reasons(() -> book.trade(btc, 9, 2, 200, 90).fees(0, 30).send(),
            () -> instrument(btc, InstrumentStatus.TRADING),
            () -> book.mark(btc, 93),
            () -> mode(2, AccountMode.NORMAL),
            () -> book.deposit(1, 1_000),
            () -> book.mark(btc, 90),
            () -> book.protection(btc, new TestProtection().maxPosition(2).maxOpenInterest(10)),
            () -> book.protection(btc, new TestProtection().maxOpenInterest(10)),
            () -> book.protection(btc, new TestProtection()),
            () -> book.deposit(2, 1_000))).containsExactly(RejectReason.INSTRUMENT_STATUS, RejectReason.MARK_SUSPECT,
            RejectReason.ACCOUNT_STATUS, RejectReason.PLEDGED, RejectReason.OUTSIDE_BAND, RejectReason.FEE_LIMIT,
            RejectReason.POSITION_LIMIT, RejectReason.OPEN_INTEREST_LIMIT, RejectReason.INSUFFICIENT_MARGIN,
            RejectReason.NONE);
    }

    @Test
    void theBuyerIsCheckedBeforeTheSellerWithinOneReason()
    {
        book.account(1, 1, 10).account(2, 2, 10).account(3, 3, 10_000);
        assertThat(book.trade(btc, 1, 2, 1, 130).send()).isEqualTo(RejectReason.INSUFFICIENT_MARGIN);
        assertThat(engine.rejectField().name()).isEqualTo("BUYER");
        // But a reason that comes first is told of the seller before a later one of the buyer.
        mode(2, AccountMode.FROZEN);
        assertThat(book.trade(btc, 1, 2, 1, 130).send()).isEqualTo(RejectReason.ACCOUNT_STATUS);
        assertThat(engine.rejectField().name()).isEqualTo("SELLER");
    }

    @Test
    void ofASettlement()
    {
        final int call = book.define(TestBook.option("C", InstrumentKind.CALL, btc, 100));
        book.account(1, 1, 1_000).account(2, 2, 1_000).mark(call, 5).book(call, 1, 2, 1, 5);
        book.protection(btc, new TestProtection().tradeBand(10_000));
        book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.accepted(engine.setControls(book.alice, Switch.ON));
        final Sender approved = book.bob.principal().approvedSender();
        assertThat(reasons(() -> engine.settleInstrument(book.alice, btc, 150),
            () -> book.accepted(engine.setControls(approved, Switch.OFF)),
            () -> book.accepted(engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON)),
            () -> book.protection(btc, new TestProtection()),
            () -> book.book(call, 2, 1, 1, 5))).containsExactly(RejectReason.FOUR_EYES_REQUIRED,
            RejectReason.ASSET_SUSPENDED, RejectReason.OUTSIDE_BAND, RejectReason.NOT_EMPTY, RejectReason.NONE);
    }
}
