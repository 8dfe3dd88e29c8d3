package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.book.MarginTiers;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.Waterfall;
import io.flatbook.sbe.CloseOut;
import io.flatbook.sbe.DefaultTrigger;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Switch;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DET-2: every field of every definition and setting is in both hashes. Two books get the same commands but for one
 * field. Fields are found by reflection: one that is new and not in both hashes, or not known here, fails.
 */
class DefinitionHashTest
{
    /** Both hashes of a book. */
    private record Hashes(long state, long replica)
    {
    }

    private static Hashes hashes(final Consumer<TestBook> commands)
    {
        final TestBook book = new TestBook();
        commands.accept(book);
        return new Hashes(book.engine.stateHash(), book.engine.replicaHash());
    }

    private static void bothMove(final String field, final Hashes base, final Consumer<TestBook> changed)
    {
        final Hashes now = hashes(changed);
        assertThat(now.state()).as("state hash by %s", field).isNotEqualTo(base.state());
        assertThat(now.replica()).as("replica hash by %s", field).isNotEqualTo(base.replica());
    }

    private static InstrumentDefinition perpetual()
    {
        return TestBook.linear("A").tickSize(10, 0).minTicks(1).family("F").protection(new TestProtection()
            .maxPosition(1_000_000).build());
    }

    private static InstrumentDefinition dated()
    {
        return TestBook.future("D", 1_000_000).minTicks(0).marginTerms(TestBook.perLot(100_000, 50_000, 5, 4));
    }

    private static InstrumentDefinition option()
    {
        return TestBook.option("O", InstrumentKind.CALL, 1, 100);
    }

    private static void define(final TestBook book, final InstrumentDefinition definition)
    {
        book.define(TestBook.linear("U1"));
        book.define(TestBook.linear("U2"));
        book.accepted(book.engine.defineAsset(book.alice, 0, "EUR"));
        book.define(definition);
    }

    /** A definition with one field other than the same kind's above, by the name of that field. */
    private static Map<String, InstrumentDefinition> otherDefinitions()
    {
        final Map<String, InstrumentDefinition> other = new LinkedHashMap<>();
        other.put("symbol", perpetual().symbol("B"));
        other.put("family", perpetual().family("G"));
        other.put("settlementAssetId", perpetual().settlementAssetId(2));
        other.put("tickSizeMantissa", perpetual().tickSize(11, 0));
        other.put("tickSizeExponent", perpetual().tickSize(10, 1));
        other.put("lotSizeMantissa", perpetual().lotSize(2, 0));
        other.put("lotSizeExponent", perpetual().lotSize(1, 1));
        other.put("multiplierMantissa", perpetual().multiplier(2, 0));
        other.put("multiplierExponent", perpetual().multiplier(1, 1));
        other.put("minTicks", perpetual().minTicks(2));
        other.put("maxTicks", perpetual().maxTicks(100_001));
        other.put("offsetPolicy", perpetual().offsetPolicy(OffsetPolicyKind.WATERFILL));
        other.put("spareHedges", perpetual().spareHedges(Switch.ON));
        other.put("protection", perpetual().protection(new TestProtection().maxPosition(999_999).build()));
        other.put("marginTerms", perpetual().marginTerms(TestBook.tiers(100_001, 50_000)));
        other.put("kind", dated().kind(InstrumentKind.INVERSE_FUTURE).minTicks(1).multiplier(1_000_000, 0));
        other.put("expiryMs", dated().expiryMs(1_000_001));
        other.put("underlyingId", option().underlyingId(2));
        other.put("strikeTicks", option().strikeTicks(101));
        other.put("optionInitialPpm", option().option(150_001, 100_000, 75_000));
        other.put("optionInitialFloorPpm", option().option(150_000, 100_001, 75_000));
        other.put("optionMaintenancePpm", option().option(150_000, 100_000, 75_001));
        return other;
    }

