package io.flatbook.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Renders the wire schema as {@code PROTOCOL.md}. Run by {@code scripts/build/protocol}.
 */
final class ProtocolPage
{
    /** Written by hand: conventions and limits, which a schema cannot say. */
    static final Path PREFACE = Path.of("src/test/resources/protocol-preface.md");
    static final Path SCHEMA = Path.of("src/main/resources/flatbook.xml");
    static final Path PAGE = Path.of("PROTOCOL.md");

    private static final Map<String, String> UNITS = Map.ofEntries(
        Map.entry("Money", "minor units"), Map.entry("WideMoney", "minor units"), Map.entry("Lots", "lots"),
        Map.entry("Ticks", "ticks"), Map.entry("Ppm", "10^-6"), Map.entry("Ppb", "10^-9"), Map.entry("Millis", "ms"),
        Map.entry("TimestampMs", "ms"), Map.entry("LogPosition", "bytes"), Map.entry("CalendarDate", "yyyymmdd"),
        Map.entry("Scale", "decimals"));

    private final Schema schema;
    private final StringBuilder page = new StringBuilder();

    private ProtocolPage(final Schema schema)
    {
        this.schema = schema;
    }

    /**
     * Write the page.
     *
     * @param args one: the directory of the module that holds the schema.
     * @throws IOException if a file cannot be read or written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Path module = Path.of(args[0]);
        Files.writeString(module.resolve(PAGE), render(module));
    }

    /**
     * Render the page.
     *
     * @param module directory that holds the schema and the preface.
     * @return the page as Markdown.
     * @throws IOException if a file cannot be read.
     */
    static String render(final Path module) throws IOException
    {
        final ProtocolPage page = new ProtocolPage(Schema.read(module.resolve(SCHEMA)));
        page.append(Files.readString(module.resolve(PREFACE)));
        page.index();
        for (final Band band : Band.values())
        {
            page.append("\n## " + band.title() + " (" + band.firstId() + "–" + band.lastId() + ")\n");
            page.schema.messages().stream()
                .filter(message -> band.contains(message.templateId()))
                .forEach(message -> page.message(message, band));
        }
        page.types();
        return page.page.toString();
    }

    private void index()
    {
        append("\n## Messages\nSchema " + schema.schemaId() + ", version " + schema.version() + ", little-endian.\n\n");
        append("| id | message | direction | bytes | what |\n|--:|---|---|--:|---|\n");
        for (final Schema.Message message : schema.messages())
        {
            append("| " + message.templateId() + " | [" + message.name() + "](#" + anchor(message) + ") | " +
                Band.of(message.templateId()).direction() + " | " + message.blockLengthBytes(schema.types()) +
                " | " + cell(message.description()) + " |\n");
        }
        append("\n*bytes* is the root block without header, groups and fields of variable length.\n");
    }

    private void message(final Schema.Message message, final Band band)
    {
        append("\n### " + message.templateId() + " " + message.name() + "\n");
        append("*" + band.direction() + "* · " + message.description() + "\n");
        if (!message.semanticType().isEmpty())
        {
            append("FIX message: " + message.semanticType() + ".\n");
        }
        block(message);
    }

    private void block(final Schema.Message message)
    {
        if (!message.fields().isEmpty() || !message.variableFields().isEmpty())
        {
            append("\n| at | field | type | unit | description |\n|--:|---|---|---|---|\n");
        }
        int offset = 0;
        for (final Schema.Field field : message.fields())
        {
            row(String.valueOf(offset), field);
            offset += field.lengthBytes(schema.types());
        }
        if (message.groups().isEmpty())
        {
            message.variableFields().forEach(field -> row("end", field));
        }
        for (final Schema.Message group : message.groups())
        {
            append("\nGroup `" + group.name() + "` (entries of " + group.blockLengthBytes(schema.types()) +
                " bytes): " + group.description() + "\n");
            block(group);
        }
        if (!message.groups().isEmpty() && !message.variableFields().isEmpty())
        {
            append("\nAfter the groups:\n\n| at | field | type | unit | description |\n|--:|---|---|---|---|\n");
            message.variableFields().forEach(field -> row("end", field));
        }
    }

