package io.flatbook.client;

import io.flatbook.sbe.DecimalDecoder;
import io.flatbook.sbe.DecimalEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.WideMoneyDecoder;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Values as they are on the wire.
 */
final class Wire
{
    static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final int EXPONENT_MAX = 18;
    private static final int BITS_MAX = 63;
    /** What fits the wire; the cluster takes fewer. */
    private static final int GROUP_MAX = 65_534;
    private static final int REPLACEMENT = 0xFFFD;

    private Wire()
    {
    }

    static long orNull(final Long value, final long nullValue)
    {
        return null == value ? nullValue : value;
    }

    static int orNull(final Integer value, final int nullValue)
    {
        return null == value ? nullValue : value;
    }

    static Long nullable(final long value, final long nullValue)
    {
        return nullValue == value ? null : Long.valueOf(value);
    }

    /** Printable ASCII text of 1 to {@code lengthMax} characters; the error names the field. */
    static String ascii(final String field, final String text, final int lengthMax)
    {
        if (null == text || text.isEmpty() || lengthMax < text.length() ||
            !text.chars().allMatch(c -> ' ' <= c && c <= '~'))
        {
            throw new IllegalArgumentException(
                field + " must be 1 to " + lengthMax + " printable ASCII characters: " + text);
        }
        return text;
    }

    /** Text of 1 to {@code lengthMax} bytes of UTF-8, no control or outer space; the error names the field. */
    static String symbol(final String field, final String text, final int lengthMax)
    {
        if (null == text || text.isEmpty() || lengthMax < text.getBytes(StandardCharsets.UTF_8).length ||
            isSpace(text.codePointAt(0)) || isSpace(text.codePointBefore(text.length())) ||
            !text.codePoints().allMatch(Wire::isPrintable))
        {
            throw new IllegalArgumentException(field + " must be 1 to " + lengthMax +
                " bytes of UTF-8 without control characters and outer spaces: " + text);
        }
        return text;
    }

    /** A number of one byte, which Java would cut off to one; the error names the field. */
    static byte int8(final String field, final int value)
    {
        if (value < Byte.MIN_VALUE || Byte.MAX_VALUE < value)
        {
            throw new IllegalArgumentException(field + " must fit in a byte: " + value);
        }
        return (byte)value;
    }

    /** How many elements a group has; the error names the field. */
    static int count(final String field, final int count)
    {
        if (GROUP_MAX < count)
        {
            throw new IllegalArgumentException(field + " are at most " + GROUP_MAX + ": " + count);
        }
        return count;
    }

    /** Puts an exact decimal; the error names the field. */
    static void decimal(final String field, final BigDecimal value, final DecimalEncoder encoder)
    {
        if (null == value)
        {
            throw new IllegalArgumentException(field + " is missing");
        }
        final BigDecimal plain = value.stripTrailingZeros();
        final BigInteger mantissa = plain.unscaledValue();
        if (BITS_MAX < mantissa.bitLength() || EXPONENT_MAX < Math.abs(plain.scale()))
        {
            throw new IllegalArgumentException(field + " has too many digits: " + value.toPlainString());
        }
        encoder.mantissa(mantissa.longValueExact()).exponent((byte)-plain.scale());
    }

    static BigDecimal decimal(final DecimalDecoder decoder)
    {
        return BigDecimal.valueOf(decoder.mantissa(), -decoder.exponent());
    }

    /** A total of 128 bits, {@code high * 2^64 + low} with {@code low} unsigned. */
    static BigInteger wide(final WideMoneyDecoder decoder)
    {
        return BigInteger.valueOf(decoder.high()).shiftLeft(Long.SIZE)
            .add(new BigInteger(Long.toUnsignedString(decoder.low())));
    }

    private static boolean isSpace(final int codePoint)
    {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isPrintable(final int codePoint)
    {
        // Neither half a surrogate pair nor what undecodable bytes become: two symbols could look the same.
        return !Character.isISOControl(codePoint) && REPLACEMENT != codePoint &&
            !(Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE);
    }
}