    @Test
    void everyFieldOfAnInstrument()
    {
        final List<String> fields = Arrays.stream(InstrumentDefinition.class.getDeclaredFields())
            .filter((field) -> !Modifier.isStatic(field.getModifiers())).map((field) -> field.getName()).toList();
        final Map<String, InstrumentDefinition> others = otherDefinitions();
        assertThat(others.keySet()).as("fields of a definition").containsExactlyInAnyOrderElementsOf(fields);
        final List<Hashes> bases = new ArrayList<>();
        for (final Supplier<InstrumentDefinition> base : List.<Supplier<InstrumentDefinition>>of(
            DefinitionHashTest::perpetual, DefinitionHashTest::dated, DefinitionHashTest::option))
        {
            bases.add(hashes((book) -> define(book, base.get())));
        }
        others.forEach((field, definition) -> bases.forEach((base) ->
            bothMove(field, base, (book) -> define(book, definition))));
    }

    /** Units that have the same product are other terms all the same. */
    @Test
    void termsWithTheSameTickValue()
    {
        final Hashes base = hashes((book) -> define(book, perpetual()));
        bothMove("lotSize", base, (book) -> define(book, perpetual().tickSize(1, 0).lotSize(10, 0)));
        bothMove("multiplier", base, (book) -> define(book, perpetual().tickSize(1, 0).multiplier(10, 0)));
        bothMove("put", hashes((book) -> define(book, option())),
            (book) -> define(book, option().kind(InstrumentKind.PUT)));
        bothMove("perpetual", hashes((book) -> define(book, TestBook.linear("A").kind(
            InstrumentKind.INVERSE_PERPETUAL).multiplier(1_000_000, 0))), (book) -> define(book, TestBook.future("A", 9)
            .kind(InstrumentKind.INVERSE_FUTURE).multiplier(1_000_000, 0)));
    }

