package io.flatbook.ops.replay;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import static io.flatbook.ops.replay.ReleasedVersion.SNAPSHOT;
import static io.flatbook.ops.replay.ReleasedVersion.WIRE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every version of the schemas that was released stands in the repository as it was, and later ones only grow (VER-1).
 */
final class ReleasedSchemasTest
{
    @ParameterizedTest
    @ValueSource(strings = {WIRE, SNAPSHOT})
    void thePresentVersionIsTheFrozenOne(final String name) throws Exception
    {
        final ReleasedVersion present = ReleasedVersion.present();
        if (ReleasedVersion.isToBeWritten())
        {
            Files.createDirectories(present.directory());
            Files.copy(ReleasedVersion.PRESENT_SCHEMAS.resolve(name), present.directory().resolve(name),
                StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readString(ReleasedVersion.PRESENT_SCHEMAS.resolve(name))).as(
            "%s has version %d and is not the copy in %s. Logs and snapshots of that version would be read as " +
            "something else. Before the first release, and only then: run scripts/build/golden, which writes the " +
            "copy and the golden directories anew. After it: give the schema the next version, and what was added " +
            "its sinceVersion", name, present.number(), present.directory()).isEqualTo(present.schema(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {WIRE, SNAPSHOT})
    void everyVersionGrewOutOfTheOneBefore(final String name) throws Exception
    {
        final List<ReleasedVersion> versions = ReleasedVersion.all();
        final List<Ir> irs = new ArrayList<>();
        for (final ReleasedVersion version : versions)
        {
            irs.add(ReleasedVersion.ir(version.schema(name)));
            assertThat(irs.get(irs.size() - 1).version()).isEqualTo(version.number());
        }
        for (int i = 1; i < irs.size(); i++)
        {
            assertThat(SchemaGrowth.wrong(irs.get(i - 1), irs.get(i))).as(name).isEmpty();
        }
        assertThat(SchemaGrowth.wrong(irs.get(irs.size() - 1), ReleasedVersion.ir(NextSchema.of(name)))).isEmpty();
    }

    /** What would make an old log mean something else is found. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<field name=\"amount\" id=\"3\" type=\"Money\" description=\"Amount, above 0.\"/>||Deposit",
        "type=\"Lots\"|type=\"Count\"|was [BEGIN_FIELD",
        "<validValue name=\"MALFORMED\" description=\"The bytes cannot be decoded.\">1<|" +
            "<validValue name=\"MALFORMED\" description=\"The bytes cannot be decoded.\">101<|VALID_VALUE MALFORMED",
        "<type name=\"exponent\" primitiveType=\"int8\"|<type name=\"more\" primitiveType=\"int8\" " +
            "description=\"More.\"/><type name=\"exponent\" primitiveType=\"int8\"|BEGIN_COMPOSITE",
        "sinceVersion=\"2\"||names no sinceVersion",
        "<sbe:message name=\"Deposit\" id=\"42\"|<sbe:message name=\"Deposit\" id=\"90\"|Deposit is no more"})
    void whatIsNoGrowthIsFound(final String text, final String other, final String finding) throws Exception
    {
        final String next = NextSchema.of(WIRE);
        assertThat(next).contains(text);
        final Ir broken = ReleasedVersion.ir(next.replace(text, null == other ? "" : other));
        assertThat(SchemaGrowth.wrong(ReleasedVersion.ir(ReleasedVersion.present().schema(WIRE)), broken))
            .isNotEmpty().anyMatch((wrong) -> wrong.contains(finding));
    }

    /** VER-1: this binary takes every command and query of every released version, in the shape that it had then. */
    @Test
    void everyMessageOfEveryReleasedVersionIsDecoded() throws Exception
    {
        final LocalClearing clearing = new LocalClearing(new Limits());
        for (final ReleasedVersion version : ReleasedVersion.all())
        {
            final Ir ir = ReleasedVersion.ir(version.schema(WIRE));
            for (final List<Token> message : ir.messages())
            {
                final boolean isSent = message.get(0).id() < 100 ||
                    message.get(0).id() > 200 && message.get(0).id() < 250;
                if (isSent)
                {
                    assertThat(reportReason(clearing, version, message)).as("%s of version %d: has its row in " +
                        "Templates an Earlier for the shape of that version?", message.get(0).name(), version.number())
                        .isNotIn("MALFORMED", "UNSUPPORTED_VERSION");
                }
            }
        }
    }

    /** Reason of the session report that answers a message of zeros, which is how undecodable ones are answered. */
    private static String reportReason(
        final LocalClearing clearing, final ReleasedVersion version, final List<Token> message)
    {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[Protocol.HEADER_LENGTH + Short.MAX_VALUE]);
        final int blockLength = message.get(0).encodedLength();
        bytes.putShort(0, (short)blockLength, ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(2, (short)message.get(0).id(), ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(4, (short)1, ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(6, (short)version.number(), ByteOrder.LITTLE_ENDIAN);
        int length = Protocol.HEADER_LENGTH + blockLength;
        for (int i = 0; i < message.size(); i++)
        {
            if (Signal.BEGIN_GROUP == message.get(i).signal())
            {
                bytes.putShort(length, (short)message.get(i).encodedLength(), ByteOrder.LITTLE_ENDIAN);
                length += message.get(i + 1).encodedLength();
            }
            else if (Signal.BEGIN_VAR_DATA == message.get(i).signal())
            {
                length += Short.BYTES;
            }
        }
        final List<String> reasons = new ArrayList<>();
        clearing.onMessage(1, "risk/alice", bytes, 0, length, (buffer, offset, answerLength) ->
        {
            if (SessionReportDecoder.TEMPLATE_ID == (buffer.getShort(offset + 2, ByteOrder.LITTLE_ENDIAN) & 0xFFFF))
            {
                reasons.add(Protocol.wire().decode(buffer, offset).row().text("reason"));
            }
        });
        return reasons.isEmpty() ? "" : reasons.get(0);
    }
}
