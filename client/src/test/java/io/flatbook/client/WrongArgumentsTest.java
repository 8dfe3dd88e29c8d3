package io.flatbook.client;

import io.flatbook.sbe.InstrumentKind;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whatever a caller may get wrong about an argument of a command or a question is named, and not sent otherwise. */
final class WrongArgumentsTest
{
    private static final List<MarginTier> TIERS = List.of(new MarginTier(0, 50_000, 30_000));

    @TestFactory
    Stream<DynamicTest> nullIsNamed()
    {
        return methods().flatMap((method) -> IntStream.range(0, method.getParameterCount())
            .filter((i) -> isRequired(method, i))
            .mapToObj((i) -> DynamicTest.dynamicTest(name(method, i), () ->
                assertThatThrownBy(() -> bytes(method, with(method, i, null)))
                    .hasMessageFindingMatch("\\b" + method.getParameters()[i].getName() + "\\b"))));
    }

    @TestFactory
    Stream<DynamicTest> noBitsOfANumberAreDropped()
    {
        return methods().flatMap((method) -> IntStream.range(0, method.getParameterCount())
            .filter((i) -> int.class == method.getParameterTypes()[i])
            .mapToObj((i) -> DynamicTest.dynamicTest(name(method, i), () ->
            {
                final byte[] one = bytes(method, sane(method));
                for (final int other : new int[]{1 + (1 << 8), 1 + (1 << 16), 1 + (1 << 24), Integer.MIN_VALUE + 1})
                {
                    try
                    {
                        assertThat(bytes(method, with(method, i, other))).as("%d", other).isNotEqualTo(one);
                    }
                    catch (final IllegalArgumentException ex)
                    {
                        assertThat(ex).hasMessageContaining(method.getParameters()[i].getName());
                    }
                }
            })));
    }

    @Test
    void aListThatIsTooLongOrHasAHoleIsNamed()
    {
        final List<Trade> trades = Collections.nCopies(70_000, new Trade());
        assertThatThrownBy(() -> bytes(GatewayCommands.registerTrades(trades))).hasMessageContaining("trades");
        final List<MarginTier> tiers = Collections.nCopies(70_000, TIERS.get(0));
        assertThatThrownBy(() -> bytes(RiskSettings.setMarginTiers(1, tiers))).hasMessageContaining("tiers");
        assertThatThrownBy(() -> bytes(RiskSettings.defineInstrument(definition().marginTiers(tiers))))
            .hasMessageContaining("tiers");
        assertThatThrownBy(() -> MarginTerms.ofTiers(Collections.singletonList(null))).hasMessageContaining("tiers");
        final List<Integer> none = Collections.singletonList(null);
        assertThatThrownBy(() -> new GatewayDefinition("a", 1, GatewayCapabilities.ALL, true, null, null, none))
            .hasMessageContaining("instrumentIds");
        assertThatThrownBy(() -> bytes(GatewayCommands.registerTrades(Collections.singletonList(null))))
            .hasMessageContaining("trade");
    }

    @Test
    void marksThatTheArraysDoNotHoldAreNamed()
    {
        final int[] ids = {1, 2};
        final long[] ticks = {1};
        for (final int count : new int[]{-1, 2, Integer.MAX_VALUE})
        {
            assertThatThrownBy(() -> bytes(GatewayCommands.updateMarkPrices(1, ids, ticks, count)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("count");
        }
    }

    @Test
    void aSettingWithoutAValueIsNamed()
    {
        final WaterfallSettings trial = WaterfallSettings.TRIAL;
        assertThatThrownBy(() -> bytes(RiskSettings.setWaterfall(1, new WaterfallSettings(0, null, null, 0, 0, 0, 0, 0,
            null, null, trial.recourse(), trial.closeOut())))).hasMessageContaining("trigger");
        assertThatThrownBy(() -> bytes(RiskSettings.setWaterfall(1, new WaterfallSettings(0, null, null, 0, 0, 0, 0, 0,
            null, trial.trigger(), null, trial.closeOut())))).hasMessageContaining("recourse");
        assertThatThrownBy(() -> bytes(RiskSettings.setWaterfall(1, new WaterfallSettings(0, null, null, 0, 0, 0, 0, 0,
            null, trial.trigger(), trial.recourse(), null)))).hasMessageContaining("closeOut");
        assertThatThrownBy(() -> new MarginTerms(null, TIERS, 0, 0)).hasMessageContaining("model");
        assertThatThrownBy(() -> new Trade().cause(null)).hasMessageContaining("tradeCause");
    }

    private static Stream<Method> methods()
    {
        return Stream.of(GatewayCommands.class, RiskCommands.class, RiskSettings.class, Queries.class)
            .flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
            .filter((method) -> Modifier.isPublic(method.getModifiers()));
    }

    /** A page begins after an id, or is the first; a preview is of a policy, or of the present one. */
    private static boolean isRequired(final Method method, final int i)
    {
        final Parameter parameter = method.getParameters()[i];
        return !parameter.getType().isPrimitive() && Integer.class != parameter.getType() &&
            Long.class != parameter.getType() && !"offsetPreview".equals(method.getName());
    }

    private static String name(final Method method, final int i)
    {
        return method.getName() + " " + method.getParameterCount() + " " + method.getParameters()[i].getName();
    }

    private static Object[] with(final Method method, final int i, final Object argument)
    {
        final Object[] arguments = sane(method);
        arguments[i] = argument;
        return arguments;
    }

    private static Object[] sane(final Method method)
    {
        return Arrays.stream(method.getParameters()).map(WrongArgumentsTest::sane).toArray();
    }

    private static Object sane(final Parameter parameter)
    {
        final Class<?> type = parameter.getType();
        if (type.isEnum())
        {
            return type.getEnumConstants()[0];
        }
        return switch (type.getSimpleName())
        {
            case "int", "Integer" -> 1;
            case "long", "Long" -> 1L;
            case "boolean" -> true;
            case "String" -> "a";
            case "int[]" -> new int[]{1};
            case "long[]" -> new long[]{1};
            case "List" -> "trades".equals(parameter.getName()) ? List.of(new Trade()) : TIERS;
            case "Trade" -> new Trade();
            case "Command" -> RiskCommands.declareDefault(1);
            case "MarginTerms" -> MarginTerms.ofTiers(TIERS);
            case "InstrumentDefinition" -> definition();
            case "GatewayCapabilities" -> GatewayCapabilities.ALL;
            case "GatewayDefinition" -> GatewayDefinition.of("a", 1, GatewayCapabilities.ALL, true);
            case "ProtectionSettings" -> ProtectionSettings.TRIAL;
            case "WaterfallSettings" -> WaterfallSettings.TRIAL;
            case "LimitSettings" -> new LimitSettings();
            default -> throw new AssertionError(parameter);
        };
    }

    private static InstrumentDefinition definition()
    {
        return new InstrumentDefinition().symbol("B").kind(InstrumentKind.LINEAR_PERPETUAL).settlementAsset(1)
            .units(BigDecimal.ONE, BigDecimal.ONE).marginTiers(TIERS);
    }

    private static byte[] bytes(final Method method, final Object... arguments) throws Throwable
    {
        try
        {
            return bytes(method.invoke(null, arguments));
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private static byte[] bytes(final Object message)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final int length = message instanceof Command command ? command.encode(buffer, 0, 7) :
            ((Query<?>)message).encode(buffer, 7);
        final byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