    private void row(final String offset, final Schema.Field field)
    {
        final String since = field.sinceVersion().isEmpty() ? "" : " Since version " + field.sinceVersion() + ".";
        append("| " + offset + " | " + field.name() + " | " + typeLink(field.type()) + " | " + unit(field.type()) +
            " | " + cell(field.description() + since) + " |\n");
    }

    private void types()
    {
        append("\n## Types\n\n| type | wire | null | unit | description |\n|---|---|---|---|---|\n");
        ofKind(Schema.Kind.TYPE).forEach(type -> append("| " + type.name() + " | " + wire(type.primitive(),
            type.length()) + " | " + (type.optional() ? nullValue(type.primitive()) : "") + " | " +
            unit(type.name()) + " | " + cell(type.description()) + " |\n"));
        append("\n## Composites\n");
        ofKind(Schema.Kind.COMPOSITE).forEach(type -> parts(type, "member"));
        append("\n## Enums\nAn enum's null value is the largest of its wire type. A value that the reader does not " +
            "know is refused in a command and must be tolerated in an event.\n");
        ofKind(Schema.Kind.ENUM).forEach(type -> parts(type, "value"));
        append("\n## Sets\nNumbers are bits, 0 the lowest.\n");
        ofKind(Schema.Kind.SET).forEach(type -> parts(type, "bit"));
    }

    private void parts(final Schema.Type type, final String what)
    {
        final boolean composite = Schema.Kind.COMPOSITE == type.kind();
        append("\n### " + type.name() + "\n" + type.description() +
            (composite ? "" : " Wire: " + type.primitive() + ".") + "\n\n");
        if (composite)
        {
            members(type);
            return;
        }
        append("| " + what + " | name | description |\n|--:|---|---|\n");
        for (final Schema.Part part : type.parts())
        {
            append("| " + part.number() + " | " + part.name() + " | " + cell(part.description()) + " |\n");
        }
    }

    private void members(final Schema.Type composite)
    {
        append("| at | name | type | unit | description |\n|--:|---|---|---|---|\n");
        int offset = 0;
        for (final Schema.Part part : composite.parts())
        {
            final boolean isNamed = schema.types().containsKey(part.encoding());
            final String type = isNamed ? typeLink(part.encoding()) : wire(part.encoding(), part.length());
            append("| " + offset + " | " + part.name() + " | " + type + " | " + unit(part.encoding()) + " | " +
                cell(part.description()) + " |\n");
            offset += part.lengthBytes(schema.types());
        }
    }

    private List<Schema.Type> ofKind(final Schema.Kind kind)
    {
        return schema.types().values().stream().filter(type -> kind == type.kind()).toList();
    }

    private String typeLink(final String name)
    {
        final Schema.Type type = schema.types().get(name);
        if (null == type || Schema.Kind.TYPE == type.kind())
        {
            return null == type ? name : name + " (" + wire(type.primitive(), type.length()) + ")";
        }
        return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }

    private void append(final String text)
    {
        page.append(text);
    }

    private static String unit(final String type)
    {
        return UNITS.getOrDefault(type.endsWith("Optional") ? type.substring(0, type.length() - 8) : type, "");
    }

    private static String wire(final String primitive, final int length)
    {
        return 1 == length ? primitive : 0 == length ? primitive + "…" : primitive + "[" + length + "]";
    }

    private static String nullValue(final String primitive)
    {
        if (primitive.startsWith("uint"))
        {
            return "2^" + primitive.substring(4) + " − 1";
        }
        return primitive.startsWith("int") ? "−2^" + (Integer.parseInt(primitive.substring(3)) - 1) : "0";
    }

    private static String anchor(final Schema.Message message)
    {
        return message.templateId() + "-" + message.name().toLowerCase(Locale.ROOT);
    }

    private static String cell(final String text)
    {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }
}
