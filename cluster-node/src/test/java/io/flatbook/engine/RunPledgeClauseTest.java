package io.flatbook.engine;

import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-3: which accounts answer for a distressed one of their owner, from when and until when; TRD-2, PAY-1, PAY-2: what
 * they may not do meanwhile. A and B are of one family, C is of another. Account 1 of owner 1 is long 10 A from 100
 * with 150: at 89 its equity is 40, its maintenance 45.
 */
class RunPledgeClauseTest
{
    private final TestBook book = new TestBook();
    private final int a = listed(TestBook.linear("A").family("F"));
    private final int b = listed(TestBook.linear("B").family("F"));
    private final int c = listed(TestBook.linear("C"));

    RunPledgeClauseTest()
    {
        book.account(2, 2, 1_000_000).account(1, 1, 150).book(a, 1, 2, 10, 100);
    }

    private int listed(final InstrumentDefinition definition)
    {
        final int id = book.define(definition);
        book.mark(id, 100);
        return id;
    }

    private boolean pledged(final long accountId)
    {
        return book.account(accountId).pledged();
    }

    @Test
    void isWhoeverHoldsTheOppositeDirectionInTheFamily()
    {
        final Sender elsewhere = book.gateway("elsewhere", 2, 15, Switch.OFF);
        for (final long account : new long[]{7, 8})
        {
            book.accepted(book.engine.openAccount(elsewhere, account, account - 6, TestBook.USD));
            book.accepted(book.engine.deposit(elsewhere, account, 1_000, account));
        }
        book.accepted(book.trade(b, 8, 7, 2, 100).through(elsewhere).send());
        book.account(3, 1, 100).book(b, 2, 3, 2, 100);
        book.account(4, 1, 100).book(b, 4, 2, 2, 100);
        book.account(5, 1, 100).book(c, 2, 5, 2, 100);
        book.account(6, 1, 100);
        book.mark(a, 90);
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
        book.events.take();
        book.mark(a, 89);
        assertThat(book.events.take("accountStatusChanged", "accountPledged").stream()
            .map((line) -> line.split(" equity")[0]).toList()).containsExactly(
            "accountStatusChanged 1 MARGIN_CALL->LIQUIDATING", "accountPledged 3 for=1");
        assertThat(pledged(7)).as("owner 1 of another venue is somebody else").isFalse();
    }

    @Test
    void isForThePutOfTheFamilyTheOtherWayRound()
    {
        final int put = book.define(TestBook.option("PUT", InstrumentKind.PUT, a, 100));
        book.mark(put, 10);
        book.account(3, 1, 500).book(put, 3, 2, 1, 10);
        book.account(4, 1, 500).book(put, 2, 4, 1, 10);
        book.mark(a, 89);
        assertThat(pledged(3)).as("a long put gains if the coin falls").isTrue();
        assertThat(pledged(4)).isFalse();
    }

    @Test
    void staysWhenThePositionIsClosedAndComesWithOneThatIsTaken()
    {
        book.account(3, 1, 100).book(b, 2, 3, 2, 100);
        book.account(6, 1, 100);
        book.mark(a, 89);
        book.book(b, 3, 2, 2, 100);
        assertThat(pledged(3)).as("closed, but held at a moment of the distress").isTrue();
        book.events.take();
        book.book(b, 2, 6, 1, 100);
        assertThat(book.events.take("accountPledged")).containsExactly("accountPledged 6 for=1");
        book.book(b, 6, 2, 1, 100);
        book.events.take();
        book.mark(a, 100);
        assertThat(book.events.take("accountStatusChanged", "accountReleased").stream()
            .map((line) -> line.split(" equity")[0]).toList()).containsExactly(
            "accountStatusChanged 1 LIQUIDATING->HEALTHY", "accountReleased 3", "accountReleased 6");
        assertThat(pledged(3) || pledged(6)).isFalse();
    }