    @Test
    void everyFieldOfProtection()
    {
        final Protection base = new Protection(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        everyField(base, (book, protection) ->
        {
            final int id = book.perpetual("A", 100);
            book.protection(id, protection);
        });
        everyField(Protection.TRIAL, (book, protection) ->
        {
            final int id = book.perpetual("A", 100);
            book.protection(id, protection);
        });
    }

    @Test
    void everyFieldOfAWaterfall()
    {
        final Waterfall base = new Waterfall(
            1, 2, 3, 4, 5, 6, 7, 8, 9, DefaultTrigger.AUTOMATIC, Recourse.HEDGES, CloseOut.WHOLE);
        everyField(base, (book, waterfall) ->
            book.accepted(book.engine.setWaterfall(book.alice, TestBook.USD, waterfall)));
    }

    @Test
    void everyFieldOfMarginTerms()
    {
        final MarginTerms base = new MarginTerms(MarginModel.TIERS, tiers(0, 1_000), 50, 40);
        final Hashes before = hashes((book) -> marginTerms(book, base));
        for (int value = 1; value <= 5; value++)
        {
            final MarginTerms terms = new MarginTerms(MarginModel.TIERS, tiers(value, 1_000), 50, 40);
            bothMove("tiers " + value, before, (book) -> marginTerms(book, terms));
        }
        bothMove("initialPerLot", before,
            (book) -> marginTerms(book, new MarginTerms(MarginModel.TIERS, tiers(0, 1_000), 51, 40)));
        bothMove("maintenancePerLot", before,
            (book) -> marginTerms(book, new MarginTerms(MarginModel.TIERS, tiers(0, 1_000), 50, 41)));
        bothMove("model", before, (book) -> marginTerms(book, MarginTerms.bounded()));
        assertThat(MarginTerms.class.getRecordComponents()).as("fields of margin terms").hasSize(4);
    }

    private static void marginTerms(final TestBook book, final MarginTerms terms)
    {
        final int id = book.define(dated());
        book.accepted(book.engine.setMarginTiers(book.alice, id, terms));
    }

    /** Two tiers whose n-th value is one more: floor, initial, maintenance of the second, then rates of the first. */
    private static MarginTiers tiers(final int changed, final long floor)
    {
        return MarginTiers.of(new long[]{0, floor + (1 == changed ? 1 : 0)},
            new long[]{100_000 + (4 == changed ? 1 : 0), 200_000 + (2 == changed ? 1 : 0)},
            new long[]{50_000 + (5 == changed ? 1 : 0), 100_000 + (3 == changed ? 1 : 0)}, 2);
    }

    @Test
    void everyFieldOfAGateway()
    {
        final GatewayDefinition base = new GatewayDefinition("g", 2, 7, Switch.OFF, 10, 20, new int[]{1});
        everyField(base, (book, gateway) -> book.accepted(book.engine.defineGateway(book.alice, gateway)));
        // A second definition replaces all but the venue.
        final GatewayDefinition first = new GatewayDefinition("g", 2, 7, Switch.OFF, 10, 20, new int[]{1});
        everyField(first, (book, gateway) ->
        {
            book.accepted(book.engine.defineGateway(book.alice, new GatewayDefinition(
                gateway.name(), gateway.venue(), 1, Switch.ON, Absent.LONG, Absent.LONG, new int[0])));
            book.accepted(book.engine.defineGateway(book.alice, gateway));
        });
    }

    /** What switches and single values set. */
    @Test
    void everySettingOfOneValue()
    {
        final Hashes base = hashes((book) -> book.perpetual("A", 100));
        final Map<String, Consumer<TestBook>> settings = new LinkedHashMap<>();
        settings.put("minTicks", (book) -> book.accepted(book.engine.setPriceBounds(book.alice, 1, 2, 100_000)));
        settings.put("maxTicks", (book) -> book.accepted(book.engine.setPriceBounds(book.alice, 1, 1, 99_999)));
        settings.put("offsetPolicy", (book) -> book.accepted(book.engine.setOffsetPolicy(
            book.alice, 1, OffsetPolicyKind.PRO_RATA, Switch.OFF)));
        settings.put("spareHedges", (book) -> book.accepted(book.engine.setOffsetPolicy(
            book.alice, 1, OffsetPolicyKind.QUEUE, Switch.ON)));
        settings.put("fourEyes", (book) -> book.accepted(book.engine.setControls(book.alice, Switch.ON)));
        settings.put("withdrawals", (book) -> book.accepted(book.engine.setAssetStatus(
            book.alice, TestBook.USD, Switch.OFF, Switch.ON)));
        settings.put("defaultRuns", (book) -> book.accepted(book.engine.setAssetStatus(
            book.alice, TestBook.USD, Switch.ON, Switch.OFF)));
        settings.put("gatewayStatus", (book) -> book.accepted(book.engine.setGatewayStatus(
            book.alice, "all", GatewayStatus.DISABLED)));
        settings.put("instrumentStatus", (book) -> book.accepted(book.engine.setInstrumentStatus(
            book.alice, 1, InstrumentStatus.HALTED)));
        settings.forEach((field, setting) -> bothMove(field, base, (book) ->
        {
            book.perpetual("A", 100);
            setting.accept(book);
        }));
    }

    @Test
    void everyFieldOfAnAsset()
    {
        final Hashes base = hashes((book) -> book.accepted(book.engine.defineAsset(book.alice, 2, "EUR")));
        bothMove("scale", base, (book) -> book.accepted(book.engine.defineAsset(book.alice, 3, "EUR")));
        bothMove("symbol", base, (book) -> book.accepted(book.engine.defineAsset(book.alice, 2, "EUX")));
    }

    /** A command that applies a setting to a book. */
    private interface Setting<T>
    {
        void apply(TestBook book, T value);
    }

    private static <T extends Record> void everyField(final T base, final Setting<T> setting)
    {
        final Hashes before = hashes((book) -> setting.apply(book, base));
        for (final RecordComponent component : base.getClass().getRecordComponents())
        {
            final T other = changed(base, component);
            bothMove(component.getName(), before, (book) -> setting.apply(book, other));
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Record> T changed(final T base, final RecordComponent changed)
    {
        try
        {
            final RecordComponent[] components = base.getClass().getRecordComponents();
            final Object[] values = new Object[components.length];
            final Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < values.length; i++)
            {
                types[i] = components[i].getType();
                components[i].getAccessor().setAccessible(true);
                final Object value = components[i].getAccessor().invoke(base);
                values[i] = components[i].getName().equals(changed.getName()) ? otherThan(value) : value;
            }
            final Constructor<?> constructor = base.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (T)constructor.newInstance(values);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(changed.getName(), ex);
        }
    }

    private static Object otherThan(final Object value)
    {
        if (value instanceof Long number)
        {
            return Absent.LONG == number ? 7L : number + 1;
        }
        if (value instanceof Integer number)
        {
            return number + 1;
        }
        if (value instanceof String text)
        {
            return text + "x";
        }
        if (value instanceof int[] numbers)
        {
            return new int[]{numbers[0] + 1};
        }
        final Object[] constants = value.getClass().getEnumConstants();
        return constants[0] == value ? constants[1] : constants[0];
    }
}
