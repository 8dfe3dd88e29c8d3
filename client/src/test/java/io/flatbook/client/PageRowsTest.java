package io.flatbook.client;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.CollateralCause;
import io.flatbook.sbe.CollateralChangedDecoder;
import io.flatbook.sbe.CollateralPageEncoder;
import io.flatbook.sbe.EventHeaderDecoder;
import io.flatbook.sbe.EventHeaderEncoder;
import io.flatbook.sbe.HaircutPageDecoder;
import io.flatbook.sbe.HaircutPageEncoder;
import io.flatbook.sbe.LiquidationPageEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.PositionPageEncoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.StatusPageEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Pages (EVT): each row reaches the method that takes the single event. */
final class PageRowsTest
{
    private static final int OFFSET = 24;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8 * 1024]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final List<String> heard = new ArrayList<>();
    private long failingAccount;
    private boolean failsWithError;
    private final EgressAdapter adapter = new EgressAdapter(new AdapterReceiver(null, null, new EventDispatcher(
        new Recording())));

    private final class Recording implements ClientListener
    {
        @Override
        public void onEvent(
            final int templateId,
            final long eventSequence,
            final DirectBuffer bytes,
            final int offset,
            final int length)
        {
            heard.add("event " + templateId + " " + eventSequence);
        }

        @Override
        public void onCollateralChanged(final CollateralChangedDecoder event)
        {
            row(event.header(), event.account(), event.amount() + " " + event.collateral() + " " + event.cause() + " " +
                event.reference());
        }

        @Override
        public void onPositionChanged(final PositionChangedDecoder event)
        {
            row(event.header(), event.account(), event.instrument() + " " + event.quantityLots() + " " + event.cost() +
                " " + event.realizedPnl() + " " + event.fee() + " " + event.collateral() + " " + event.cause());
        }

        @Override
        public void onAccountStatusChanged(final AccountStatusChangedDecoder event)
        {
            row(event.header(), event.account(), event.from() + " " + event.to() + " " + event.equity() + " " +
                (AccountStatusChangedDecoder.deadlineNullValue() == event.deadline()) + " " + legs(event));
        }

        private String legs(final AccountStatusChangedDecoder event)
        {
            final StringBuilder legs = new StringBuilder().append(event.bankruptcyPrices().count());
            event.sbeRewind();
            for (final AccountStatusChangedDecoder.BankruptcyPricesDecoder leg : event.bankruptcyPrices())
            {
                legs.append(' ').append(leg.instrument()).append('/').append(leg.quantityLots()).append('/')
                    .append(leg.bankruptcyValue()).append('/').append(leg.bankruptcyPriceTicks());
            }
            return legs.toString();
        }

        @Override
        public void onGainsHaircut(final HaircutPageDecoder page, final HaircutPageDecoder.RowsDecoder row)
        {
            row(page.header(), row.account(), page.instrument() + " " + page.side() + " " + row.amount() + " " +
                row.gain() + " " + row.equity() + " " + row.fromCost() + " " + row.collateral());
        }

        private void row(final EventHeaderDecoder at, final long account, final String text)
        {
            assertThat(List.of(at.eventSequence(), at.previousSequence(), at.logPosition(), at.timestampMs()))
                .containsExactly(77L, 70L, 640L, 5L);
            if (failingAccount == account)
            {
                assertThat(failsWithError).as("account " + account).isFalse();
                throw new IllegalStateException("account " + account);
            }
            heard.add(account + ": " + text);
        }
    }

    @Test
    void aCollateralPageIsHandedOnRowByRow()
    {
        final CollateralPageEncoder page = new CollateralPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .cause(CollateralCause.FUNDING).reference(31);
        put(page.header());
        page.rowsCount(2).next().account(1001).amount(-5).collateral(95).next().account(1002).amount(4).collateral(104);
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly("event 144 77", "1001: -5 95 FUNDING 31", "1002: 4 104 FUNDING 31");
    }

    @Test
    void aPositionPageIsHandedOnRowByRow()
    {
        final PositionPageEncoder page = new PositionPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .cause(PositionCause.SETTLEMENT).instrument(3);
        put(page.header());
        page.rowsCount(2)
            .next().account(1001).quantityLots(0).cost(0).realizedPnl(-7).collateral(93)
            .next().account(1002).quantityLots(-2).cost(-9).realizedPnl(7).collateral(107);
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly(
            "event 145 77", "1001: 3 0 0 -7 0 93 SETTLEMENT", "1002: 3 -2 -9 7 0 107 SETTLEMENT");
    }

    @Test
    void aStatusPageIsHandedOnRowByRow()
    {
        final StatusPageEncoder page = statuses(1001, 1002);
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly("event 146 77", "1001: HEALTHY MARGIN_CALL 1001 true 0",
            "1002: HEALTHY MARGIN_CALL 1002 true 0");
    }

    @Test
    void aLiquidationPageIsHandedOnRowByRowWithThePricesOfEach()
    {
        final LiquidationPageEncoder page = new LiquidationPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .from(AccountStatus.MARGIN_CALL).to(AccountStatus.LIQUIDATING);
        put(page.header());
        final LiquidationPageEncoder.RowsEncoder rows = page.rowsCount(2);
        rows.next().account(1001).equity(7).deadline(9).bankruptcyPricesCount(2)
            .next().instrument(1).quantityLots(-2).bankruptcyValue(30).bankruptcyPriceTicks(15)
            .next().instrument(4).quantityLots(3).bankruptcyValue(31).bankruptcyPriceTicks(16);
        rows.next().account(1002).equity(8).deadline(LiquidationPageEncoder.RowsEncoder.deadlineNullValue())
            .bankruptcyPricesCount(1).next().instrument(1).quantityLots(5).bankruptcyValue(32).bankruptcyPriceTicks(17);
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly("event 148 77",
            "1001: MARGIN_CALL LIQUIDATING 7 false 2 1/-2/30/15 4/3/31/16",
            "1002: MARGIN_CALL LIQUIDATING 8 true 1 1/5/32/17");
    }

    @Test
    void aRowThatSaysItHasMorePricesThanAnEventHoldsIsNotHandedOn()
    {
        final LiquidationPageEncoder page = new LiquidationPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .from(AccountStatus.MARGIN_CALL).to(AccountStatus.LIQUIDATING);
        put(page.header());
        page.rowsCount(1).next().account(1001).equity(7).deadline(9).bankruptcyPricesCount(0);
        final int length = 8 + page.encodedLength();
        // The last bytes are the number of prices.
        buffer.putShort(OFFSET + length - Short.BYTES, (short)0xFFFF);
        assertThatThrownBy(() -> adapter.onMessage(buffer, OFFSET, length))
            .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(heard).containsExactly("event 148 77");
    }

    @Test
    void aHaircutPageIsHandedOnRowByRow()
    {
        final HaircutPageEncoder page = new HaircutPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .instrument(3).side(Side.SHORT);
        put(page.header());
        page.rowsCount(2)
            .next().account(1001).amount(1).gain(2).equity(3).fromCost(1).collateral(5)
            .next().account(1002).amount(6).gain(7).equity(8).fromCost(0).collateral(10);
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly("event 147 77", "1001: 3 SHORT 1 2 3 1 5", "1002: 3 SHORT 6 7 8 0 10");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatARowThrowsKeepsNoLaterRowBack(final boolean isError)
    {
        failsWithError = isError;
        failingAccount = 1002;
        final StatusPageEncoder page = statuses(1001, 1002, 1003);
        final int length = 8 + page.encodedLength();
        assertThatThrownBy(() -> adapter.onMessage(buffer, OFFSET, length)).hasMessageContaining("account 1002");
        assertThat(heard).hasSize(3).last().isEqualTo("1003: HEALTHY MARGIN_CALL 1003 true 0");
        failingAccount = 0;
        adapter.onMessage(buffer, OFFSET, length);
        assertThat(heard).as("the failure is thrown once").hasSize(7);
    }

    @Test
    void aPageWithoutRowsCallsNothingButTheEvent()
    {
        final StatusPageEncoder page = statuses();
        adapter.onMessage(buffer, OFFSET, 8 + page.encodedLength());
        assertThat(heard).containsExactly("event 146 77");
    }

    private StatusPageEncoder statuses(final long... accounts)
    {
        final StatusPageEncoder page = new StatusPageEncoder().wrapAndApplyHeader(buffer, OFFSET, header)
            .from(AccountStatus.HEALTHY).to(AccountStatus.MARGIN_CALL);
        put(page.header());
        final StatusPageEncoder.RowsEncoder rows = page.rowsCount(accounts.length);
        for (final long account : accounts)
        {
            rows.next().account(account).equity(account);
        }
        return page;
    }

    private static void put(final EventHeaderEncoder header)
    {
        header.eventSequence(77).previousSequence(70).logPosition(640).timestampMs(5);
    }
}
