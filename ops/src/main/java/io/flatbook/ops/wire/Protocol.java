package io.flatbook.ops.wire;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.OtfMessageDecoder;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The wire schema: every message by name and template id, read and written without generated code.
 */
public final class Protocol
{
    /**
     * Length of the header that starts every message, in bytes.
     */
    public static final int HEADER_LENGTH = 8;

    private static final int TEMPLATE_OFFSET = 2;
    private static final int SCHEMA_OFFSET = 4;
    private static final int VERSION_OFFSET = 6;
    private static final Set<String> SPREAD = Set.of("terms", "protection", "waterfall", "trade");
    private static final Protocol WIRE = new Protocol(SchemaFile.open("/flatbook.sbeir"));

    /** Read only by those who look into snapshots. */
    private static final class Snapshot
    {
        private static final Protocol RECORDS = new Protocol(SchemaFile.open("/flatbook-snapshot.sbeir"));
    }

    private final SchemaFile file;
    private final Map<Integer, Message> byTemplate = new TreeMap<>();
    private final Map<String, Message> byName = new HashMap<>();

    /** A message, which is read when it is needed. */
    private final class Message
    {
        private final SchemaFile.Part part;
        private volatile Read read;

        private Message(final SchemaFile.Part part)
        {
            this.part = part;
        }

        /** Threads that come at once read it each, and the same. */
        private Read read()
        {
            if (null == read)
            {
                final Ir ir = file.read(part);
                final List<Token> tokens = ir.getMessage(part.templateId());
                read = new Read(ir, tokens, new WireSpec(part.name(), part.templateId(),
                    tokens.get(0).encodedLength(), fields(tokens, 1, tokens.size() - 1)));
            }
            return read;
        }
    }

    private record Read(Ir ir, List<Token> tokens, WireSpec spec)
    {
    }

    private Protocol(final SchemaFile file)
    {
        this.file = file;
        for (final SchemaFile.Part part : file.messages())
        {
            final Message message = new Message(part);
            byTemplate.put(part.templateId(), message);
            byName.put(part.name(), message);
        }
    }

    /**
     * The schema of commands, events, queries and reports.
     *
     * @return the schema.
     */
    public static Protocol wire()
    {
        return WIRE;
    }

    /**
     * The schema of a snapshot's records.
     *
     * @return the schema.
     */
    public static Protocol snapshot()
    {
        return Snapshot.RECORDS;
    }

    /**
     * All messages in order of template id.
     *
     * @return the messages.
     */
    public Collection<WireSpec> specs()
    {
        return byTemplate.values().stream().map(message -> message.read().spec()).toList();
    }

    /**
     * A message by name.
     *
     * @param name in the schema.
     * @return the message, or null.
     */
    public WireSpec spec(final String name)
    {
        final Message message = byName.get(name);
        return null == message ? null : message.read().spec();
    }

    /**
     * A message by template id.
     *
     * @param templateId in the schema.
     * @return the message, or null.
     */
    public WireSpec spec(final int templateId)
    {
        final Message message = byTemplate.get(templateId);
        return null == message ? null : message.read().spec();
    }

    /**
     * A new message without values.
     *
     * @param name in the schema.
     * @return the message.
     * @throws IllegalArgumentException when the schema has no such message.
     */
    public WireMessage create(final String name)
    {
        final WireSpec spec = spec(name);
        if (null == spec)
        {
            throw new IllegalArgumentException("the schema has no message " + name);
        }
        return spec.create();
    }

