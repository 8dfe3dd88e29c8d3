package io.flatbook.engine.book;

/**
 * Symbols and names: symbols and families of 1 to 32 bytes of UTF-8, names of gateways of 1 to 24 of a-z 0-9 . - _.
 *
 * <p>Contract: NOUN-7.
 */
public final class Symbols
{
    private static final int SYMBOL_BYTES_MAX = 32;
    private static final int NAME_LENGTH_MAX = 24;
    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

    private Symbols()
    {
    }

    /** Whether a symbol has 1 to 32 bytes of UTF-8, no control character and no outer space. */
    public static boolean valid(final String symbol)
    {
        if (null == symbol || symbol.isEmpty() || isSpace(symbol.codePointAt(0)) ||
            isSpace(symbol.codePointBefore(symbol.length())))
        {
            return false;
        }
        int bytes = 0;
        for (int i = 0; i < symbol.length() && bytes <= SYMBOL_BYTES_MAX; )
        {
            final int codePoint = symbol.codePointAt(i);
            if (!isPrintable(codePoint))
            {
                return false;
            }
            bytes += utf8Bytes(codePoint);
            i += Character.charCount(codePoint);
        }
        return bytes <= SYMBOL_BYTES_MAX;
    }

    // A replacement character is what undecodable bytes become: two different symbols could look the same.
    private static boolean isPrintable(final int codePoint)
    {
        return !Character.isISOControl(codePoint) && 0xFFFD != codePoint &&
            !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    private static boolean isSpace(final int codePoint)
    {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static int utf8Bytes(final int codePoint)
    {
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x1_0000 ? 3 : 4;
    }

    /** Whether a gateway's name is valid. */
    public static boolean validName(final String name)
    {
        if (null == name || name.isEmpty() || name.length() > NAME_LENGTH_MAX)
        {
            return false;
        }
        for (int i = 0; i < name.length(); i++)
        {
            if (NAME_CHARACTERS.indexOf(name.charAt(i)) < 0)
            {
                return false;
            }
        }
        return true;
    }
}
