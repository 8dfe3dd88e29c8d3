package io.flatbook.client;

import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.AccountStatusChangedDecoder;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionOffsetDecoder;
import io.flatbook.sbe.PositionsReportDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.SHORT;
import static io.flatbook.client.VenueFixture.USDC;
import static io.flatbook.client.VenueFixture.accepted;
import static io.flatbook.client.VenueFixture.marks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The client against the clearing service on a real node. */
final class ClearingClientTest
{
    @RegisterExtension
    private final ClusterExtension extension = ClusterExtension.oneNode();

    private final RecordingListener listener = new RecordingListener();

    @BeforeEach
    void define()
    {
        VenueFixture.define(extension.ingressEndpoints());
    }

    @Test
    void registersATradeAndNamesTheFieldOfARefusal()
    {
        try (FlatbookClient client = gateway(listener))
        {
            final Outcome outcome = client.registerTrade(trade(1), PATIENCE);
            assertThat(outcome.status()).as(outcome.toString()).isEqualTo(Outcome.Status.ACCEPTED);
            final Outcome repeated = client.registerTrade(trade(1), PATIENCE);
            assertThat(repeated.isRejected()).isTrue();
            assertThat(repeated.reason()).isEqualTo(RejectReason.DUPLICATE_TRADE);
            assertThat(repeated.field()).isEqualTo(RejectField.TRADE_ID);
            assertThat(client.outcomeOf(repeated.commandId(), PATIENCE).reason())
                .isEqualTo(RejectReason.DUPLICATE_TRADE);
            assertThat(listener.accepted).containsExactly(outcome.commandId());
        }
    }

    @Test
    void takesTradesInAllThreeWays()
    {
        try (FlatbookClient client = gateway(listener))
        {
            final CompletableFuture<Outcome> future = client.registerTradeAsync(trade(1));
            final long id = client.tryRegisterTrade(2, BTC, LONG, SHORT, 1, 100_000, 0, 0, true);
            final long batchId = client.tryRegisterTrades(List.of(trade(3), trade(3), trade(4)));
            assertThat(batchId).isEqualTo(id + 1);
            pollUntil(client, () -> listener.accepted.contains(batchId));
            assertThat(future.join().isAccepted()).isTrue();
            assertThat(listener.accepted).containsExactly(id - 1, id, batchId);
            assertThat(client.outcomeOf(batchId, PATIENCE).trades()).containsExactly(
                new Outcome.TradeOutcome(RejectReason.NONE, RejectField.NONE),
                new Outcome.TradeOutcome(RejectReason.DUPLICATE_TRADE, RejectField.TRADE_ID),
                new Outcome.TradeOutcome(RejectReason.NONE, RejectField.NONE));
        }
    }

    @Test
    void reportsToAGatewayWhoIsOffsetAndWhoseOrdersToCancel()
    {
        final List<String> heard = new ArrayList<>();
        final ClientListener offsets = new ClientListener()
        {
            @Override
            public void onAccountStatusChanged(final AccountStatusChangedDecoder event)
            {
                heard.add(event.account() + " " + event.to());
            }

            @Override
            public void onCancelOrders(final CancelOrdersDecoder event)
            {
                heard.add("cancel " + event.account() + " in " + event.instrument());
            }

            @Override
            public void onPositionOffset(final PositionOffsetDecoder event)
            {
                heard.add("offset " + event.counterparty() + " by " + event.quantityLots() + " surcharge " +
                    event.surcharge());
            }
        };
        try (FlatbookClient client = gateway(offsets))
        {
            client.registerTrade(trade(1).quantityLots(1_000), PATIENCE);
            accepted(client, marks(2, 110_000));
            pollUntil(client, () -> heard.stream().anyMatch(line -> line.startsWith("offset")));
            assertThat(heard).containsSubsequence(
                SHORT + " " + AccountStatus.DEFAULTED, "cancel " + LONG + " in 1",
                "offset " + LONG + " by 1000 surcharge 1000000");
        }
    }

    @Test
    void answersEveryQuestion()
    {
        try (FlatbookClient client = gateway(listener))
        {
            accepted(client, GatewayCommands.registerTrade(trade(1).quantityLots(1_000)));
            final AccountsReportDecoder.AccountsDecoder account =
                client.query(Queries.account(SHORT), PATIENCE).accounts().next();
            assertThat(account.account()).isEqualTo(SHORT);
            assertThat(account.collateral()).isEqualTo(4_999_000_000L);
            assertThat(client.query(Queries.accounts(SHORT), PATIENCE).accounts().next().account()).isEqualTo(LONG);
            final PositionsReportDecoder.PositionsDecoder position =
                client.query(Queries.positions(SHORT, null, null, null), PATIENCE).positions().next();
            assertThat(position.quantityLots()).isEqualTo(-1_000);
            assertThat(client.query(Queries.assets(null), PATIENCE).assets().next().symbol()).isEqualTo("USDC");
            assertThat(client.query(Queries.instruments(null), PATIENCE).instruments().next().terms().symbol())
                .isEqualTo("BTC-PERP");
            assertThat(client.query(Queries.instrument(BTC), PATIENCE).openInterestLots()).isEqualTo(1_000);
            assertThat(client.query(Queries.offsetQueue(BTC, Side.LONG, 100), PATIENCE).get(0).queue().next()
                .account()).isEqualTo(LONG);
            assertThat(client.query(Queries.offsetPreview(SHORT, null), PATIENCE).account()).isEqualTo(SHORT);
            assertThat(client.query(Queries.fund(USDC), PATIENCE).insuranceFund()).isZero();
            assertThat(client.query(Queries.audit(USDC), PATIENCE).balanced()).isEqualTo(Switch.ON);
            final GatewaysReportDecoder.GatewaysDecoder gateway =
                client.query(Queries.gateways(null), PATIENCE).gateways().next();
            assertThat(gateway.venue()).isEqualTo(1);
            assertThatThrownBy(() -> client.query(Queries.account(77), PATIENCE))
                .isInstanceOf(QueryRefusedException.class).hasMessageContaining("UNKNOWN_ACCOUNT");
            final InstrumentSpec spec = client.instrumentSpec(BTC, PATIENCE);
            assertThat(spec.ticks("price", "50000")).isEqualTo(100_000);
            assertThat(spec.quantityOf(1_000)).isEqualTo(new BigDecimal("1"));
            assertThat(spec.moneyOf(4_999_000_000L)).isEqualTo(new BigDecimal("4999.000000"));
        }
    }

