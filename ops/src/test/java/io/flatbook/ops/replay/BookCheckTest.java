package io.flatbook.ops.replay;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.BookRestorer;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.StateHash;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.AccountMode;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Switch;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is wrong with a book is found and named. Books are those of a snapshot, which are taken as they are.
 */
class BookCheckTest
{
    private static final long LARGEST_LOTS = 1_000_000;

    private final Book book = new Book(new StateHash());
    private final BookRestorer restorer = new BookRestorer(book, null, null);
    private final Asset usd = asset("USD");
    private final Asset eur = asset("EUR");
    private final Instrument bitcoin = instrument();

    @Test
    void findsNothingInABookThatIsRight()
    {
        money(usd, 100, 10, 3_110);
        money(eur, 0, 0, 500);
        account(1, usd, 1_000);
        account(2, usd, 2_000);
        account(3, eur, 500);
        restorer.restorePosition(book.account(1), bitcoin, 5, 500);
        restorer.restorePosition(book.account(2), bitcoin, -5, -500);

        assertThat(findings()).isEmpty();
        assertThat(AssetTotals.of(book)).allMatch(AssetTotals::isBalanced);
    }

    @Test
    void namesTheAssetThatHasMoreThanWasPaidIn()
    {
        money(usd, 0, 0, 1_000);
        money(eur, 0, 0, 500);
        account(1, usd, 1_000);
        account(2, eur, 501);

        assertThat(findings()).containsExactly(
            "the book has 1 more of EUR than was paid in", "the running totals of EUR do not balance");
        assertThat(AssetTotals.of(book)).extracting(AssetTotals::isBalanced).containsExactly(true, false);
    }

    @Test
    void countsTheCostOfPositionsAsMoney()
    {
        positions(5, 500, -5, -493);

        assertThat(findings()).contains("the book has -7 more of USD than was paid in");
    }

    @Test
    void namesAnInstrumentWhosePositionsDoNotSumToZero()
    {
        positions(5, 0, -4, 0);

        assertThat(findings()).containsExactly("quantities of BTC sum to 1");
    }

    @Test
    void namesANegativeFund()
    {
        money(usd, -1, 0, -1);

        assertThat(findings()).contains("fund, fees or house deficit of USD are negative");
    }

    @Test
    void namesAnAccountThatIsClosedOutAndHoldsSomething()
    {
        positions(5, 500, -5, -500);
        account(3, usd, 0);
        closedOut(book.account(1));
        closedOut(book.account(3));

        assertThat(findings()).containsExactly("account 1 is closed out and holds 1 positions and 0");
    }

    /** BOOK-2: totals that are kept from change to change can be wrong in a book that is right. */
    @Test
    void namesTotalsThatAreNotWhatTheBookAddsUpTo() throws ReflectiveOperationException
    {
        positions(5, 500, -5, -500);
        kept(Instrument.class, "longLots").setLong(bitcoin, 6);
        ((WideSum)kept(Asset.class, "collateral").get(usd)).add(1);

        assertThat(findings()).containsExactly("open interest of BTC is 6, long positions have 5",
            "the running totals of USD do not balance");
        assertThat(AssetTotals.of(book)).extracting(AssetTotals::isBalanced).containsExactly(false, true);
    }

    private static Field kept(final Class<?> type, final String name) throws ReflectiveOperationException
    {
        final Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private List<String> findings()
    {
        final List<String> findings = new ArrayList<>();
        BookCheck.check(book, findings::add);
        return findings;
    }

    private Asset asset(final String symbol)
    {
        return restorer.restoreAsset(symbol, 2, Waterfall.TRIAL, Switch.ON, Switch.ON);
    }

    private Instrument instrument()
    {
        return restorer.restoreInstrument(1, new InstrumentDefinition().symbol("BTC")
            .kind(InstrumentKind.LINEAR_PERPETUAL).settlementAssetId(1).tickSize(1, -2).lotSize(1, 0).multiplier(1, 0)
            .offsetPolicy(OffsetPolicyKind.QUEUE), Protection.TRIAL, LARGEST_LOTS);
    }

    private void money(final Asset asset, final long fund, final long fees, final long deposits)
    {
        restorer.restoreMoney(
            asset, fund, fees, 0, new WideSum(), new WideSum().add(deposits), new WideSum());
    }

    private void account(final long id, final Asset asset, final long collateral)
    {
        restorer.restoreAccount(id, id, 1, id, asset.id(), collateral);
    }

    /** Two accounts without money, with a position each. */
    private void positions(final long lots, final long cost, final long otherLots, final long otherCost)
    {
        money(usd, 0, 0, 0);
        account(1, usd, 0);
        account(2, usd, 0);
        restorer.restorePosition(book.account(1), bitcoin, lots, cost);
        restorer.restorePosition(book.account(2), bitcoin, otherLots, otherCost);
    }

    private void closedOut(final Account account)
    {
        restorer.restoreStatus(account, AccountStatus.CLOSED_OUT, false, AccountMode.NORMAL, 0);
    }
}
