package io.flatbook.protocol;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ProtocolPageTest
{
    private static final Path MODULE = Path.of("");

    @Test
    void thePageIsThatOfTheSchema() throws IOException
    {
        final String committed =
            Files.exists(ProtocolPage.PAGE) ? Files.readString(ProtocolPage.PAGE) : "";
        assertThat(committed.equals(ProtocolPage.render(MODULE)))
            .as("sbe-schemas/PROTOCOL.md is stale: run scripts/build/protocol and commit the page with the schema")
            .isTrue();
    }

    @Test
    void thePageNamesEveryMessageFieldTypeAndValue() throws IOException
    {
        final String page = ProtocolPage.render(MODULE);
        final Schema schema = Schema.read(ProtocolPage.SCHEMA);
        assertThat(schema.messages()).isNotEmpty().allSatisfy(message ->
        {
            assertThat(page).contains("\n### " + message.templateId() + " " + message.name() + "\n");
            message.fields().forEach(field -> assertThat(page).contains(" | " + field.name() + " | "));
        });
        assertThat(schema.types().values()).allSatisfy(type ->
        {
            assertThat(page).contains(type.name());
            type.parts().forEach(part -> assertThat(page).contains(" | " + part.name() + " | "));
        });
    }
}
