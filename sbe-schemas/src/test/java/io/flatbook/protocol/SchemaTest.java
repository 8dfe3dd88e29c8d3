package io.flatbook.protocol;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    void theSchemasHaveTheirOwnIds() throws IOException
    {
        assertThat(Schema.read(Path.of(WIRE)).schemaId()).isEqualTo(1);
        assertThat(Schema.read(Path.of(SNAPSHOT)).schemaId()).isEqualTo(2);
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
