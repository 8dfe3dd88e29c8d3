package io.flatbook.ops.wire;

import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.otf.AbstractTokenListener;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the tree of a message from the tokens of the schema's on-the-fly decoder.
 */
final class WireReader extends AbstractTokenListener
{
    private final WireMessage message;
    private final Deque<WireRow> rows = new ArrayDeque<>();
    private int compositesOpen;

    WireReader(final WireMessage message)
    {
        this.message = message;
        rows.push(message.row());
    }

    WireMessage message()
    {
        return message;
    }

    @Override
    public void onEncoding(
        final Token fieldToken, final DirectBuffer buffer, final int index, final Token typeToken, final int version)
    {
        rows.peek().put(fieldToken.name(), typeToken.arrayLength() > 1 ?
            text(buffer, index, typeToken.arrayLength()) : number(buffer, index, typeToken));
    }

    @Override
    public void onEnum(final Token fieldToken, final DirectBuffer buffer, final int index, final List<Token> tokens,
        final int fromIndex, final int toIndex, final int version)
    {
        final Long number = number(buffer, index, tokens.get(fromIndex));
        String name = null;
        for (int i = fromIndex + 1; null != number && i < toIndex; i++)
        {
            if (number == tokens.get(i).encoding().constValue().longValue())
            {
                name = tokens.get(i).name();
            }
        }
        rows.peek().put(name(fieldToken, tokens.get(fromIndex)), name);
    }

    @Override
    public void onBitSet(final Token fieldToken, final DirectBuffer buffer, final int index, final List<Token> tokens,
        final int fromIndex, final int toIndex, final int version)
    {
        final long bits = WireWriter.read(buffer, index, tokens.get(fromIndex).encoding().primitiveType());
        final Set<String> choices = new LinkedHashSet<>();
        for (int i = fromIndex + 1; i < toIndex; i++)
        {
            if (0 != (bits & 1L << tokens.get(i).encoding().constValue().longValue()))
            {
                choices.add(tokens.get(i).name());
            }
        }
        rows.peek().put(name(fieldToken, tokens.get(fromIndex)), choices);
    }

    @Override
    public void onBeginComposite(
        final Token fieldToken, final List<Token> tokens, final int fromIndex, final int toIndex)
    {
        final String name = name(fieldToken, tokens.get(fromIndex));
        compositesOpen++;
        rows.push(Protocol.isSpread(name) ? rows.peek() : new WireRow(field(name).children()));
    }

    @Override
    public void onEndComposite(
        final Token fieldToken, final List<Token> tokens, final int fromIndex, final int toIndex)
    {
        final WireRow composite = rows.pop();
        compositesOpen--;
        final String name = name(fieldToken, tokens.get(fromIndex));
        if (!Protocol.isSpread(name))
        {
            rows.peek().put(name, switch (field(name).kind())
            {
                case DECIMAL -> decimal(composite);
                case WIDE -> WireRow.wide(composite.required("high"), composite.required("low"));
                default -> composite;
            });
        }
    }

    private static BigDecimal decimal(final WireRow composite)
    {
        final Long mantissa = composite.number("mantissa");
        final Long exponent = composite.number("exponent");
        return null == mantissa || null == exponent ? null :
            BigDecimal.valueOf(mantissa, Math.toIntExact(-exponent));
    }

    /**
     * Within a composite the decoder hands on the field that holds the composite; the member is called by its type's
     * token.
     */
    private String name(final Token fieldToken, final Token typeToken)
    {
        return 0 == compositesOpen ? fieldToken.name() : typeToken.name();
    }

    private WireField field(final String name)
    {
        for (final WireField field : rows.peek().fields())
        {
            if (field.name().equals(name))
            {
                return field;
            }
        }
        throw new IllegalStateException("no field " + name + " in " + message.name());
    }

    @Override
    public void onGroupHeader(final Token token, final int numInGroup)
    {
        rows.peek().put(token.name(), new ArrayList<WireRow>(numInGroup));
    }

    @Override
    public void onBeginGroup(final Token token, final int groupIndex, final int numInGroup)
    {
        final WireRow entry = new WireRow(field(token.name()).children());
        rows.peek().rows(token.name()).add(entry);
        rows.push(entry);
    }

    @Override
    public void onEndGroup(final Token token, final int groupIndex, final int numInGroup)
    {
        rows.pop();
    }

    @Override
    @SuppressWarnings("checkstyle:illegalidentifiername")
    public void onVarData(
        final Token fieldToken, final DirectBuffer buffer, final int index, final int length, final Token typeToken)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(index, bytes);
        rows.peek().put(fieldToken.name(), bytes);
    }

    private static Long number(final DirectBuffer buffer, final int index, final Token token)
    {
        final Encoding encoding = token.encoding();
        final long number = WireWriter.read(buffer, index, encoding.primitiveType());
        final boolean mayBeNull = token.isOptionalEncoding() || Signal.BEGIN_ENUM ==
            token.signal();
        return mayBeNull && number == encoding.applicableNullValue().longValue() ? null : (Long)number;
    }

    private static String text(final DirectBuffer buffer, final int index, final int capacity)
    {
        int length = 0;
        while (length < capacity && 0 != buffer.getByte(index + length))
        {
            length++;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(index, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
