package io.flatbook.engine;

import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Figures that exchanges publish: bankruptcy prices (STAT-3, NUM-3), the queue and its lights (POL-1, POL-5), and who
 * pays (RUN-4, RUN-5, RUN-7).
 */
class PublishedFiguresTest
{
    private static final long LONG_LOTS = 7_890_080;

    /** A contract of 1 USD on bitcoin, ticks of 0.000001 USD, money in satoshi. */
    private static int inverse(final TestBook book)
    {
        return book.define(new InstrumentDefinition().symbol("XBTUSD").kind(InstrumentKind.INVERSE_PERPETUAL)
            .settlementAssetId(TestBook.USD).tickSize(1, -6).lotSize(1, 0).multiplier(1, 0)
            .minTicks(1_000_000_000L).maxTicks(100_000_000_000L).offsetPolicy(OffsetPolicyKind.QUEUE)
            .marginTerms(TestBook.tiers(20_000, 5_000)));
    }

    private static TestBook fiftyTimesLong()
    {
        final TestBook book = new TestBook(new Limits(), 8);
        final int xbt = inverse(book);
        book.mark(xbt, 7_890_080_000L);
        book.account(1, 1, 2_000_000_000L).account(2, 2, 100_000_000_000_000L);
        return book.book(xbt, 1, 2, LONG_LOTS, 7_890_080_000L);
    }

    @Test
    void anInverseLongOfFiftyTimesFrom7890DollarsIsBankruptAt7735()
    {
        // 7890.08 / (1 + 1/50) = 7735.372549..., rounded up for a long.
        final TestBook book = fiftyTimesLong();
        book.events.take();
        book.mark(1, 7_750_000_000L);
        assertThat(book.events.take("accountStatusChanged")).containsExactly(
            "accountStatusChanged 1 HEALTHY->LIQUIDATING equity=192516130 " +
            "leg 1:7890080 value=-102000000000 ticks=7735372550");
    }

