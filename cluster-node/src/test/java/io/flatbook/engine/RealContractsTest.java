package io.flatbook.engine;

import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * NUM-3, NUM-4, MAR-2, MAR-3: contracts that are traded are defined as they are, and what position fits is computed, or
 * why they cannot be had and with which decimals of the asset they could. Each specification has its public source; the
 * numbers are facts as found there, which an exchange may change. The largest position is
 * {@code 2^54 / (tickValue * the largest of |minTicks|, |maxTicks| and their distance)}, of an inverse contract
 * {@code 2^54 * minTicks / inverseUnit}; bounds are the default ones, 1 and 10^7 ticks, if nothing else is said.
 */
class RealContractsTest
{
    private static final List<String> TABLE = Collections.synchronizedList(new ArrayList<>());
    private static final long DATED_MS = 2_000_000_000_000L;

    @AfterAll
    static void printTable()
    {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "RealContractsTest%n" +
            "%-26s %5s %15s %20s  %s%n", "contract", "scale", "unit", "largest position", "remark"));
        TABLE.stream().sorted().forEach((row) -> text.append(row).append(System.lineSeparator()));
        System.out.print(text);
    }

    private static TestBook asset(final int scale)
    {
        return new TestBook(new Limits(), scale);
    }

    private static InstrumentDefinition linear(final String symbol, final long tick, final int tickExponent)
    {
        return TestBook.linear(symbol).tickSize(tick, tickExponent).maxTicks(10_000_000);
    }

    private static InstrumentDefinition inverse(final String symbol, final long tick, final int tickExponent)
    {
        return linear(symbol, tick, tickExponent).kind(InstrumentKind.INVERSE_PERPETUAL);
    }

    private static InstrumentDefinition dated(final String symbol, final long tick, final int tickExponent)
    {
        return linear(symbol, tick, tickExponent).kind(InstrumentKind.LINEAR_FUTURE).expiryMs(DATED_MS);
    }

    private static int fits(
        final TestBook book, final InstrumentDefinition definition, final long unit, final long lots,
        final String remark)
    {
        final int id = book.define(definition);
        assertThat(book.instrument(id).units().unit()).as("unit of %s", definition.symbol()).isEqualTo(unit);
        assertThat(book.instrument(id).maxPositionLots()).as("position of %s", definition.symbol()).isEqualTo(lots);
        addRow(definition.symbol(), book.usd().scale(), unit, lots, remark);
        return id;
    }

    private static void addRow(
        final String symbol, final int scale, final long unit, final long lots, final String remark)
    {
        TABLE.add(String.format(Locale.ROOT, "%-26s %5d %,15d %,20d  %s", symbol, scale, unit, lots, remark));
    }

    private static void cannotBeHad(final int scale, final InstrumentDefinition definition, final int scaleThatDoes)
    {
        final TestBook book = asset(scale);
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.TICK_SIZE,
            () -> book.engine.defineInstrument(book.alice, definition));
        assertThat(book.engine.detail()).isEqualTo(scaleThatDoes);
        TABLE.add(String.format(Locale.ROOT, "%-26s %5d %15s %20s  %s", definition.symbol(), scale, "-", "-",
            "INVALID_DEFINITION TICK_SIZE: scale " + scaleThatDoes + " would do"));
    }

    /**
     * Binance USDT-M BTCUSDT: tick 0.10, step 0.001 BTC, limit orders up to 1,000 BTC.
     * https://fapi.binance.com/fapi/v1/exchangeInfo (PRICE_FILTER, LOT_SIZE).
     */
    @Test
    void binanceMajor()
    {
        fits(asset(6), linear("BTCUSDT", 1, -1).lotSize(1, -3), 100, 18_014_398, "18,014 BTC up to 1,000,000 USDT");
        fits(asset(6), linear("BTCUSDT to 200,000", 1, -1).lotSize(1, -3).maxTicks(2_000_000), 100, 90_071_992,
            "90,071 BTC");
    }

    /**
     * Binance USDT-M 1000PEPEUSDT: a contract of 1,000 PEPE, tick 0.0000001, step 1: the tick is worth a tenth of the
     * sixth decimal. https://fapi.binance.com/fapi/v1/exchangeInfo. Held with 8 decimals it fits; or with lots of 10.
     */
    @Test
    void aCoinWithATickOfTheSeventhDecimal()
    {
        cannotBeHad(6, linear("1000PEPEUSDT", 1, -7), 7);
        fits(asset(8), linear("1000PEPEUSDT", 1, -7), 10, 180_143_985, "180 billion PEPE up to 1 USDT");
        fits(asset(6), linear("1000PEPEUSDT lots of 10", 1, -7).lotSize(10, 0), 1, 1_801_439_850, "18 trillion PEPE");
    }

    /**
     * Binance COIN-M BTCUSD_PERP: contract value 100 USD, tick 0.1, settled in BTC.
     * https://www.binance.com/en/support/faq (COIN-Margined Futures Contract Specifications),
     * https://dapi.binance.com/dapi/v1/exchangeInfo (contractSize, PRICE_FILTER; LOT_SIZE up to 1,000,000).
     */
    @Test
    void binanceCoinMargined()
    {
        final InstrumentDefinition contract = inverse("BTCUSD_PERP", 1, -1).multiplier(100, 0);
        fits(asset(8), contract, 100_000_000_000L, 180_143, "a price of 0.1 USD is within its bounds");
        fits(asset(8), inverse("BTCUSD_PERP from 1,000", 1, -1).multiplier(100, 0).minTicks(10_000), 100_000_000_000L,
            1_801_439_850, "180 billion USD");
    }

    /**
     * Bybit inverse BTCUSD: contract value 1 USD, tick 0.5, orders up to 1,000,000.
     * https://bybit-exchange.github.io/docs/v5/market/instrument (category inverse).
     */
    @Test
    void bybitInverse()
    {
        fits(asset(8), inverse("BTCUSD", 5, -1), 200_000_000, 90_071_992, "90 million USD from 0.5 USD");
    }

    /**
     * BitMEX ETHUSD, a quanto: 0.000001 XBT per USD of the price, tick 0.05, settled in XBT: a linear contract in
     * satoshis. https://www.bitmex.com/app/seriesGuide/ETHUSD, https://www.bitmex.com/api/v1/instrument?symbol=ETHUSD.
     */
    @Test
    void bitmexQuanto()
    {
        fits(asset(8), linear("ETHUSD", 5, -2).multiplier(1, -6), 5, 360_287_970, "360 XBT a USD of the price");
    }

    /**
     * Hyperliquid: a size has szDecimals decimals, a price at most 6 - szDecimals, so that a tick of a lot is always
     * worth 0.000001 USDC. https://hyperliquid.gitbook.io/Hyperliquid-docs/for-developers/api/tick-and-lot-size.
     * BTC has 5 decimals, kPEPE none.
     */
    @Test
    void hyperliquid()
    {
        fits(asset(6), linear("BTC", 1, -1).lotSize(1, -5), 1, 1_801_439_850, "18,014 BTC up to 1,000,000 USDC");
        fits(asset(6), linear("kPEPE", 1, -6), 1, 1_801_439_850, "1.8 trillion PEPE up to 10 USDC");
    }

    /**
     * dYdX BTC-USD: tick 1 USD, step 0.0001 BTC, settled in USDC with 6 decimals.
     * https://indexer.dydx.trade/v4/perpetualMarkets (tickSize, stepSize).
     */
    @Test
    void dydx()
    {
        fits(asset(6), linear("BTC-USD", 1, 0).lotSize(1, -4), 100, 18_014_398, "1,801 BTC up to 10,000,000 USD");
        fits(asset(6), linear("BTC-USD to 1,000,000", 1, 0).lotSize(1, -4).maxTicks(1_000_000), 100, 180_143_985,
            "18,014 BTC");
    }

    /**
     * OKX PEPE-USDT-SWAP: contract value 10,000,000 PEPE, tick 0.000000001, lots of 1, later 0.1.
     * https://www.okx.com/api/v5/public/instruments?instType=SWAP&instId=PEPE-USDT-SWAP (ctVal, tickSz, lotSz).
     */
    @Test
    void okxWithAContractValueOfTenMillion()
    {
        fits(asset(6), linear("PEPE-USDT-SWAP", 1, -9).multiplier(1, 7), 10_000, 180_143, "1.8 trillion PEPE to 0.01");
        fits(asset(6), linear("PEPE-USDT-SWAP lots of 0.1", 1, -9).multiplier(1, 7).lotSize(1, -1), 1_000, 1_801_439,
            "as much");
    }

    /**
     * Kraken PI_XBTUSD: inverse, lot 1 USD, tick 0.5, largest position 75,000,000 USD.
     * https://support.cryptofacilities.com/hc/en-us/articles/360008643453 (inverse perpetual contract specifications).
     */
    @Test
    void krakenInverse()
    {
        final TestBook book = asset(8);
        final int id = fits(book, inverse("PI_XBTUSD", 5, -1), 200_000_000, 90_071_992, "75,000,000 USD are allowed");
        assertThat(book.instrument(id).maxPositionLots()).isGreaterThan(75_000_000);
        book.protection(id, new TestProtection().maxPosition(75_000_000));
    }

    /**
     * CME ES: 50 USD times the index, tick 0.25 (12.50 USD).
     * https://www.cmegroup.com/trading/equity-index/us-index/e-mini-sandp500_contract_specifications.html.
     */
    @Test
    void cmeIndex()
    {
        fits(asset(2), dated("ESH7", 25, -2).multiplier(50, 0), 1_250, 1_441_151, "index up to 2,500,000");
    }

    /**
     * CME CL: 1,000 barrels, tick 0.01 USD (10 USD); it settled at -37.63 on 20 April 2020.
     * https://www.cmegroup.com/markets/energy/crude-oil/light-sweet-crude.contractSpecs.html,
     * https://www.cftc.gov/PressRoom/PressReleases/8315-20 (interim staff report).
     */
    @Test
    void cmeOilBelowZero()
    {
        final TestBook book = asset(2);
        final int oil = fits(book, dated("CLK0", 1, -2).multiplier(1_000, 0).minTicks(-20_000).maxTicks(20_000)
            .marginTerms(TestBook.perLot(300_000, 250_000, 9_000_00, 7_500_00)), 1_000, 450_359_962,
            "from -200.00 to 200.00");
        book.mark(oil, 18_27).account(1, 1, 1_000_000_00).account(2, 2, 1_000_000_00).book(oil, 1, 2, 10, 18_27);
        book.mark(oil, -37_63);
        book.accepted(book.engine.settleInstrument(book.alice, oil, -37_63));
        assertThat(book.account(1).collateral()).isEqualTo(1_000_000_00 - 10 * 55_900_00);
        assertThat(book.account(2).collateral()).isEqualTo(1_000_000_00 + 10 * 55_900_00);
        // Without amounts per lot a price below 1 tick would leave it without a margin.
        book.refused(RejectReason.INVALID_DEFINITION, RejectField.INITIAL_PER_LOT, () -> book.engine.defineInstrument(
            book.alice, dated("CLM0", 1, -2).multiplier(1_000, 0).minTicks(-20_000).maxTicks(20_000)));
    }

    /**
     * CME ZN: points of 1,000 USD, tick 1/64 of a point (15.625 USD), in calendar spreads 1/128 (7.8125 USD).
     * https://cmegroup.com/trading/interest-rates/us-treasury/10-year-us-treasury-note_contractSpecs_futures.html.
     * Cents are too coarse: the dollar must be held with 3 decimals, for the spreads' tick with 4.
     */
    @Test
    void cmeTreasuryNoteIn64ths()
    {
        cannotBeHad(2, dated("ZNH7", 15_625, -6).multiplier(1_000, 0), 3);
        cannotBeHad(2, dated("ZNH7 in 128ths", 78_125, -7).multiplier(1_000, 0), 4);
        fits(asset(3), dated("ZNH7", 15_625, -6).multiplier(1_000, 0), 15_625, 115_292, "up to 156,250 points");
        fits(asset(3), dated("ZNH7 to 200", 15_625, -6).multiplier(1_000, 0).maxTicks(12_800), 15_625, 90_071_992,
            "up to 200 points");
    }

    /**
     * Kalshi event contracts: tick 0.01 USD, 1.00 if the answer is yes, 0.00 if it is no.
     * https://kalshi.com/blog/article/what-are-event-contracts. Both sides have paid in full: nobody defaults.
     */
    @Test
    void anEventContractEndsAtZeroOrAtOne()
    {
        for (final long end : new long[]{0, 100})
        {
            final TestBook book = asset(2);
            final int event = book.define(event());
            book.mark(event, 62).account(1, 1, 6_20).account(2, 2, 3_80).book(event, 1, 2, 10, 62);
            assertThat(book.engine.margin().initialMargin(book.account(1))).isEqualTo(6_20);
            assertThat(book.engine.margin().initialMargin(book.account(2))).isEqualTo(3_80);
            book.mark(event, end);
            book.accepted(book.engine.settleInstrument(book.alice, event, end));
            assertThat(book.account(1).collateral()).isEqualTo(10 * end);
            assertThat(book.account(2).collateral()).isEqualTo(10_00 - 10 * end);
            assertThat(book.usd().insuranceFund()).isZero();
            assertThat(book.usd().houseDeficit().isZero()).isTrue();
        }
        fits(asset(2), event(), 1, 180_143_985_094_819L, "BOUNDED, 0.00 to 1.00");
    }

    private static InstrumentDefinition event()
    {
        return dated("EVENT-26", 1, -2).minTicks(0).maxTicks(100).marginTerms(MarginTerms.bounded());
    }

    /**
     * Paradex SOL options: SOL-USD-{expiry}-{strike}-{type}, tick 0.001 USD, lot 1 SOL, settled in USDC, positions up
     * to 100,000 SOL. https://docs.paradex.trade/trading/instruments-guide/options/sol-options.
     */
    @Test
    void anOptionChainWithNamesOf22Characters()
    {
        final TestBook book = asset(6);
        final int sol = fits(book, linear("SOL-USD-PERP", 1, -3).lotSize(1, -1), 100, 18_014_398, "1.8 million SOL");
        for (long strike = 1_000; strike < 1_500; strike += 50)
        {
            for (final InstrumentKind kind : List.of(InstrumentKind.CALL, InstrumentKind.PUT))
            {
                final String name = "SOL-USD-27MAR26-" + strike + (InstrumentKind.CALL == kind ? "-C" : "-P");
                assertThat(name).hasSize(22);
                final int id = book.define(TestBook.option(name, kind, sol, strike * 1_000).tickSize(1, -3)
                    .maxTicks(10_000_000).expiryMs(DATED_MS));
                assertThat(book.instrument(id).maxPositionLots()).isEqualTo(1_801_439).isGreaterThan(100_000);
                assertThat(book.instrument(id).family()).isEqualTo("SOL-USD-PERP");
            }
        }
        addRow("SOL-USD-27MAR26-1000-C", 6, 1_000, 1_801_439, "20 options, 100,000 SOL are allowed");
        assertThat(book.engine.book().lastInstrumentId()).isEqualTo(21);
    }

    /**
     * A power future of a month of 720 hours, a megawatt each: its day-ahead prices lie between -500 and 4,000 EUR/MWh,
     * in cents. https://www.sem-o.com/market-messages/message/index.xml?message=5852 (-500 was reached),
     * https://exaa.at/en/about-exaa/exaa-news/ (the harmonised maximum stays at 4,000).
     */
    @Test
    void aPowerFutureFromMinus500()
    {
        final TestBook book = asset(2);
        final int power = fits(book, dated("POWER-BASE-M", 1, -2).multiplier(720, 0).minTicks(-500_00)
            .maxTicks(4_000_00).marginTerms(TestBook.perLot(200_000, 150_000, 5_000_00, 4_000_00)), 720, 55_599_995,
            "from -500.00 to 4,000.00");
        book.mark(power, 80_00).account(1, 1, 1_000_000_00).account(2, 2, 1_000_000_00).book(power, 1, 2, 1, 80_00);
        book.mark(power, -500_00);
        book.accepted(book.engine.settleInstrument(book.alice, power, -500_00));
        assertThat(book.account(2).collateral()).isEqualTo(1_000_000_00 + 580 * 720 * 100);
        // When the harmonised minimum falls, so do the bounds.
        final int next = book.define(dated("POWER-BASE-M1", 1, -2).multiplier(720, 0).minTicks(-500_00)
            .maxTicks(4_000_00).marginTerms(TestBook.perLot(200_000, 150_000, 5_000_00, 4_000_00)));
        book.accepted(book.engine.setPriceBounds(book.alice, next, -600_00, 4_000_00));
        book.mark(next, -550_00);
    }
}
