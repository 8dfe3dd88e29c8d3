package io.flatbook.client;

import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.CollateralChangedDecoder;
import io.flatbook.sbe.FundingAppliedDecoder;
import io.flatbook.sbe.InstrumentSettledDecoder;
import io.flatbook.sbe.MarkPricesSkippedDecoder;
import io.flatbook.sbe.PositionCause;
import io.flatbook.sbe.PositionChangedDecoder;
import io.flatbook.sbe.VariationSettledDecoder;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.SHORT;
import static io.flatbook.client.VenueFixture.USDC;
import static io.flatbook.client.VenueFixture.accepted;
import static io.flatbook.client.VenueFixture.marks;
import static org.assertj.core.api.Assertions.assertThat;

/** What one log entry does to many accounts, as a gateway receives it from a real node: EVT, MARK-1, MARK-6, PAY-2. */
final class ClearingEventsTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode();

    private final List<String> heard = new ArrayList<>();

    @Test
    void rowsOfPagesComeAsSingleEventsBeforeTheTotals()
    {
        VenueFixture.define(extension.ingressEndpoints());
        try (FlatbookClient risk = FlatbookClient.connect(VenueFixture.context(extension.ingressEndpoints())
            .risk("alice")); FlatbookClient client = gateway())
        {
            accepted(client, GatewayCommands.registerTrade(new Trade().tradeId(1).instrument(BTC).buyer(LONG)
                .seller(SHORT).quantityLots(1_000).priceTicks(100_000).guaranteed(true)));
            accepted(client, GatewayCommands.applyFunding(BTC, 1_000, 1));
            pollUntilHeard(client, "funding");
            assertThat(heard).containsSubsequence(
                SHORT + " FUNDING 50000", LONG + " FUNDING -50000", "funding of 2 accounts");

            accepted(client, marks(2, 101_000));
            accepted(risk, RiskCommands.settleVariation(BTC));
            pollUntilHeard(client, "variation");
            assertThat(heard).containsSubsequence(SHORT + " VARIATION -500000000 of -1000",
                LONG + " VARIATION 500000000 of 1000", "variation of 2 positions");

            accepted(risk, RiskCommands.settleInstrument(BTC, 101_000));
            pollUntilHeard(client, "settled");
            assertThat(heard).containsSubsequence(
                SHORT + " SETTLEMENT 0 of 0", LONG + " SETTLEMENT 0 of 0", "settled 2 positions");
        }
    }

    @Test
    void aTransferMovesCollateralAndASkippedMarkStopsNoOther()
    {
        VenueFixture.define(extension.ingressEndpoints());
        try (FlatbookClient client = gateway())
        {
            accepted(client, GatewayCommands.openAccount(1003, 2, USDC));
            assertThat(client.tryTransferCollateral(LONG, 1003, 500, 9)).isPositive();
            final Outcome marks = accepted(client,
                GatewayCommands.updateMarkPrices(2, new int[]{77, BTC}, new long[]{5, 100_001}, 2));
            assertThat(marks.detail()).as("marks applied").isEqualTo(1);
            pollUntilHeard(client, "skipped");
            assertThat(heard).containsSubsequence(LONG + " TRANSFER -500", "1003 TRANSFER 500",
                "skipped 77 at 5: UNKNOWN_INSTRUMENT");
            assertThat(client.query(Queries.instrument(BTC), PATIENCE).markTicks()).isEqualTo(100_001);
            assertThat(client.query(Queries.account(1003), PATIENCE).accounts().next().collateral()).isEqualTo(500);
        }
    }

    private FlatbookClient gateway()
    {
        return FlatbookClient.connect(
            VenueFixture.context(extension.ingressEndpoints()).gateway("a").listener(new Lines()));
    }

    private void pollUntilHeard(final FlatbookClient client, final String start)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (heard.stream().noneMatch(line -> line.startsWith(start)))
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time: " + heard).isNegative();
            client.poll();
            Thread.onSpinWait();
        }
    }

    private final class Lines implements ClientListener
    {
        @Override
        public void onCollateralChanged(final CollateralChangedDecoder event)
        {
            heard.add(event.account() + " " + event.cause() + " " + event.amount());
        }

        @Override
        public void onPositionChanged(final PositionChangedDecoder event)
        {
            if (PositionCause.TRADE != event.cause())
            {
                heard.add(event.account() + " " + event.cause() + " " + event.realizedPnl() + " of " +
                    event.quantityLots());
            }
        }

        @Override
        public void onAccountStatusChanged(final AccountStatusChangedDecoder event)
        {
            heard.add(event.account() + " is " + event.to());
        }

        @Override
        public void onFundingApplied(final FundingAppliedDecoder event)
        {
            heard.add("funding of " + event.accounts() + " accounts");
        }

        @Override
        public void onVariationSettled(final VariationSettledDecoder event)
        {
            heard.add("variation of " + event.positions() + " positions");
        }

        @Override
        public void onInstrumentSettled(final InstrumentSettledDecoder event)
        {
            heard.add("settled " + event.positions() + " positions");
        }

        @Override
        public void onMarkPricesSkipped(final MarkPricesSkippedDecoder event)
        {
            for (final MarkPricesSkippedDecoder.MarksDecoder mark : event.marks())
            {
                heard.add("skipped " + mark.instrument() + " at " + mark.markTicks() + ": " + mark.reason());
            }
        }
    }
}
