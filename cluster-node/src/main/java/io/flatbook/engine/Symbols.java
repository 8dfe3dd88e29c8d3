package io.flatbook.engine;

/**
 * Symbols and names: 1 to 16 printable ASCII characters, or 1 to 24 of a-z 0-9 . - _ for a gateway.
 */
final class Symbols
{
    private static final int SYMBOL_LENGTH_MAX = 16;
    private static final int NAME_LENGTH_MAX = 24;

    private Symbols()
    {
    }

    static boolean valid(final String symbol)
    {
        return null != symbol && !symbol.isEmpty() && symbol.length() <= SYMBOL_LENGTH_MAX &&
            symbol.chars().allMatch((c) -> c > ' ' && c < 127);
    }

    static boolean validName(final String name)
    {
        return null != name && !name.isEmpty() && name.length() <= NAME_LENGTH_MAX &&
            name.chars().allMatch((c) -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' ||
            c == '_');
    }
}