    /** Account 6 is HEALTHY by far; account 7 has 51 of an initial margin of 84.60, and then 94.60. */
    @Test
    void comesWithAPositionWhateverTheStatusIs()
    {
        book.account(6, 1, 100_000).account(7, 1, 105).book(c, 6, 2, 9, 100).book(c, 7, 2, 9, 100);
        book.marks(new int[]{a, c}, 89, 94).events.take();
        book.book(b, 2, 6, 1, 100).book(c, 2, 6, 1, 94);
        book.accepted(book.trade(b, 2, 7, 1, 100).guaranteed().send());
        assertThat(book.status(7)).isEqualTo(AccountStatus.MARGIN_CALL);
        assertThat(book.events.take("accountPledged"))
            .containsExactly("accountPledged 6 for=1", "accountPledged 7 for=1");
    }

    @Test
    void isNobodyForItself()
    {
        book.book(b, 2, 1, 1, 100).mark(a, 88);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(pledged(1)).isFalse();
    }

    /** Account 4 has 35 of a maintenance of 44 at 88. */
    @Test
    void isToldOnceForWhoWasDistressedFirst()
    {
        book.account(3, 1, 100).book(b, 2, 3, 2, 100).account(4, 1, 155).book(a, 4, 2, 10, 100);
        book.events.take();
        book.mark(a, 89).mark(a, 88);
        assertThat(book.status(4)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.events.take("accountPledged")).containsExactly("accountPledged 3 for=1");
    }

    @Test
    void isAskedAnewInANewTimeOfDistress()
    {
        book.account(3, 1, 100).book(b, 2, 3, 2, 100);
        book.mark(a, 89).book(b, 3, 2, 2, 100).mark(a, 100);
        book.mark(a, 89);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(pledged(3)).as("it holds nothing in this time of distress").isFalse();
    }

    @Test
    void doesNotLowerItsEquityByATrade()
    {
        book.account(3, 1, 10_000).book(b, 2, 3, 20, 100);
        book.mark(a, 89);
        book.refused(RejectReason.PLEDGED, RejectField.BUYER, () -> book.trade(b, 3, 2, 1, 101).send());
        book.refused(RejectReason.PLEDGED, RejectField.SELLER, () -> book.trade(b, 2, 3, 1, 99).send());
        // Of a reduction worth 2,000 a fee of 1,000 ppm, 2, does not count; of an opening any counts.
        book.refused(RejectReason.PLEDGED, RejectField.BUYER, () -> book.trade(b, 3, 2, 20, 100).fees(3, 0).send());
        book.refused(RejectReason.PLEDGED, RejectField.SELLER, () -> book.trade(b, 2, 3, 20, 100).fees(0, 1).send());
        book.accepted(book.trade(b, 3, 2, 20, 100).fees(2, 0).send());
        // At a better price it may open.
        book.accepted(book.trade(c, 3, 2, 1, 99).send());
    }