    @Test
    void continuesWithIdsAndEventsAfterTheNodeCameBack()
    {
        try (FlatbookClient client = gateway(listener))
        {
            accepted(client, GatewayCommands.registerTrade(trade(1)));
            pollUntil(client, () -> !listener.events.isEmpty());
            extension.cluster().stop(0);
            final long id = client.tryRegisterTrade(trade(2));
            assertThat(id).isPositive();
            assertThat(client.registerTrade(trade(3), Duration.ofMillis(200)).isUnknown()).isTrue();
            extension.cluster().start();
            pollUntil(client, () -> listener.accepted.contains(id + 1));
            accepted(client, GatewayCommands.registerTrade(trade(4)));
            assertThat(listener.refused).isEmpty();
            assertThat(listener.accepted).doesNotHaveDuplicates();
            pollUntil(client, () -> 4 == listener.tradesSeen);
            assertThat(listener.events).doesNotHaveDuplicates().isSorted();
        }
    }

    @Test
    void refusesAnUndefinedGatewayAndContinuesWithTheSameIdOnceItIsDefined()
    {
        try (FlatbookClient stranger = FlatbookClient.connect(
            VenueFixture.context(extension.ingressEndpoints()).gateway("b").listener(listener));
            FlatbookClient risk = FlatbookClient.connect(
                VenueFixture.context(extension.ingressEndpoints()).risk("alice")))
        {
            final Outcome refused = stranger.submit(GatewayCommands.openAccount(2001, 9, USDC), PATIENCE);
            assertThat(refused.reason()).isEqualTo(RejectReason.NOT_AUTHORIZED);
            assertThat(refused.commandId()).isEqualTo(1);
            accepted(risk, RiskSettings.defineGateway("b", 1, GatewayCapabilities.ALL, false));
            assertThat(accepted(stranger, GatewayCommands.openAccount(2001, 9, USDC)).commandId()).isEqualTo(1);
            pollUntil(stranger, () -> listener.eventTemplates.contains(130));
        }
    }

    @Test
    void aPrincipalThatMayNotIsRefusedWithoutLosingItsPlace()
    {
        try (FlatbookClient client = gateway(listener))
        {
            final Outcome refused = client.submit(RiskCommands.fundInsurance(USDC, 5), PATIENCE);
            assertThat(refused.reason()).isEqualTo(RejectReason.NOT_AUTHORIZED);
            final long startNs = System.nanoTime();
            final Outcome next = accepted(client, GatewayCommands.deposit(LONG, 5, 3));
            assertThat(next.commandId()).isEqualTo(refused.commandId() + 1);
            assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(PATIENCE.dividedBy(2));
        }
    }

    @Test
    void undecodableBytesAreRefusedAndConsumeNoId()
    {
        try (FlatbookClient client = gateway(listener))
        {
            final Outcome refused = client.submit((buffer, offset, commandId) ->
            {
                final int length = GatewayCommands.closeAccount(1).encode(buffer, offset, commandId);
                new MessageHeaderEncoder().wrap(buffer, offset).templateId(99);
                return length;
            }, PATIENCE);
            assertThat(refused.reason()).as(refused.toString()).isEqualTo(RejectReason.MALFORMED);
            assertThat(refused.field()).isEqualTo(RejectField.HEADER);
            assertThat(accepted(client, GatewayCommands.deposit(LONG, 5, 3)).commandId())
                .isEqualTo(refused.commandId());
        }
    }

    private FlatbookClient gateway(final ClientListener clientListener)
    {
        return FlatbookClient.connect(
            VenueFixture.context(extension.ingressEndpoints()).gateway("a").listener(clientListener));
    }

    private static Trade trade(final long tradeId)
    {
        return new Trade().tradeId(tradeId).instrument(BTC).buyer(LONG).seller(SHORT).quantityLots(1)
            .priceTicks(100_000).guaranteed(true);
    }

    private static void pollUntil(final FlatbookClient client, final BooleanSupplier condition)
    {
        final long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean())
        {
            assertThat(System.nanoTime() - deadlineNs).as("in time").isNegative();
            client.poll();
            Thread.onSpinWait();
        }
    }
}
