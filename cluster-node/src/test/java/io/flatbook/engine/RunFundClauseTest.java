package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RUN-5: what the insurance fund gives: above its floor, within the window's cap, shared by need, and to the runs of
 * one owner no more than its cap in a window. A defaulter is long 10 A from 100; at 80 it has lost 200.
 */
class RunFundClauseTest
{
    private static final long WINDOW_MS = 60_000;

    private final TestBook book = new TestBook(new Limits().clockStepMs(1_000_000));
    private final int a = book.perpetual("A", 100);

    RunFundClauseTest()
    {
        book.fund(1_000).account(2, 2, 1_000_000);
    }

    private void defaulter(final long account, final long owner, final long money)
    {
        book.account(account, owner, money).book(a, account, 2, 10, 100);
    }

    /** Draws of a mark of 80, as account of the run and amount. */
    private List<String> draws(final long markTicks)
    {
        book.events.take();
        book.mark(a, markTicks);
        return book.events.take("insuranceFundChanged", "defaultRunCompleted").stream()
            .map((line) -> line.split(" DEFAULT")[0].split(" own")[0]).toList();
    }

    @Test
    void paysWhatIsNeededBeforeAnyStranger()
    {
        defaulter(1, 1, 110);
        assertThat(draws(80)).containsExactly("insuranceFundChanged -90", "defaultRunCompleted 1 1 deficit=90");
        assertThat(book.usd().insuranceFund()).isEqualTo(910);
        assertThat(book.account(2).collateral()).isEqualTo(1_000_000 + 200);
    }

    /** Needs 90 and 60, an offer of 50: floor(50 * 90 / 150) = 30, the rest 20. */
    @Test
    void sharesWhatIsAboveTheFloorByNeed()
    {
        book.waterfall(new TestWaterfall().floor(950));
        defaulter(1, 1, 110);
        defaulter(3, 3, 140);
        assertThat(draws(80)).startsWith("insuranceFundChanged -30", "insuranceFundChanged -20");
        assertThat(book.usd().insuranceFund()).isEqualTo(950);
    }

    /** Three needs of 70, an offer of 100: floor(100/3), floor(200/3) - 33, 100 - 66. */
    @Test
    void sharesSumToTheOffer()
    {
        book.waterfall(new TestWaterfall().floor(900));
        for (long account = 11; account <= 13; account++)
        {
            defaulter(account, account, 130);
        }
        assertThat(draws(80)).startsWith(
            "insuranceFundChanged -33", "insuranceFundChanged -33", "insuranceFundChanged -34");
    }

    @Test
    void givesNothingAtOrBelowItsFloor()
    {
        book.waterfall(new TestWaterfall().floor(1_000));
        defaulter(1, 1, 110);
        assertThat(draws(80)).containsExactly("defaultRunCompleted 1 1 deficit=90");
        assertThat(book.account(2).collateral()).isEqualTo(1_000_000 + 200 - 90);
    }

    /** 40 of the window go as 24 and 16; then nothing until the next window begins. */
    @Test
    void keepsToTheCapOfTheWindow()
    {
        book.at(WINDOW_MS + 1).waterfall(new TestWaterfall().window(40, WINDOW_MS));
        defaulter(1, 1, 110);
        defaulter(3, 3, 140);
        assertThat(draws(80)).startsWith("insuranceFundChanged -24", "insuranceFundChanged -16");
        book.mark(a, 100);
        defaulter(4, 4, 110);
        book.at(2 * WINDOW_MS - 1);
        assertThat(draws(80)).containsExactly("defaultRunCompleted 3 4 deficit=90");
        book.mark(a, 100);
        defaulter(5, 5, 110);
        book.at(2 * WINDOW_MS);
        assertThat(draws(80)).startsWith("insuranceFundChanged -40");
    }

