package io.flatbook.cluster;

import org.agrona.DirectBuffer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Texts of fixed length, padded with zeros. Bytes that are not of its encoding, and zeros inside, become characters
 * that no symbol or name contains, so that the engine refuses the text.
 */
final class Texts
{
    static final int SYMBOL_LENGTH = 32;
    static final int GATEWAY_LENGTH = 24;
    /** A control character. */
    private static final String NOT_A_TEXT = "\0";

    private Texts()
    {
    }

    /** A symbol in UTF-8. */
    static String symbol(final DirectBuffer buffer, final int offset)
    {
        final byte[] bytes = bytes(buffer, offset, SYMBOL_LENGTH);
        try
        {
            return StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        }
        catch (final CharacterCodingException notUtf8)
        {
            return NOT_A_TEXT;
        }
    }

    /** The name of a gateway in ASCII. */
    static String gateway(final DirectBuffer buffer, final int offset)
    {
        return new String(bytes(buffer, offset, GATEWAY_LENGTH), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(final DirectBuffer buffer, final int offset, final int lengthMax)
    {
        int length = lengthMax;
        while (length > 0 && 0 == buffer.getByte(offset + length - 1))
        {
            length--;
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
