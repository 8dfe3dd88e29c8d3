package io.flatbook.client;

import io.flatbook.sbe.BundleEncoder;
import io.flatbook.sbe.CancelOrdersDecoder;
import io.flatbook.sbe.CancelOrdersEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class EgressAdapterTest
{
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final List<String> heard = new ArrayList<>();
    private final EventDispatcher dispatcher = new EventDispatcher(new ClientListener()
    {
        @Override
        public void onEvent(
            final int templateId,
            final long eventSequence,
            final DirectBuffer bytes,
            final int offset,
            final int length)
        {
            heard.add("event " + templateId);
        }

        @Override
        public void onCancelOrders(final CancelOrdersDecoder event)
        {
            heard.add("cancel orders of " + event.account());
        }
    });
    private final EgressAdapter adapter = new EgressAdapter(new AdapterReceiver(null, null, dispatcher));

    @Test
    void handsOnAnEventFirstAsBytesAndThenDecoded()
    {
        new CancelOrdersEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .account(1001);
        adapter.onMessage(buffer, 0, 100);
        assertThat(heard).containsExactly("event 153", "cancel orders of 1001");
    }

    /** Contract: ONCE-3. */
    @Test
    void takesABundleApartAndCarriesOnAfterAMessageWhoseListenerFails()
    {
        final UnsafeBuffer bundle = bundle(1001, 1002, 1003);
        adapter.onMessage(bundle, 0, bundle.capacity());
        assertThat(heard).containsExactly("event 153", "cancel orders of 1001", "event 153", "cancel orders of 1002",
            "event 153", "cancel orders of 1003");
        final List<Long> accounts = new ArrayList<>();
        final BundleReader failing = new BundleReader((message, offset, length) ->
        {
            final long account = new CancelOrdersDecoder().wrapAndApplyHeader(
                message, offset, new MessageHeaderDecoder()).account();
            accounts.add(account);
            if (1001 == account)
            {
                throw new AssertionError("account " + account);
            }
            if (1002 == account)
            {
                throw new IllegalStateException("account " + account);
            }
        });
        assertThatThrownBy(() -> failing.read(bundle, 0, bundle.capacity())).hasMessage("account 1001")
            .hasSuppressedException(new IllegalStateException("account 1002"));
        assertThat(accounts).containsExactly(1001L, 1002L, 1003L);
    }

    @Test
    void aBundleThatIsCutOffGivesItsWholeMessages()
    {
        final UnsafeBuffer bundle = bundle(1001, 1002);
        for (int length = 0; length < bundle.capacity(); length++)
        {
            heard.clear();
            adapter.onMessage(bundle, 0, length);
            assertThat(heard.size()).isIn(0, 2);
        }
        assertThat(heard).as("all but the last byte").containsExactly("event 153", "cancel orders of 1001");
    }

    private static UnsafeBuffer bundle(final long... accounts)
    {
        final UnsafeBuffer message = new UnsafeBuffer(new byte[256]);
        final CancelOrdersEncoder cancelOrders = new CancelOrdersEncoder();
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[1024]);
        final BundleEncoder bundle = new BundleEncoder().wrapAndApplyHeader(bytes, 0, new MessageHeaderEncoder());
        final BundleEncoder.MessagesEncoder messages = bundle.messagesCount(accounts.length);
        for (final long account : accounts)
        {
            cancelOrders.wrapAndApplyHeader(message, 0, new MessageHeaderEncoder()).account(account);
            messages.next().putMessage(message, 0, 8 + cancelOrders.encodedLength());
        }
        return new UnsafeBuffer(bytes, 0, 8 + bundle.encodedLength());
    }

    @Test
    void ignoresWhatIsNotOfTheProtocol()
    {
        header(153, MessageHeaderDecoder.SCHEMA_ID + 1);
        adapter.onMessage(buffer, 0, 100);
        header(1, MessageHeaderDecoder.SCHEMA_ID);
        adapter.onMessage(buffer, 0, 100);
        adapter.onMessage(buffer, 0, 3);
        assertThat(heard).isEmpty();
        header(199, MessageHeaderDecoder.SCHEMA_ID);
        adapter.onMessage(buffer, 0, 100);
        assertThat(heard).containsExactly("event 199");
    }

    @Test
    void everyMethodOfTheListenerForAnEventIsCalled() throws Exception
    {
        final List<String> decoded = Stream.of(ClientListener.class.getMethods())
            .filter(method -> 1 == method.getParameterCount())
            .filter(method -> method.getParameterTypes()[0].getSimpleName().endsWith("Decoder"))
            .map(Method::getName).sorted().toList();
        final List<String> called = new ArrayList<>();
        final ClientListener recording = (ClientListener)Proxy.newProxyInstance(
            ClientListener.class.getClassLoader(), new Class<?>[]{ClientListener.class}, (proxy, method, arguments) ->
            {
                if (1 == arguments.length)
                {
                    called.add(method.getName());
                }
                return null;
            });
        final EventDispatcher all = new EventDispatcher(recording);
        for (final int templateId : SchemaMessages.between(101, 199).keySet())
        {
            final String name = SchemaMessages.between(templateId, templateId).get(templateId);
            header(templateId, MessageHeaderDecoder.SCHEMA_ID);
            all.dispatch(templateId, 1, buffer, 0, 1024);
            if (decoded.contains("on" + name))
            {
                assertThat(called.get(called.size() - 1)).isEqualTo("on" + name);
            }
        }
        assertThat(called.stream().sorted().toList()).isEqualTo(decoded);
    }

    @Test
    void decodesAnEventForItsOwnMethodThoughTheListenerThrowsAtItsBytes()
    {
        final List<String> called = new ArrayList<>();
        final EventDispatcher failing = new EventDispatcher(new ClientListener()
        {
            @Override
            public void onEvent(final int templateId, final long sequence, final DirectBuffer bytes, final int offset,
                final int length)
            {
                throw new IllegalStateException("at the bytes");
            }

            @Override
            public void onCancelOrders(final CancelOrdersDecoder event)
            {
                called.add("cancel orders");
                throw new IllegalStateException("at the event");
            }
        });
        header(CancelOrdersDecoder.TEMPLATE_ID, MessageHeaderDecoder.SCHEMA_ID);
        assertThatThrownBy(() -> failing.dispatch(CancelOrdersDecoder.TEMPLATE_ID, 1, buffer, 0, 1024))
            .hasMessage("at the bytes").satisfies(ex -> assertThat(ex.getSuppressed()).hasSize(1));
        assertThat(called).containsExactly("cancel orders");
    }

    @Test
    void everyEventHasAMethodOrIsAPageOrAConfigurationOrAnAlarm() throws Exception
    {
        final List<String> bytesOnly = List.of(
            "AssetDefined", "InstrumentDefined", "MarginTiersChanged", "OffsetPolicyChanged", "ProtectionChanged",
            "WaterfallChanged", "GatewayDefined", "GatewayStatusChanged", "ControlsChanged", "AssetStatusChanged",
            "BusinessDayClosed", "VersionActivated", "LimitsChanged", "ClockStepped", "AccountOpened", "AccountClosed",
            "AccountModeChanged", "CollateralPage", "PositionPage", "StatusPage", "LiquidationPage", "HaircutPage",
            "FeesWithdrawn", "EngineFault", "EntryRefused");
        final List<String> methods = Stream.of(ClientListener.class.getMethods()).map(Method::getName).toList();
        final List<String> without = SchemaMessages.between(101, 199).values().stream()
            .filter(name -> !methods.contains("on" + name)).toList();
        assertThat(without).containsExactlyInAnyOrderElementsOf(bytesOnly);
    }

    private void header(final int templateId, final int schemaId)
    {
        new MessageHeaderEncoder().wrap(buffer, 0).blockLength(500).templateId(templateId).schemaId(schemaId)
            .version(0);
    }
}