    /** Five accounts of one owner need 90 each and have one cap of 200: 90, 90, 20 and nothing, in account order. */
    @Test
    void fiveAccountsOfOneOwnerHaveOneCap()
    {
        book.at(1).waterfall(new TestWaterfall().perOwner(200, WINDOW_MS));
        for (long account = 15; account >= 11; account--)
        {
            defaulter(account, 1, 110);
        }
        assertThat(draws(80)).containsExactly(
            "insuranceFundChanged -90", "insuranceFundChanged -90", "insuranceFundChanged -20",
            "defaultRunCompleted 1 11 deficit=90", "defaultRunCompleted 2 12 deficit=90",
            "defaultRunCompleted 3 13 deficit=90", "defaultRunCompleted 4 14 deficit=90",
            "defaultRunCompleted 5 15 deficit=90");
        assertThat(book.usd().insuranceFund()).isEqualTo(800);
        assertThat(book.account(2).collateral()).as("strangers pay the rest").isEqualTo(1_000_000 + 1_000 - 250);
    }

    /** Needs count as 90 and 10 for the owner with a cap of 100, and as 90 for the other; 95 are offered. */
    @Test
    void theOfferIsSharedByNeedsWithinTheCap()
    {
        book.at(1).waterfall(new TestWaterfall().perOwner(100, WINDOW_MS).floor(905));
        defaulter(11, 1, 110);
        defaulter(12, 1, 110);
        defaulter(13, 3, 110);
        assertThat(draws(80)).startsWith(
            "insuranceFundChanged -45", "insuranceFundChanged -5", "insuranceFundChanged -45");
    }

    @Test
    void theOwnersCapIsKeptFromEntryToEntryOfTheWindow()
    {
        book.at(1).waterfall(new TestWaterfall().perOwner(100, WINDOW_MS));
        defaulter(11, 1, 110);
        assertThat(draws(80)).startsWith("insuranceFundChanged -90");
        book.mark(a, 100);
        defaulter(12, 1, 110);
        defaulter(13, 3, 110);
        assertThat(draws(80)).startsWith("insuranceFundChanged -10", "insuranceFundChanged -90");
        book.mark(a, 100);
        defaulter(14, 1, 110);
        book.at(WINDOW_MS);
        assertThat(draws(80)).startsWith("insuranceFundChanged -90");
        book.mark(a, 100);
        defaulter(15, 1, 110);
        assertThat(draws(80)).as("nothing of the former window counts").startsWith("insuranceFundChanged -10");
    }

    @Test
    void aCapNeedsAWindow()
    {
        book.refused(RejectReason.INVALID_FIELD, RejectField.WINDOW_MS,
            () -> book.engine.setWaterfall(book.alice, TestBook.USD, new TestWaterfall().perOwner(100, 0).build()));
        book.refused(RejectReason.INVALID_FIELD, RejectField.WINDOW_MS,
            () -> book.engine.setWaterfall(book.alice, TestBook.USD, new TestWaterfall().window(100, 0).build()));
        book.refused(RejectReason.INVALID_FIELD, RejectField.WINDOW_MS, () -> book.engine.setWaterfall(
            book.alice, TestBook.USD, new TestWaterfall().withdrawals(100, 0).build()));
    }

    /** An owner of the same number at another venue has a cap of its own. */
    @Test
    void theCapIsOfAnOwnerOfAVenue()
    {
        book.at(1).waterfall(new TestWaterfall().perOwner(100, WINDOW_MS));
        final Sender elsewhere = book.gateway("elsewhere", 2, 15, Switch.OFF);
        book.accepted(book.engine.openAccount(elsewhere, 21, 1, TestBook.USD));
        book.accepted(book.engine.openAccount(elsewhere, 22, 2, TestBook.USD));
        book.accepted(book.engine.deposit(elsewhere, 21, 110, 1));
        book.accepted(book.engine.deposit(elsewhere, 22, 1_000, 2));
        book.accepted(book.trade(a, 21, 22, 10, 100).through(elsewhere).send());
        defaulter(11, 1, 110);
        assertThat(draws(80)).startsWith("insuranceFundChanged -90", "insuranceFundChanged -90");
    }
}
