package io.flatbook.ops.replay;

import io.flatbook.sbe.MessageHeaderDecoder;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the repository keeps of a version of the formats: its schemas, and directories that its binary wrote.
 *
 * @param number of the version, from 1.
 */
record ReleasedVersion(int number)
{
    /** System property with which all of the present version is written anew; {@code scripts/build/golden} sets it. */
    static final String WRITE = "flatbook.golden.write";
    static final Path PRESENT_SCHEMAS = Path.of("../sbe-schemas/src/main/resources");
    static final String WIRE = "flatbook.xml";
    static final String SNAPSHOT = "flatbook-snapshot.xml";

    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static boolean isToBeWritten()
    {
        return Boolean.getBoolean(WRITE);
    }

    /** The version of this binary. */
    static ReleasedVersion present()
    {
        return new ReleasedVersion(MessageHeaderDecoder.SCHEMA_VERSION);
    }

    /** Every version up to the present one. */
    static List<ReleasedVersion> all()
    {
        return IntStream.rangeClosed(1, present().number).mapToObj(ReleasedVersion::new).toList();
    }

    Path directory()
    {
        return GOLDEN.resolve("version-" + number);
    }

    /** Text of one of its schemas. */
    String schema(final String name) throws Exception
    {
        return Files.readString(directory().resolve(name));
    }

    /** What a schema means. */
    static Ir ir(final String schema) throws Exception
    {
        final byte[] bytes = schema.getBytes(StandardCharsets.UTF_8);
        return new IrGenerator().generate(
            XmlSchemaParser.parse(new ByteArrayInputStream(bytes), ParserOptions.DEFAULT));
    }
}