    /**
     * Reads a message with its header.
     *
     * @param buffer that holds it.
     * @param offset at which its header starts.
     * @return the message, or null when the schema has no such template.
     */
    public WireMessage decode(final DirectBuffer buffer, final int offset)
    {
        final int blockLength = buffer.getShort(offset, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        final int templateId = buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        final int version = buffer.getShort(offset + VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        final Message message = byTemplate.get(templateId);
        if (null == message)
        {
            return null;
        }
        final WireReader reader = new WireReader(message.read().spec().create());
        OtfMessageDecoder.decode(
            buffer, offset + HEADER_LENGTH, version, blockLength, message.read().tokens(), reader);
        return reader.message();
    }

    /**
     * Writes a message with its header.
     *
     * @param message to write.
     * @param buffer  that takes it and grows or is large enough.
     * @param offset  at which its header starts.
     * @return length in bytes, header included.
     */
    public int encode(final WireMessage message, final MutableDirectBuffer buffer, final int offset)
    {
        final WireSpec spec = message.spec();
        final Ir ir = byTemplate.get(spec.templateId()).read().ir();
        buffer.putShort(offset, (short)spec.blockLength(), ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset + TEMPLATE_OFFSET, (short)spec.templateId(), ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset + SCHEMA_OFFSET, (short)ir.id(), ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(offset + VERSION_OFFSET, (short)ir.version(), ByteOrder.LITTLE_ENDIAN);
        final int end = WireWriter.write(message.row(), spec.blockLength(), buffer, offset + HEADER_LENGTH);
        return end - offset;
    }

    /**
     * A message as bytes, with its header.
     *
     * @param message to write.
     * @return its bytes.
     */
    public byte[] bytes(final WireMessage message)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] bytes = new byte[encode(message, buffer, 0)];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    /**
     * What the schema says of a value of an enum, for example of a {@code RejectReason}.
     *
     * @param type  name of the enum in the schema.
     * @param value name of the value.
     * @return a sentence, or null if the schema has no such value.
     */
    public String description(final String type, final String value)
    {
        final List<Token> tokens = file.readAll().getType(type);
        for (final Token token : null == tokens ? List.<Token>of() : tokens)
        {
            if (Signal.VALID_VALUE == token.signal() && token.name().equals(value))
            {
                return token.description();
            }
        }
        return null;
    }

    /**
     * Whether the members of a composite stand among the fields of the row that has it: what the schema passes on as a
     * whole reads as if its members were fields of the message.
     */
    static boolean isSpread(final String fieldName)
    {
        return SPREAD.contains(fieldName);
    }

    private static List<WireField> fields(final List<Token> tokens, final int from, final int to)
    {
        final List<WireField> fields = new ArrayList<>();
        for (int i = from; i < to; i += tokens.get(i).componentTokenCount())
        {
            final Token token = tokens.get(i);
            final int last = i + token.componentTokenCount() - 1;
            if (Signal.BEGIN_GROUP == token.signal())
            {
                final int first = i + 1 + tokens.get(i + 1).componentTokenCount();
                fields.add(new WireField(token.name(), token.name(), WireField.Kind.GROUP, false, 0, null, 1, 0,
                    Map.of(), fields(tokens, first, last), token.encodedLength()));
            }
            else if (Signal.BEGIN_VAR_DATA == token.signal())
            {
                fields.add(new WireField(token.name(), token.name(), WireField.Kind.BYTES, false, 0, null, 1, 0,
                    Map.of(), List.of(), 0));
            }
            else
            {
                final WireField field =
                    field(token.name(), tokens, Signal.BEGIN_FIELD == token.signal() ? i + 1 : i);
                if (isSpread(field.name()))
                {
                    field.children().forEach(member -> fields.add(member.moved(field.offset())));
                }
                else
                {
                    fields.add(field);
                }
            }
        }
        return List.copyOf(fields);
    }

    private static WireField field(final String name, final List<Token> tokens, final int index)
    {
        final Token token = tokens.get(index);
        final Encoding encoding = token.encoding();
        final int last = index + token.componentTokenCount() - 1;
        final String typeName = token.applicableTypeName();
        final String type = typeName.endsWith("Optional") ?
            typeName.substring(0, typeName.length() - "Optional".length()) : typeName;
        final boolean isComposite = Signal.BEGIN_COMPOSITE == token.signal();
        final Map<String, Long> labels = new LinkedHashMap<>();
        for (int i = index + 1; !isComposite && i < last; i++)
        {
            labels.put(tokens.get(i).name(), tokens.get(i).encoding().constValue().longValue());
        }
        return new WireField(name, type, kind(token, encoding),
            token.isOptionalEncoding(), token.offset(), encoding.primitiveType(), token.arrayLength(),
            isComposite || token.arrayLength() > 1 ? 0 : encoding.applicableNullValue().longValue(),
            labels, isComposite ? fields(tokens, index + 1, last) : List.of(), 0);
    }

    private static WireField.Kind kind(final Token token, final Encoding encoding)
    {
        return switch (token.signal())
        {
            case BEGIN_ENUM -> WireField.Kind.ENUM;
            case BEGIN_SET -> WireField.Kind.SET;
            case BEGIN_COMPOSITE -> switch (token.applicableTypeName())
            {
                case "Decimal" -> WireField.Kind.DECIMAL;
                case "WideMoney" -> WireField.Kind.WIDE;
                default -> WireField.Kind.COMPOSITE;
            };
            default -> PrimitiveType.CHAR == encoding.primitiveType() ?
                WireField.Kind.TEXT : WireField.Kind.NUMBER;
        };
    }
}