    @Test
    void doesNotWithdrawNorPayAnyOneButWhomItAnswersFor()
    {
        book.account(3, 1, 1_000).book(b, 2, 3, 2, 100);
        book.account(6, 1, 100);
        book.mark(a, 89);
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(3, 1));
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(6, 1));
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.FROM, () -> book.tryTransfer(3, 6, 1));
        book.accepted(book.tryTransfer(3, 1, 49));
        assertThat(book.status(1)).isEqualTo(AccountStatus.HEALTHY);
        book.withdraw(3, 1);
    }

    @Test
    void isEveryAccountOfTheOwnerWithRecourseOwner()
    {
        book.waterfall(new TestWaterfall().recourse(Recourse.OWNER));
        book.account(4, 1, 1_000).book(c, 4, 2, 2, 100);
        book.mark(a, 90);
        // PAY-1: with OWNER a margin call is enough to stop withdrawals.
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(4, 1));
        book.accepted(book.trade(c, 2, 4, 1, 99).send());
        book.mark(a, 89);
        book.refused(RejectReason.PLEDGED, RejectField.SELLER, () -> book.trade(c, 2, 4, 1, 99).send());
        assertThat(pledged(4)).as("the bit is for hedges only").isFalse();
        book.accepted(book.trade(c, 2, 4, 1, 100).send());
    }

    /** The settlement closes both positions at once; those before it decide, and account 3 answers with its gain. */
    @Test
    void isDecidedByThePositionsBeforeASettlement()
    {
        final int s = listed(TestBook.future("S", 1_000_000));
        book.account(11, 10, 150).account(13, 10, 100).account(14, 10, 100).account(15, 10, 100);
        book.book(s, 11, 2, 10, 100).book(s, 2, 13, 10, 100).book(s, 15, 2, 1, 100).book(c, 2, 11, 1, 100);
        book.events.take();
        book.accepted(book.engine.settleInstrument(book.alice, s, 70));
        assertThat(book.events.take("accountPledged", "ownAccountCollected", "defaultRunCompleted", "accountReleased"))
            .containsExactly("accountPledged 13 for=11", "ownAccountCollected 1 13 for=11 150",
                "defaultRunCompleted 1 11 deficit=150 own=150 fund=0 surcharge=0 haircut=0 house=0 fee=0 legsLeft=0",
                "accountReleased 13");
        assertThat(book.account(13).collateral()).isEqualTo(100 + 300 - 150);
        assertThat(book.account(14).collateral()).isEqualTo(100);
        // It was long as well; a short of another family was none against it.
        assertThat(book.account(15).collateral()).isEqualTo(100 - 30);
    }

    @Test
    void isNotDecidedByThemForWhomTheSettlementOnlyLeavesInLiquidation()
    {
        final int s = listed(TestBook.future("S", 1_000_000).family("F"));
        book.account(11, 10, 200).account(13, 10, 100);
        book.book(s, 11, 2, 10, 100).book(s, 2, 13, 10, 100).book(a, 11, 2, 10, 100);
        book.accepted(book.engine.settleInstrument(book.alice, s, 84));
        assertThat(book.status(11)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(pledged(13)).as("it holds nothing any more").isFalse();
    }

    /**
     * Account 1 (250) is long 10 A and 10 B. A is held at 130: a doubt of 300. At B 80 its equity is 50 against a
     * maintenance of 90: only doubt keeps it, and its hedge answers from then on.
     */
    @Test
    void isAlsoWhoHedgesAnAccountThatOnlyDoubtKeeps()
    {
        book.deposit(1, 100).book(b, 1, 2, 10, 100);
        book.account(3, 1, 100).book(b, 2, 3, 2, 100);
        book.protection(a, new TestProtection().markBand(100_000)).mark(a, 130);
        book.events.take();
        book.mark(b, 80);
        assertThat(book.events.take("accountStatusChanged", "accountPledged").stream()
            .map((line) -> line.split(" equity")[0]).toList()).containsExactly(
            "accountStatusChanged 1 HEALTHY->MARGIN_CALL", "accountPledged 3 for=1");
        assertThat(book.account(1).keptByDoubt()).isTrue();
        book.refused(RejectReason.DEFAULT_PENDING, RejectField.ACCOUNT, () -> book.tryWithdraw(3, 1));
        book.mark(a, 100);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(pledged(3)).isTrue();
        book.mark(b, 100);
        assertThat(pledged(3)).isFalse();
    }

    /** The same, and then B 85: equity 100, maintenance 92.50, initial margin 185. */
    @Test
    void endsWithTheDoubtThatAnAccountNeededThoughItsStatusStays()
    {
        book.deposit(1, 100).book(b, 1, 2, 10, 100);
        book.account(3, 1, 100).book(b, 2, 3, 2, 100);
        book.protection(a, new TestProtection().markBand(100_000)).mark(a, 130).mark(b, 80);
        assertThat(pledged(3)).isTrue();
        assertThat(book.eventsOf(() -> book.tryMarks(new int[]{b}, 85), "accountStatusChanged", "accountReleased"))
            .containsExactly("accountReleased 3");
        assertThat(book.status(1)).isEqualTo(AccountStatus.MARGIN_CALL);
    }

    @Test
    void twoDistressedAccountsAnswerForEachOther()
    {
        book.account(3, 1, 320).book(b, 2, 3, 10, 100).book(c, 3, 2, 10, 100);
        book.events.take();
        book.marks(new int[]{a, c}, 89, 72);
        assertThat(book.status(3)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.events.take("accountStatusChanged", "accountPledged").stream()
            .map((line) -> line.split(" equity")[0]).toList()).containsExactly(
            "accountStatusChanged 1 HEALTHY->LIQUIDATING", "accountPledged 3 for=1",
            "accountStatusChanged 3 HEALTHY->LIQUIDATING", "accountPledged 1 for=3");
    }
}
