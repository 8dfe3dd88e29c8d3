package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;

/** The state hash is of the book alone, the replica hash of all state (DET-2, I11). */
class StateHashTest
{
    private final TestBook one = new TestBook();
    private final TestBook other = new TestBook();
    private final int btc = one.perpetual("BTC", 100);

    StateHashTest()
    {
        other.perpetual("BTC", 100);
    }

    private void expect(final boolean sameBook, final boolean sameReplica)
    {
        assertThat(one.engine.stateHash() == other.engine.stateHash()).as("state hash").isEqualTo(sameBook);
        assertThat(one.engine.replicaHash() == other.engine.replicaHash()).as("replica hash").isEqualTo(sameReplica);
    }

    @Test
    void theSameCommandsGiveTheSameHashes()
    {
        one.account(1, 1, 10).account(2, 2, 20).at(5);
        other.account(1, 1, 10).account(2, 2, 20).at(5);
        expect(true, true);
    }

    @Test
    void twoRoutesToTheSameBookAreTheSameBook()
    {
        one.account(1, 1, 500).account(2, 2, 500).book(btc, 1, 2, 6, 100).book(btc, 2, 1, 1, 100);
        other.account(2, 2, 200).account(1, 1, 500).deposit(2, 300).book(btc, 1, 2, 2, 100).book(btc, 1, 2, 3, 100);
        expect(true, false);
    }

    @Test
    void timeAndWindowsAreNotOfTheBook()
    {
        one.at(50);
        other.at(70);
        expect(true, false);
    }

    @Test
    void everythingInTheBookCounts()
    {
        long last = one.engine.stateHash();
        final Runnable[] changes = {
            () -> one.account(1, 1, 0),
            () -> one.account(2, 2, 0),
            () -> one.deposit(1, 500),
            () -> one.deposit(2, 500),
            () -> one.book(btc, 1, 2, 1, 100),
            () -> one.mark(btc, 101),
            () -> one.fund(1),
            () -> one.waterfall(new TestWaterfall().floor(1)),
            () -> one.accepted(one.engine.setAccountMode(one.alice, 1, AccountMode.FROZEN)),
            () -> one.accepted(one.engine.setMarginTiers(one.alice, btc, TestBook.tiers(9, 8))),
            () -> one.accepted(one.engine.setPriceBounds(one.alice, btc, 1, 99_999)),
            () -> one.accepted(one.engine.setOffsetPolicy(one.alice, btc, OffsetPolicyKind.QUEUE, Switch.ON)),
            () -> one.protection(btc, new TestProtection().markBand(1)),
            () -> one.mark(btc, 120),
            () -> one.accepted(one.engine.setOrderHold(one.gateway, 2, 1)),
            () -> one.accepted(one.engine.settleInstrument(one.alice, btc, 101))};
        for (int i = 0; i < changes.length; i++)
        {
            changes[i].run();
            assertThat(one.engine.stateHash()).as("change %d", i).isNotEqualTo(last);
            last = one.engine.stateHash();
        }
    }

    @Test
    void aClosedAccountLeavesNothingBehindInTheBook()
    {
        final long before = one.engine.stateHash();
        one.account(1, 1, 0).accepted(one.engine.closeAccount(one.gateway, 1));
        assertThat(one.engine.stateHash()).isEqualTo(before);
    }

    @Test
    void whatAccountsAnswerForCounts()
    {
        // At 94 account 1 is LIQUIDATING; only in one book its owner's account 3 held an opposite position.
        for (final TestBook book : new TestBook[]{one, other})
        {
            book.account(1, 1, 100).account(2, 2, 5_000).account(3, 1, 100).book(btc, 1, 2, 10, 100);
        }
        one.mark(btc, 95).mark(btc, 94).book(btc, 2, 3, 1, 94).book(btc, 3, 2, 1, 94);
        other.mark(btc, 95).book(btc, 2, 3, 1, 94).book(btc, 3, 2, 1, 94).mark(btc, 94);
        assertThat(one.account(3).pledged()).isTrue();
        assertThat(other.account(3).pledged()).isFalse();
        assertThat(one.cost(2, btc)).isEqualTo(other.cost(2, btc));
        assertThat(one.account(3).collateral()).isEqualTo(other.account(3).collateral());
        expect(false, false);
        one.mark(btc, 100);
        other.mark(btc, 100);
        assertThat(one.account(3).pledged()).isFalse();
        expect(true, true);
    }

