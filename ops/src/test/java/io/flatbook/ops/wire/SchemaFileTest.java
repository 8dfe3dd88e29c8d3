package io.flatbook.ops.wire;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Token;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A message that is read alone is what it is among all.
 */
final class SchemaFileTest
{
    @ParameterizedTest
    @ValueSource(strings = {"/flatbook.sbeir", "/flatbook-snapshot.sbeir"})
    void readsEveryMessageAloneAsAmongAll(final String resource)
    {
        final SchemaFile file = SchemaFile.open(resource);
        final Ir all = file.readAll();
        final List<List<Token>> among = new ArrayList<>(all.messages());

        assertThat(file.messages()).hasSameSizeAs(among).isNotEmpty();
        for (final SchemaFile.Part part : file.messages())
        {
            final Ir alone = file.read(part);
            assertThat(alone.messages()).as(part.name()).hasSize(1);
            assertThat(alone.getMessage(part.templateId())).as(part.name())
                .hasToString(all.getMessage(part.templateId()).toString());
            assertThat(alone.getMessage(part.templateId()).get(0).name()).isEqualTo(part.name());
            assertThat(alone.id()).isEqualTo(all.id());
            assertThat(alone.version()).isEqualTo(all.version());
            assertThat(alone.byteOrder()).isEqualTo(all.byteOrder());
        }
    }
}