    @Test
    void atTheInverseBankruptcyPriceItIsSolventAndTwoTicksBelowItIsNot()
    {
        final TestBook above = fiftyTimesLong().mark(1, 7_735_372_550L);
        assertThat(above.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        final TestBook below = fiftyTimesLong().mark(1, 7_735_372_548L);
        assertThat(below.status(1)).isEqualTo(AccountStatus.CLOSED_OUT);
    }

    /** 0.004 BTC at 50,000 and 0.1 ETH at 3,000 with 10 % maintenance margin; money in millionths. */
    private static TestBook crossMargined(final boolean isLong, final long collateral)
    {
        final TestBook book = new TestBook(new Limits(), 6);
        final int btc = book.define(TestBook.linear("BTC").lotSize(1, -3).marginTerms(TestBook.tiers(10_000, 10_000)));
        final int eth = book.define(TestBook.linear("ETH").lotSize(1, -1).marginTerms(TestBook.tiers(10_000, 10_000)));
        book.marks(new int[]{btc, eth}, 50_000, 3_000);
        book.account(1, 1, collateral).account(2, 2, 1_000_000_000L);
        final long buyer = isLong ? 1 : 2;
        book.book(btc, buyer, 3 - buyer, 4, 50_000).book(eth, buyer, 3 - buyer, 1, 3_000);
        for (final int instrument : new int[]{btc, eth})
        {
            book.accepted(
                book.engine.setMarginTiers(book.alice, instrument, TestBook.tiers(100_000, 100_000)));
        }
        return book;
    }

    @Test
    void theWorkedExampleOfAnEtherLegGives294()
    {
        // Cash -490, values 200 and 300: equity 10, of which 4 and 6 are given up.
        final TestBook book = crossMargined(true, 10_000_000);
        assertThat(book.status(1)).isEqualTo(AccountStatus.LIQUIDATING);
        assertThat(book.account(1).collateral() - book.account(1).leg(0).cost() - book.account(1).leg(1).cost())
            .isEqualTo(-490_000_000);
        final BankruptcyPrices bankruptcy = bankruptcyOf(book);
        assertThat(bankruptcy.value(0)).isEqualTo(196_000_000);
        assertThat(bankruptcy.value(1)).isEqualTo(294_000_000);
        assertThat(bankruptcy.priceTicks(0)).isEqualTo(49_000);
        assertThat(bankruptcy.priceTicks(1)).isEqualTo(2_940);
    }

    @Test
    void itsMirrorImageOfTwoShortsGivesMinus306()
    {
        final BankruptcyPrices bankruptcy = bankruptcyOf(crossMargined(false, 10_000_000));
        assertThat(bankruptcy.value(0)).isEqualTo(-204_000_000);
        assertThat(bankruptcy.value(1)).isEqualTo(-306_000_000);
        assertThat(bankruptcy.priceTicks(0)).isEqualTo(51_000);
        assertThat(bankruptcy.priceTicks(1)).isEqualTo(3_060);
    }

    private static BankruptcyPrices bankruptcyOf(final TestBook book)
    {
        return new BankruptcyPrices(book.account(1), book.engine.margin());
    }

    @Test
    void aShortSoldAt50000With4999ClosesAt54999()
    {
        final TestBook book = new TestBook();
        final int btc = book.define(TestBook.linear("BTC").marginTerms(TestBook.tiers(50_000, 30_000)));
        book.mark(btc, 50_000).account(1001, 1, 4_999).account(1002, 2, 20_000);
        book.book(btc, 1002, 1001, 1, 50_000);
        book.events.take();
        book.mark(btc, 55_000);
        assertThat(book.events.take()).containsExactly(
            "markPricesUpdated 1:55000",
            "accountStatusChanged 1001 HEALTHY->DEFAULTED equity=-1",
            "defaultRunStarted 1 1001 equity=-1 notional=55000 closes=BTC:1/-1",
            "cancelOrders 1 1001 BTC",
            "cancelOrders 1 1002 BTC",
            "positionOffset 1 OFFSET BTC 1001/1002 1@55000 due=1 paid=1 rank=1 QUEUE",
            "defaultRunCompleted 1 1001 deficit=1 own=0 fund=0 surcharge=1 haircut=0 house=0 fee=0 legsLeft=0",
            "accountStatusChanged 1001 DEFAULTED->CLOSED_OUT equity=0");
        assertThat(book.account(1001).collateral()).isZero();
        assertThat(book.account(1002).collateral()).isEqualTo(24_999);
    }

    /** Longs of accounts 1 to 6 and a short of 20 lots, bankrupt at 650, held by a switch until the queue is read. */
    private static TestBook publishedQueue()
    {
        final TestBook book = new TestBook();
        final int xbt = book.define(TestBook.linear("XBT").marginTerms(TestBook.tiers(20_000, 10_000)));
        book.mark(xbt, 600).account(100, 100, 1_000).account(200, 200, 100_000);
        final long[] deposits = {1_000, 700, 2_400, 2_700, 1_600, 1_100};
        final long[] lots = {10, 10, 20, 30, 20, 10};
        for (int i = 0; i < 6; i++)
        {
            book.account(i + 1, i + 1, deposits[i]);
        }
        book.book(xbt, 2, 100, 10, 600).book(xbt, 5, 100, 10, 600).book(xbt, 5, 200, 10, 600);
        for (final int i : new int[]{1, 3, 4, 6})
        {
            book.book(xbt, i, 200, lots[i - 1], 600);
        }
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        return book.mark(xbt, 660);
    }

    @Test
    void thePublishedQueueReads254163()
    {
        final TestBook book = publishedQueue();
        final List<OffsetQueue.Place> places = book.engine.queue().side(book.instrument(1), Side.LONG);
        assertThat(places).extracting((place) -> place.position().account().id())
            .containsExactly(2L, 5L, 4L, 1L, 6L, 3L);
        assertThat(places).extracting(OffsetQueue.Place::rank).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(places).extracting(OffsetQueue.Place::lotsAhead).containsExactly(0L, 10L, 30L, 60L, 70L, 80L);
        assertThat(places).extracting(OffsetQueue.Place::quintile).containsExactly(4, 4, 3, 1, 1, 0);
    }

    @Test
    void ofThePublishedQueueTheFirstTwoCloseTenEach()
    {
        final TestBook book = publishedQueue();
        book.events.take();
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.ON));
        assertThat(book.events.take("positionOffset", "defaultRunCompleted")).containsExactly(
            "positionOffset 1 OFFSET XBT 100/2 10@660 due=100 paid=100 rank=1 QUEUE",
            "positionOffset 1 OFFSET XBT 100/5 10@660 due=100 paid=100 rank=2 QUEUE",
            "defaultRunCompleted 1 100 deficit=200 own=0 fund=0 surcharge=200 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(new long[]{book.lots(1, 1), book.lots(2, 1), book.lots(3, 1), book.lots(4, 1), book.lots(5, 1),
            book.lots(6, 1), book.lots(200, 1)}).containsExactly(10, 0, 20, 30, 10, 10, -80);
        assertThat(book.account(2).collateral()).isEqualTo(1_200);
        assertThat(book.account(5).collateral()).isEqualTo(2_100);
    }

    @Test
    void twoDefaultersOnOneMarkShareTheFundAfterTheFirstOnesOwnerHasPaid()
    {
        final TestBook book = new TestBook();
        final int sol = book.perpetual("SOL", 100);
        book.fund(30).account(1, 1, 110).account(2, 2, 110).account(3, 1, 30).account(4, 4, 500).account(5, 5, 200);
        book.book(sol, 1, 4, 10, 100).book(sol, 2, 5, 8, 100).book(sol, 2, 3, 2, 100);
        book.events.take();
        book.mark(sol, 80);
        assertThat(book.events.take("positionOffset", "ownAccountCollected", "defaultRunCompleted",
            "insuranceFundChanged")).containsExactly(
            "positionOffset 1 OWN_HEDGE SOL 1/3 2@80 due=0 paid=0",
            "ownAccountCollected 1 3 for=1 70",
            "insuranceFundChanged -5 DEFAULT_DRAW now=25",
            "insuranceFundChanged -25 DEFAULT_DRAW now=0",
            "positionOffset 1 OFFSET SOL 1/5 8@80 due=15 paid=15 rank=1 QUEUE",
            "positionOffset 2 OFFSET SOL 2/4 10@80 due=65 paid=65 rank=1 QUEUE",
            "defaultRunCompleted 1 1 deficit=90 own=70 fund=5 surcharge=15 haircut=0 house=0 fee=0 legsLeft=0",
            "defaultRunCompleted 2 2 deficit=90 own=0 fund=25 surcharge=65 haircut=0 house=0 fee=0 legsLeft=0");
        assertThat(List.of(book.equity(1), book.equity(2), book.equity(3), book.equity(4), book.equity(5)))
            .containsExactly(0L, 0L, 0L, 635L, 345L);
    }
}