    @Test
    void aPreviewLeavesNoTrace()
    {
        one.account(1, 1, 200).account(2, 2, 1_000).book(btc, 1, 2, 10, 100).events.take();
        final long state = one.engine.stateHash();
        final long replica = one.engine.replicaHash();
        final RunPlan plan = one.engine.preview(one.account(1), null).runs().get(0);
        assertThat(plan.closedLots()).isEqualTo(10);
        assertThat(one.events.take()).isEmpty();
        assertThat(one.engine.stateHash()).isEqualTo(state);
        assertThat(one.engine.replicaHash()).isEqualTo(replica);
    }

    /** The trades that a gateway can bust are state: two that come under each other's ids leave the same book. */
    @Test
    void allThatIsKeptOfATradeCountsInTheReplica()
    {
        final Function<TestBook, TestTrade> trade = (book) -> book.trade(btc, 1, 2, 1, 100);
        final List<Function<TestBook, TestTrade>> others = List.of(
            (book) -> book.trade(2, 1, 2, 1, 100),
            (book) -> book.trade(btc, 3, 2, 1, 100),
            (book) -> book.trade(btc, 1, 3, 1, 100),
            (book) -> book.trade(btc, 1, 2, 2, 100),
            (book) -> book.trade(btc, 1, 2, 1, 101),
            (book) -> book.trade(btc, 1, 2, 1, 100).fees(1, 0),
            (book) -> book.trade(btc, 1, 2, 1, 100).fees(0, 1));
        for (final Function<TestBook, TestTrade> other : others)
        {
            final ClearingEngine before = traded(trade, other);
            final ClearingEngine after = traded(other, trade);
            final String which = "trade " + others.indexOf(other);
            assertThat(after.stateHash()).as(which).isEqualTo(before.stateHash());
            assertThat(after.replicaHash()).as(which).isNotEqualTo(before.replicaHash());
        }
    }

    private static ClearingEngine traded(
        final Function<TestBook, TestTrade> first, final Function<TestBook, TestTrade> second)
    {
        final TestBook book = new TestBook();
        book.perpetual("BTC", 100);
        book.perpetual("ETH", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).account(3, 3, 1_000);
        book.accepted(first.apply(book).id(5).send());
        book.accepted(second.apply(book).id(6).send());
        return book.engine;
    }

    /** Whether it was busted counts as long as it is kept, and leaves nothing behind. */
    @Test
    void aTradeThatWasBustedCountsUntilItIsForgotten()
    {
        final TestBook busted = thereAndBack(true);
        final TestBook reversed = thereAndBack(false);
        assertThat(busted.engine.stateHash()).isEqualTo(reversed.engine.stateHash());
        assertThat(busted.engine.replicaHash()).isNotEqualTo(reversed.engine.replicaHash());
        busted.book(btc, 1, 2, 1, 100).book(btc, 1, 2, 1, 100);
        reversed.book(btc, 1, 2, 1, 100).book(btc, 1, 2, 1, 100);
        assertThat(busted.engine.replicaHash()).isEqualTo(reversed.engine.replicaHash());
    }

    private TestBook thereAndBack(final boolean isBusted)
    {
        final TestBook book = new TestBook(new Limits().idsRetained(2));
        book.perpetual("BTC", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000).book(btc, 1, 2, 1, 100);
        final TestTrade back = book.trade(btc, 2, 1, 1, 100);
        book.accepted((isBusted ? back.bust(1) : back).send());
        return book;
    }

    /** A trade of a former account of the same id cannot be busted (TRD-5), so that it is another trade. */
    @Test
    void ofWhichAccountATradeWasCountsInTheReplica()
    {
        for (final TestBook book : new TestBook[]{one, other})
        {
            book.account(1, 1, 1_000).account(2, 2, 1_000);
        }
        one.book(btc, 1, 2, 1, 100).book(btc, 2, 1, 1, 100);
        for (final TestBook book : new TestBook[]{one, other})
        {
            book.withdraw(1, 1_000).accepted(book.engine.closeAccount(book.gateway, 1));
            book.account(1, 1, 1_000);
        }
        other.book(btc, 1, 2, 1, 100).book(btc, 2, 1, 1, 100);
        expect(true, false);
    }
}
