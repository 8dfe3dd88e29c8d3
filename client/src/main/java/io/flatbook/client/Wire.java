package io.flatbook.client;

import io.flatbook.sbe.DecimalDecoder;
import io.flatbook.sbe.DecimalEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Values as they stand on the wire.
 */
final class Wire
{
    static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

    private static final int EXPONENT_MAX = 18;
    private static final int BITS_MAX = 63;

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
}
