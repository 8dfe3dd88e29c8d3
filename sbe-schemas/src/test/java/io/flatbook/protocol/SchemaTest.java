package io.flatbook.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SchemaTest
{
    private static final String WIRE = "src/main/resources/flatbook.xml";
    private static final String SNAPSHOT = "src/main/resources/flatbook-snapshot.xml";

    @ParameterizedTest
    @ValueSource(strings = {WIRE, SNAPSHOT})
    void everythingIsDescribed(final String file) throws IOException
    {
        final Schema schema = Schema.read(Path.of(file));
        final List<String> silent = new ArrayList<>();
        for (final Schema.Type type : schema.types().values())
        {
            collect(type.name(), type.description(), silent);
            type.parts().forEach(part -> collect(type.name() + "." + part.name(), part.description(), silent));
        }
        schema.messages().forEach(message -> collect(message.name(), message, silent));
        assertThat(silent).as("elements of " + file + " without a description").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {WIRE, SNAPSHOT})
    void namesAndNumbersAreUnique(final String file) throws IOException
    {
        final Schema schema = Schema.read(Path.of(file));
        assertThat(schema.messages()).extracting(Schema.Message::templateId).doesNotHaveDuplicates();
        assertThat(schema.messages()).extracting(Schema.Message::name).doesNotHaveDuplicates();
        assertThat(schema.messages()).allSatisfy(message -> assertThat(fieldIds(message, new ArrayList<>()))
            .as(message.name()).doesNotHaveDuplicates().allMatch(fieldId -> fieldId > 0));
        assertThat(schema.types().values()).allSatisfy(type ->
        {
            assertThat(type.parts()).extracting(Schema.Part::name).as(type.name()).doesNotHaveDuplicates();
            if (Schema.Kind.ENUM == type.kind() || Schema.Kind.SET == type.kind())
            {
                assertThat(type.parts()).extracting(Schema.Part::number).as(type.name()).doesNotHaveDuplicates();
            }
        });
    }

    @Test
    void everyMessageIsInABand() throws IOException
    {
        assertThat(Schema.read(Path.of(WIRE)).messages()).isNotEmpty().allSatisfy(message ->
        {
            final Band band = Band.of(message.templateId());
            assertThat(message.name().endsWith("Query") || "OffsetPreview".equals(message.name()))
                .as(message.name() + " is a query").isEqualTo(Band.QUERIES == band);
        });
    }

    @Test
    void termsThatTravelAsAWholeAreTheSameInCommandEventAndReport() throws IOException
    {
        final Schema schema = Schema.read(Path.of(WIRE));
        for (final String terms : List.of("InstrumentTerms", "ProtectionTerms", "WaterfallTerms", "TradeTerms"))
        {
            final Set<Band> bands = EnumSet.noneOf(Band.class);
            schema.messages().stream().filter((message) -> uses(message, terms))
                .forEach((message) -> bands.add(Band.of(message.templateId())));
            assertThat(bands).as(terms).contains(Band.COMMANDS, Band.EVENTS);
        }
        assertThat(uses(message(schema, "InstrumentReport"), "InstrumentTerms")).isTrue();
        assertThat(uses(message(schema, "InstrumentsReport"), "ProtectionTerms")).isTrue();
        assertThat(uses(message(schema, "FundReport"), "WaterfallTerms")).isTrue();
    }

    @Test
    void totalsOverAccountsAreWide() throws IOException
    {
        final Schema schema = Schema.read(Path.of(WIRE));
        final Set<String> totals = Set.of("paid", "received", "deposits", "withdrawalsTotal", "houseDeficitTotal");
        for (final Schema.Message message : schema.messages())
        {
            assertThat(message.fields()).filteredOn((field) -> totals.contains(field.name()))
                .as(message.name()).allMatch((field) -> "WideMoney".equals(field.type()));
        }
        for (final String name : List.of("AuditReport", "FundReport", "HouseDeficitChanged"))
        {
            assertThat(message(schema, name).fields()).filteredOn((field) -> "houseDeficit".equals(field.name()))
                .as(name).extracting(Schema.Field::type).containsExactly("WideMoney");
        }
        assertThat(message(schema, "AuditReport").fields())
            .filteredOn((field) -> Set.of("collateral", "cost", "withdrawals").contains(field.name()))
            .extracting(Schema.Field::type).containsOnly("WideMoney").hasSize(3);
    }

    private static Schema.Message message(final Schema schema, final String name)
    {
        return schema.messages().stream().filter((message) -> name.equals(message.name())).findFirst().orElseThrow();
    }

    private static boolean uses(final Schema.Message message, final String type)
    {
        return message.fields().stream().anyMatch((field) -> type.equals(field.type())) ||
            message.groups().stream().anyMatch((group) -> uses(group, type));
    }

    @Test
    void theSchemasHaveTheirOwnIds() throws IOException
    {
        final Schema wire = Schema.read(Path.of(WIRE));
        final Schema snapshot = Schema.read(Path.of(SNAPSHOT));
        assertThat(wire.schemaId()).isEqualTo(1);
        assertThat(snapshot.schemaId()).isEqualTo(2);
        assertThat(List.of(wire.version(), snapshot.version())).containsOnly(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {WIRE, SNAPSHOT})
    void fieldsThatCameLaterStandLast(final String file) throws IOException
    {
        for (final Schema.Message message : Schema.read(Path.of(file)).messages())
        {
            int version = 0;
            for (final Schema.Field field : message.fields())
            {
                final int since = field.sinceVersion().isEmpty() ? 0 : Integer.parseInt(field.sinceVersion());
                assertThat(since).as(message.name() + "." + field.name()).isGreaterThanOrEqualTo(version);
                version = since;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"io/flatbook/sbe/MessageHeaderDecoder.class", "flatbook.sbeir", "flatbook-snapshot.sbeir"})
    void codecsAndTheirDescriptionAreGenerated(final String resource) throws IOException
    {
        try (var stream = SchemaTest.class.getClassLoader().getResourceAsStream(resource))
        {
            assertThat(stream).as(resource).isNotNull();
            assertThat(stream.readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void aBrokenSchemaIsRefusedWithItsName(@TempDir final Path directory) throws IOException
    {
        final Path broken = directory.resolve("broken.xml");
        Files.writeString(broken, "<messageSchema><types></messageSchema>");
        assertThatThrownBy(() -> Schema.read(broken)).isInstanceOf(IOException.class).hasMessageContaining("broken");
    }

    private static void collect(final String name, final String description, final List<String> silent)
    {
        if (description.isBlank())
        {
            silent.add(name);
        }
    }

    private static void collect(final String path, final Schema.Message message, final List<String> silent)
    {
        collect(path, message.description(), silent);
        message.fields().forEach(field -> collect(path + "." + field.name(), field.description(), silent));
        message.variableFields().forEach(field -> collect(path + "." + field.name(), field.description(), silent));
        message.groups().forEach(group -> collect(path + "." + group.name(), group, silent));
    }

    private static List<Integer> fieldIds(final Schema.Message message, final List<Integer> fieldIds)
    {
        message.fields().forEach(field -> fieldIds.add(field.fieldId()));
        message.variableFields().forEach(field -> fieldIds.add(field.fieldId()));
        message.groups().forEach(group ->
        {
            fieldIds.add(group.templateId());
            fieldIds(group, fieldIds);
        });
        final Set<String> names = new HashSet<>();
        message.fields().forEach(field -> assertThat(names.add(field.name())).as(field.name()).isTrue());
        return fieldIds;
    }
}
