package io.flatbook.cluster;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.BankruptcyPrices;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.BusinessDayClosedDecoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.CollateralPageDecoder;
import io.flatbook.sbe.FundingAppliedDecoder;
import io.flatbook.sbe.HaircutPageDecoder;
import io.flatbook.sbe.InstrumentSettledDecoder;
import io.flatbook.sbe.LiquidationPageDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionPageDecoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.StatusPageDecoder;
import io.flatbook.sbe.VariationSettledDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What one entry does to many accounts is published in pages: EVT.
 *
 * <p>Contract: EVT-1.
 */
class EventPagesTest
{
    private static final int PAGE_BYTES = 8_192;
    private static final int FIRST = 1_001;
    private static final int HOLDERS = 150;

    private final Desk desk = Books.traded();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();

    /**
     * At venue 1, accounts 1,001 to 1,150 sell one lot each to account 5, the later the higher; 1 is long 10 against 2.
     * At venue 2, account 3 is long 1 against 4.
     */
    @BeforeEach
    void populate()
    {
        desk.accepted(Desk.GATEWAY, Messages.deposit(5, 100_000_000, 9));
        for (int i = 0; i < HOLDERS; i++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(FIRST + i, FIRST + i, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(FIRST + i, 100_000, FIRST + i));
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(FIRST + i, 5, FIRST + i, 1, 1_000 + i));
        }
        desk.accepted(Desk.OTHER_GATEWAY, Messages.openAccount(4, 4, 1));
        desk.accepted(Desk.OTHER_GATEWAY, Messages.deposit(4, 5_000_000, 2));
        desk.accepted(Desk.OTHER_GATEWAY, Messages.registerTrade(1, 3, 4, 1, 1_000));
        desk.events();
    }

    private static List<Integer> templates(final List<UnsafeBuffer> events)
    {
        return events.stream().map((event) -> MessageCheck.templateId(event, 0)).toList();
    }

    @Test
    void fundingComesInPagesByVenueBeforeItsTotals()
    {
        desk.accepted(Desk.GATEWAY, Messages.applyFunding(1, 1_000_000, 77));
        final List<UnsafeBuffer> events = desk.events();
        final int page = CollateralPageDecoder.TEMPLATE_ID;
        assertThat(templates(events)).containsExactly(page, page, page, page, FundingAppliedDecoder.TEMPLATE_ID);
        final List<Integer> rowCounts = new ArrayList<>();
        final List<Long> accounts = new ArrayList<>();
        long sum = 0;
        for (final UnsafeBuffer event : events.subList(0, 4))
        {
            assertThat(event.capacity()).isLessThanOrEqualTo(PAGE_BYTES);
            final CollateralPageDecoder decoder = new CollateralPageDecoder().wrapAndApplyHeader(event, 0, header);
            assertThat(decoder.cause()).isEqualTo(CollateralCause.FUNDING);
            assertThat(decoder.reference()).isEqualTo(77);
            final CollateralPageDecoder.RowsDecoder rows = decoder.rows();
            rowCounts.add(rows.count());
            for (final CollateralPageDecoder.RowsDecoder row : rows)
            {
                accounts.add(row.account());
                sum += row.amount();
                assertThat(row.collateral()).isEqualTo(account(row.account()).collateral());
            }
        }
        assertThat(rowCounts).containsExactly(64, 64, 25, 2);
        assertThat(accounts.subList(0, 153)).isSorted().startsWith(1L, 2L, 5L, 1_001L);
        assertThat(accounts.subList(153, 155)).containsExactly(3L, 4L);

        final FundingAppliedDecoder totals = new FundingAppliedDecoder().wrapAndApplyHeader(events.get(4), 0, header);
        assertThat(totals.accounts()).isEqualTo(155);
        // 161 lots a side, each of 100,000 minor units, at 0.1 %.
        assertThat(totals.paid().low()).isEqualTo(16_100);
        assertThat(totals.paid().high()).isZero();
        assertThat(totals.received().low()).isEqualTo(16_100);
        assertThat(totals.rounding()).isEqualTo(-sum).isZero();
    }

    @Test
    void variationAndSettlementComeInPagesOfPositions()
    {
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_100));
        desk.events();
        desk.accepted(Desk.RISK, RiskMessages.settleVariation(1));
        final List<UnsafeBuffer> variation = desk.events();
        assertThat(templates(variation)).hasSize(5).endsWith(VariationSettledDecoder.TEMPLATE_ID);
        assertPositions(variation, PositionCause.VARIATION);
        final VariationSettledDecoder totals =
            new VariationSettledDecoder().wrapAndApplyHeader(variation.get(4), 0, header);
        assertThat(totals.markTicks()).isEqualTo(1_100);
        assertThat(totals.positions()).isEqualTo(155);
        assertThat(totals.paid().low()).isEqualTo(totals.received().low()).isPositive();

        desk.accepted(Desk.RISK, RiskMessages.settleInstrument(1, 1_100));
        final List<UnsafeBuffer> settlement = desk.events();
        assertThat(templates(settlement)).startsWith(
            PositionPageDecoder.TEMPLATE_ID, PositionPageDecoder.TEMPLATE_ID, PositionPageDecoder.TEMPLATE_ID,
            PositionPageDecoder.TEMPLATE_ID).contains(InstrumentSettledDecoder.TEMPLATE_ID);
        assertPositions(settlement, PositionCause.SETTLEMENT);
    }

    private void assertPositions(final List<UnsafeBuffer> events, final PositionCause cause)
    {
        int rowCount = 0;
        for (final UnsafeBuffer event : events.subList(0, 4))
        {
            final PositionPageDecoder decoder = new PositionPageDecoder().wrapAndApplyHeader(event, 0, header);
            assertThat(decoder.cause()).isEqualTo(cause);
            assertThat(decoder.instrument()).isEqualTo(1);
            for (final PositionPageDecoder.RowsDecoder row : decoder.rows())
            {
                rowCount++;
                final Account account = account(row.account());
                assertThat(row.collateral()).isEqualTo(account.collateral());
                if (PositionCause.SETTLEMENT == cause)
                {
                    assertThat(row.quantityLots()).isZero();
                    assertThat(row.cost()).isZero();
                }
                else
                {
                    assertThat(row.cost()).isEqualTo(account.leg(0).cost()).isEqualTo(account.leg(0).value());
                }
            }
        }
        assertThat(rowCount).isEqualTo(155);
    }

    @Test
    void accountsWhoseStatusChangesAlikeComeInAPageAndOneAloneComesAlone()
    {
        // At 1,905 account 1,001 has 9,500 of the 9,525 that it needs; 1,002 has 9,600.
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_905));
        final List<UnsafeBuffer> alone = desk.events(AccountStatusChangedDecoder.TEMPLATE_ID);
        assertThat(alone).hasSize(1);
        final AccountStatusChangedDecoder change =
            new AccountStatusChangedDecoder().wrapAndApplyHeader(alone.get(0), 0, header);
        assertThat(change.account()).isEqualTo(FIRST);
        assertThat(change.equity()).isEqualTo(9_500);
        assertThat(change.deadline()).isEqualTo(Messages.NULL_LONG);
        assertThat(change.bankruptcyPrices().count()).isZero();

        // At 1,930 each has 7,000 and 100 for each place behind the first; all below 9,650 follow it.
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(3, 1_930));
        final List<UnsafeBuffer> pages = desk.events(StatusPageDecoder.TEMPLATE_ID);
        assertThat(pages).hasSize(1);
        final StatusPageDecoder page = new StatusPageDecoder().wrapAndApplyHeader(pages.get(0), 0, header);
        assertThat(page.from()).isEqualTo(AccountStatus.HEALTHY);
        assertThat(page.to()).isEqualTo(AccountStatus.MARGIN_CALL);
        final List<Long> accounts = new ArrayList<>();
        for (final StatusPageDecoder.RowsDecoder row : page.rows())
        {
            assertThat(row.equity()).isEqualTo(7_000 + 100 * (row.account() - FIRST));
            accounts.add(row.account());
        }
        assertThat(accounts).hasSize(26).isSorted().startsWith(FIRST + 1L);
    }

    /** At 1,951 short i has 4,900 + 100 * i of the 5,853 that it must have. */
    @Test
    void accountsThatBecomeLiquidatingComeInPagesWithThePricesOfTheirPositions()
    {
        desk.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_951));
        final List<UnsafeBuffer> pages = desk.events(LiquidationPageDecoder.TEMPLATE_ID);
        assertThat(pages).hasSize(1);
        final LiquidationPageDecoder page = new LiquidationPageDecoder().wrapAndApplyHeader(pages.get(0), 0, header);
        assertThat(page.from()).isEqualTo(AccountStatus.HEALTHY);
        assertThat(page.to()).isEqualTo(AccountStatus.LIQUIDATING);
        final List<Long> accounts = new ArrayList<>();
        for (final LiquidationPageDecoder.RowsDecoder row : page.rows())
        {
            accounts.add(row.account());
            assertThat(row.equity()).isEqualTo(4_900 + 100 * (row.account() - FIRST));
            assertThat(row.deadline()).isEqualTo(Messages.NULL_LONG);
            final LiquidationPageDecoder.RowsDecoder.BankruptcyPricesDecoder leg = row.bankruptcyPrices();
            assertThat(leg.count()).isEqualTo(1);
            leg.next();
            final Account account = account(row.account());
            final BankruptcyPrices expected = new BankruptcyPrices(account, desk.clearing().engine().margin());
            assertThat(List.of(leg.instrument(), leg.quantityLots(), leg.bankruptcyValue(),
                leg.bankruptcyPriceTicks())).containsExactly(
                1, -1L, expected.value(0), expected.priceTicks(0));
        }
        assertThat(accounts).hasSize(10).isSorted().startsWith((long)FIRST);
    }

    @Test
    void aPageOfAccountsWithManyPositionsIsNoLongerThanItsLimit()
    {
        final Desk small = Books.traded(new Desk(new LocalClearing(new Limits().pageBytes(390))));
        small.events();
        final Account first = small.clearing().engine().book().account(1);
        final Account second = small.clearing().engine().book().account(2);
        final Account third = small.clearing().engine().book().account(5);
        for (final Account account : List.of(first, second, third))
        {
            small.clearing().publisher().accountStatusChanged(account, AccountStatus.HEALTHY, AccountStatus.LIQUIDATING,
                7, 9, new BankruptcyPrices(account, small.clearing().engine().margin()));
        }
        small.clearing().publisher().flushPages();
        final List<Integer> rows = new ArrayList<>();
        for (final UnsafeBuffer event : small.events(LiquidationPageDecoder.TEMPLATE_ID))
        {
            assertThat(event.capacity()).isLessThanOrEqualTo(390);
            rows.add(new LiquidationPageDecoder().wrapAndApplyHeader(event, 0, header).rows().count());
        }
        assertThat(rows).as("56 bytes for each of the first two, 28 for the third").containsExactly(2, 1);
    }

    @Test
    void changesOfOneEvaluationAreGroupedByWhatTheyAre()
    {
        final EventPublisher publisher = desk.clearing().publisher();
        for (int i = 0; i < 6; i++)
        {
            final boolean isCall = 0 == i % 2;
            publisher.accountStatusChanged(
                account(FIRST + i),
                isCall ? AccountStatus.HEALTHY : AccountStatus.MARGIN_CALL,
                isCall ? AccountStatus.MARGIN_CALL : AccountStatus.HEALTHY,
                i, Messages.NULL_LONG, null);
        }
        publisher.flushPages();
        final List<UnsafeBuffer> pages = desk.events();
        assertThat(templates(pages)).containsExactly(StatusPageDecoder.TEMPLATE_ID, StatusPageDecoder.TEMPLATE_ID);
        assertThat(pages).extracting((page) ->
            new StatusPageDecoder().wrapAndApplyHeader(page, 0, header).rows().count()).containsExactly(3, 3);
    }

    @Test
    void anAccountThatComesAgainBeginsANewRun()
    {
        final EventPublisher publisher = desk.clearing().publisher();
        for (final long accountId : new long[]{1, 2, 2, 1})
        {
            publisher.collateralChanged(account(accountId), 10, CollateralCause.FUNDING, 1);
        }
        publisher.collateralChanged(account(2), 10, CollateralCause.FUNDING, 2);
        publisher.flushPages();
        publisher.flushPages();
        assertThat(desk.events()).extracting((page) ->
            new CollateralPageDecoder().wrapAndApplyHeader(page, 0, header).rows().count())
            .containsExactly(2, 1, 1, 1);
    }

    @Test
    void haircutsComeInPagesBySide()
    {
        final EventPublisher publisher = desk.clearing().publisher();
        final Instrument instrument = desk.clearing().engine().book().instrument(1);
        for (final Side side : new Side[]{Side.LONG, Side.SHORT})
        {
            for (final long accountId : new long[]{1, 2, 3})
            {
                final Account account = account(accountId);
                publisher.gainsHaircut(new RoundPlan.Haircut(
                    account, instrument, side, account.leg(0), 100 + accountId, 60, 500, 900));
            }
        }
        publisher.engineFault(account(1), 5);
        final List<UnsafeBuffer> pages = desk.events();
        assertThat(pages).hasSize(5);
        final HaircutPageDecoder first = new HaircutPageDecoder().wrapAndApplyHeader(pages.get(0), 0, header);
        assertThat(first.side()).isEqualTo(Side.LONG);
        assertThat(first.instrument()).isEqualTo(1);
        final HaircutPageDecoder.RowsDecoder row = first.rows();
        assertThat(row.count()).isEqualTo(2);
        row.next();
        assertThat(List.of(row.account(), row.amount(), row.gain(), row.equity(), row.fromCost(), row.collateral()))
            .containsExactly(1L, 101L, 500L, 900L, 60L, account(1).collateral());
        final HaircutPageDecoder last = new HaircutPageDecoder().wrapAndApplyHeader(pages.get(3), 0, header);
        assertThat(last.side()).isEqualTo(Side.SHORT);
        assertThat(last.rows().count()).isEqualTo(1);
    }

    @Test
    void pagesAreNoLongerThanTheirLimit()
    {
        final Desk small = Books.traded(new Desk(new LocalClearing(new Limits().pageRows(1))));
        small.events();
        small.accepted(Desk.GATEWAY, Messages.applyFunding(1, 1_000_000, 77));
        assertThat(templates(small.events())).containsExactly(CollateralPageDecoder.TEMPLATE_ID,
            CollateralPageDecoder.TEMPLATE_ID, FundingAppliedDecoder.TEMPLATE_ID);
    }

    /** CMD-11: marks and open interest of every instrument, in pages; the totals of the assets on the first. */
    @Test
    void aBusinessDayNamesEachInstrumentOnce()
    {
        final Desk small = Books.traded(new Desk(new LocalClearing(new Limits().pageRows(2))));
        for (final String symbol : List.of("ETH", "SOL", "XRP", "ADA"))
        {
            small.accepted(Desk.RISK, RiskMessages.defineInstrument(symbol, InstrumentKind.LINEAR_PERPETUAL));
        }
        small.accepted(Desk.GATEWAY, Messages.updateMarkPrices(2, 1_001, 900, 800));
        small.accepted(Desk.RISK, RiskMessages.settleInstrument(2, 900));
        small.accepted(Desk.RISK, RiskMessages.removeInstrument(2));
        small.events();
        small.accepted(Desk.RISK, RiskMessages.closeBusinessDay(20251010));

        final List<List<Long>> instruments = new ArrayList<>();
        final List<String> pages = new ArrayList<>();
        for (final UnsafeBuffer event : small.events())
        {
            final BusinessDayClosedDecoder day = new BusinessDayClosedDecoder().wrapAndApplyHeader(event, 0, header);
            assertThat(day.stateHash()).isEqualTo(small.stateHash());
            pages.add(day.date() + " " + day.page() + "/" + day.pages() + " " + day.principal());
            for (final BusinessDayClosedDecoder.AssetsDecoder asset : day.assets())
            {
                assertThat(day.page()).isEqualTo(1);
                assertThat(List.of((long)asset.asset(), asset.collateral().low(), asset.insuranceFund(), asset.fees(),
                    asset.rounding(), asset.houseDeficit().low()))
                    .containsExactly(1L, 15_000_000L, 1_000_000L, 0L, 0L, 0L);
            }
            for (final BusinessDayClosedDecoder.InstrumentsDecoder row : day.instruments())
            {
                instruments.add(List.of((long)row.instrument(), row.markTicks(), row.openInterestLots()));
            }
        }
        assertThat(pages).containsExactly("20251010 1/2 " + Desk.RISK, "20251010 2/2 " + Desk.RISK);
        final long none = BusinessDayClosedDecoder.InstrumentsDecoder.markTicksNullValue();
        assertThat(instruments).containsExactly(
            List.of(1L, 1_001L, 10L), List.of(3L, 800L, 0L), List.of(4L, none, 0L), List.of(5L, none, 0L));
    }

    private Account account(final long accountId)
    {
        return desk.clearing().engine().book().account(accountId);
    }
}
