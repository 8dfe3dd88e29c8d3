package io.flatbook.client;

import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.testkit.ClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static io.flatbook.client.VenueFixture.BTC;
import static io.flatbook.client.VenueFixture.LONG;
import static io.flatbook.client.VenueFixture.PATIENCE;
import static io.flatbook.client.VenueFixture.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Every method of a client, called with what it must not get, and when it must not be called. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class WrongCallsTest
{
    private static final Command CLOSE = GatewayCommands.closeAccount(9);
    private static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    @RegisterExtension
    static final ClusterExtension EXTENSION = ClusterExtension.oneNode();

    private FlatbookClient client;

    @BeforeAll
    static void define()
    {
        VenueFixture.define(EXTENSION.ingressEndpoints());
    }

    @BeforeEach
    void connect()
    {
        client = connected(new ClientListener()
        {
        });
    }

    @AfterEach
    void close()
    {
        client.close();
    }

    @Test
    void everyMethodIsTriedHere()
    {
        assertThat(Stream.concat(sending(client).keySet().stream(), waiting(client).keySet().stream())
            .map((name) -> name.replaceAll(" .*", ""))).containsAll(
            new TreeSet<>(Stream.of(FlatbookClient.class, TryCommands.class)
                .flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
                .filter((method) -> Modifier.isPublic(method.getModifiers()) && 0 < method.getParameterCount())
                .map(Method::getName).filter((name) -> !"connect".equals(name)).toList()));
    }

    @Test
    void nullIsNamedAndTakesNoId()
    {
        final long before = client.submit(CLOSE, PATIENCE).commandId();
        assertNamed("context", () -> FlatbookClient.connect(null));
        assertNamed("command", () -> client.submit(null, PATIENCE));
        assertNamed("timeout", () -> client.submit(CLOSE, null));
        assertNamed("command", () -> client.submitAsync(null));
        assertNamed("command", () -> client.trySubmit(null));
        assertNamed("trade", () -> client.registerTrade(null, PATIENCE));
        assertNamed("timeout", () -> client.registerTrade(new Trade(), null));
        assertNamed("trade", () -> client.registerTradeAsync(null));
        assertNamed("trade", () -> client.tryRegisterTrade(null));
        assertNamed("trades", () -> client.tryRegisterTrades(null));
        assertNamed("trade", () -> client.tryRegisterTrades(Arrays.asList(new Trade(), null)));
        assertNamed("instrumentIds", () -> client.tryUpdateMarkPrices(1, null, new long[1], 1));
        assertNamed("markTicks", () -> client.tryUpdateMarkPrices(1, new int[1], null, 1));
        assertNamed("count", () -> client.tryUpdateMarkPrices(1, new int[1], new long[1], 2));
        assertNamed("timeout", () -> client.outcomeOf(1, null));
        assertNamed("query", () -> client.query(null, PATIENCE));
        assertNamed("timeout", () -> client.query(Queries.assets(null), null));
        assertNamed("query", () -> client.queryAsync(null));
        assertNamed("answer", () -> client.await(null, PATIENCE));
        assertNamed("timeout", () -> client.await(new CompletableFuture<>(), null));
        assertNamed("timeout", () -> client.instrumentSpec(BTC, null));
        assertNamed("symbol", () -> client.instrumentSpec(null, PATIENCE));
        assertNamed("timeout", () -> client.instrumentSpec("BTC-PERP", null));
        assertThat(client.unacknowledged()).isZero();
        assertThat(client.submit(CLOSE, PATIENCE).commandId()).isEqualTo(before + 1);
    }

    @Test
    void numbersOfAllSizesAreRefusedByTheClusterWithTheirField()
    {
        for (final long number : new long[]{0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
        {
            assertRefused(client.tryDeposit(number, 1, 99));
            assertRefused(client.tryWithdraw(SHORT, number, 99));
            assertRefused(client.tryRegisterTrade(9, BTC, LONG, SHORT, number, 100_000, 0, 0, false));
            assertRefused(client.tryTransferCollateral(SHORT, number, 1, 99));
            assertThatThrownBy(() -> client.outcomeOf(number, PATIENCE)).isInstanceOf(QueryRefusedException.class);
            assertThatThrownBy(() -> client.query(Queries.account(number), PATIENCE))
                .isInstanceOf(QueryRefusedException.class);
            assertThatThrownBy(() -> client.instrumentSpec((int)number - 1, PATIENCE))
                .isInstanceOf(QueryRefusedException.class);
        }
        assertRefused(client.trySetOrderHold(SHORT, -1));
        assertRefused(client.tryRegisterTrades(List.of()));
        assertRefused(client.tryUpdateMarkPrices(9, new int[0], new long[0], 0));
        assertThatThrownBy(() -> client.instrumentSpec("x".repeat(100_000), PATIENCE))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("there is no instrument");
    }

    @Test
    void aTimeoutMayBeForeverOrOver()
    {
        assertThat(client.submit(CLOSE, FOREVER).isRejected()).isTrue();
        assertThat(client.query(Queries.assets(null), FOREVER).assets().count()).isEqualTo(1);
        assertThat(client.outcomeOf(1, FOREVER).isUnknown()).isFalse();
        assertThat(client.instrumentSpec("BTC-PERP", FOREVER).instrumentId()).isEqualTo(BTC);
        for (final Duration over : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE)))
        {
            assertThatThrownBy(() -> client.query(Queries.assets(null), over)).isInstanceOf(NoAnswerException.class);
            assertThat(client.submit(CLOSE, over).commandId()).isPositive();
        }
    }

    @Test
    void aCommandOfTheCallersThatIsNoneTakesNoId()
    {
        final long before = client.submit(CLOSE, PATIENCE).commandId();
        assertThatThrownBy(() -> client.trySubmit((buffer, offset, id) -> (int)client.trySubmit(CLOSE)))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("while it was encoded");
        assertThatThrownBy(() -> client.trySubmit((buffer, offset, id) -> (int)client.tryDeposit(SHORT, 1, 98)))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("while it was encoded");
        assertThatThrownBy(() -> client.submitAsync((buffer, offset, id) -> client.poll()))
            .isInstanceOf(IllegalStateException.class);
        for (final int length : new int[]{0, -1, Integer.MAX_VALUE})
        {
            assertThatThrownBy(() -> client.submit((buffer, offset, id) -> length, PATIENCE))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("bytes");
        }
        assertThat(client.unacknowledged()).isZero();
        final Outcome next = client.submit(CLOSE, PATIENCE);
        assertThat(next.commandId()).isEqualTo(before + 1);
        assertThat(next.reason()).isEqualTo(RejectReason.UNKNOWN_ACCOUNT);
    }

    @Test
    void fromAListenerWhatWaitsIsRefusedAndWhatDoesNotIsTaken()
    {
        final Map<String, Object> results = new TreeMap<>();
        final FlatbookClient[] called = new FlatbookClient[1];
        try (FlatbookClient other = connected(new ClientListener()
        {
            @Override
            public void onOutcome(
                final long commandId,
                final RejectReason reason,
                final RejectField field,
                final long detail,
                final long firstEventSequence)
            {
                if (results.isEmpty())
                {
                    waiting(called[0]).forEach((name, call) -> results.put(name, resultOf(call)));
                    sending(called[0]).forEach((name, call) -> results.put(name, resultOf(call)));
                }
            }
        }))
        {
            called[0] = other;
            other.submit(CLOSE, PATIENCE);
            waiting(other).keySet().forEach((name) -> assertThat(results.get(name)).as(name)
                .isInstanceOf(IllegalStateException.class).asString().contains("listener"));
            sending(other).keySet().forEach((name) -> assertThat(results.get(name)).as(name)
                .satisfies((result) -> assertThat(result instanceof CompletableFuture<?> future ?
                    await(other, future) : result).isNotNull().isNotInstanceOf(Throwable.class)));
        }
    }

    @Test
    void onAClosedClientNothingWaitsAndNoFutureStaysOpen()
    {
        final CompletableFuture<Outcome> outcome = client.submitAsync(CLOSE);
        final CompletableFuture<AssetsReportDecoder> answer = client.queryAsync(Queries.assets(null));
        client.close();
        assertThat(outcome.join().isUnknown()).isTrue();
        assertThat(answer).isCompletedExceptionally();
        final long beganNs = System.nanoTime();
        waiting(client).forEach((name, call) -> assertThat(resultOf(call)).as(name)
            .isInstanceOfAny(NotSentException.class, NoAnswerException.class).asString().contains("closed"));
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(PATIENCE);
        sending(client).forEach((name, call) -> assertThat(resultOf(call)).as(name)
            .matches((result) -> result instanceof CompletableFuture<?> future ? future.isCompletedExceptionally() :
                result instanceof NotSentException || Long.valueOf(FlatbookClient.CLOSED).equals(result)));
    }

    @Test
    void aListenerThatAlwaysThrowsKeepsNoFutureOpen()
    {
        final FlatbookClient other = connected(new ClientListener()
        {
            @Override
            public void onOutcome(
                final long commandId,
                final RejectReason reason,
                final RejectField field,
                final long detail,
                final long firstEventSequence)
            {
                throw new IllegalStateException("outcome " + commandId);
            }

            @Override
            public void onConnectionState(final ConnectionState state)
            {
                if (ConnectionState.CLOSED == state)
                {
                    throw new IllegalStateException("closed");
                }
            }
        });
        final CompletableFuture<Outcome> first = other.submitAsync(CLOSE);
        assertThatThrownBy(() -> await(other, first)).hasMessage("outcome " + first.join().commandId());
        final CompletableFuture<Outcome> second = other.submitAsync(CLOSE);
        assertThatThrownBy(other::close).hasMessage("closed");
        assertThat(second).isCompleted();
        assertThat(other.state()).isEqualTo(ConnectionState.CLOSED);
    }

    private interface Call
    {
        Object make();
    }

    private static Map<String, Call> waiting(final FlatbookClient client)
    {
        final Map<String, Call> calls = new TreeMap<>();
        calls.put("poll", client::poll);
        calls.put("submit", () -> client.submit(CLOSE, PATIENCE));
        calls.put("registerTrade", () -> client.registerTrade(new Trade(), PATIENCE));
        calls.put("outcomeOf", () -> client.outcomeOf(1, PATIENCE));
        calls.put("query", () -> client.query(Queries.assets(null), PATIENCE));
        calls.put("instrumentSpec id", () -> client.instrumentSpec(BTC, PATIENCE));
        calls.put("instrumentSpec symbol", () -> client.instrumentSpec("BTC-PERP", PATIENCE));
        calls.put("await", () -> client.await(new CompletableFuture<>(), PATIENCE));
        return calls;
    }

    private static Map<String, Call> sending(final FlatbookClient client)
    {
        final Map<String, Call> calls = new TreeMap<>();
        calls.put("submitAsync", () -> client.submitAsync(CLOSE));
        calls.put("registerTradeAsync", () -> client.registerTradeAsync(new Trade()));
        calls.put("queryAsync", () -> client.queryAsync(Queries.assets(null)));
        calls.put("trySubmit", () -> client.trySubmit(CLOSE));
        calls.put("tryRegisterTrade", () -> client.tryRegisterTrade(new Trade()));
        calls.put("tryRegisterTrade long",
            () -> client.tryRegisterTrade(9, BTC, LONG, SHORT, 0, 100_000, 0, 0, false));
        calls.put("tryRegisterTrades", () -> client.tryRegisterTrades(List.of(new Trade())));
        calls.put("tryUpdateMarkPrices", () -> client.tryUpdateMarkPrices(0, new int[1], new long[1], 1));
        calls.put("tryDeposit", () -> client.tryDeposit(SHORT, 0, 1));
        calls.put("tryWithdraw", () -> client.tryWithdraw(SHORT, 0, 1));
        calls.put("tryTransferCollateral", () -> client.tryTransferCollateral(SHORT, LONG, 0, 1));
        calls.put("trySetOrderHold", () -> client.trySetOrderHold(SHORT, 0));
        return calls;
    }

    private static Object resultOf(final Call call)
    {
        try
        {
            return call.make();
        }
        catch (final RuntimeException ex)
        {
            return ex;
        }
    }

    private static Object await(final FlatbookClient client, final CompletableFuture<?> future)
    {
        return client.await(future, PATIENCE);
    }

    private static void assertNamed(final String argument, final Call call)
    {
        assertThatThrownBy(call::make).isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
            .hasMessageFindingMatch("\\b" + argument + "\\b");
    }

    private void assertRefused(final long id)
    {
        assertThat(id).isPositive();
        final Outcome outcome = client.outcomeOf(id, PATIENCE);
        assertThat(outcome.isRejected()).as(outcome.toString()).isTrue();
        final boolean isInTrade = !outcome.trades().isEmpty();
        assertThat(isInTrade ? outcome.trades().get(0).field() : outcome.field()).as(outcome.toString())
            .isNotEqualTo(RejectField.NONE);
    }

    private static FlatbookClient connected(final ClientListener listener)
    {
        return FlatbookClient.connect(
            VenueFixture.context(EXTENSION.ingressEndpoints()).gateway("a").listener(listener));
    }
}
