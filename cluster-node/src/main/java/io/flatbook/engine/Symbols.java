package io.flatbook.engine;

/**
 * Symbols and names: 1 to 16 printable ASCII characters, or 1 to 24 of a-z 0-9 . - _ for a gateway.
 */
final class Symbols
{
    private static final int SYMBOL_LENGTH_MAX = 16;
    private static final int NAME_LENGTH_MAX = 24;
    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789.-_";

    private Symbols()
    {
    }

    static boolean valid(final String symbol)
    {
        if (null == symbol || symbol.isEmpty() || symbol.length() > SYMBOL_LENGTH_MAX)
        {
            return false;
        }
        for (int i = 0; i < symbol.length(); i++)
        {
            if (symbol.charAt(i) <= ' ' || symbol.charAt(i) > '~')
            {
                return false;
            }
        }
        return true;
    }

    static boolean validName(final String name)
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
