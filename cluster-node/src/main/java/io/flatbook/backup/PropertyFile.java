package io.flatbook.backup;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Reads settings in the {@code .properties} format.
 */
public final class PropertyFile
{
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    /** A backslash that no other one escapes, with u and less than four digits. */
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*\\\\u(?![0-9A-Fa-f]{4})");

    private PropertyFile()
    {
    }

    /**
     * Reads a file.
     *
     * @param file to read.
     * @return its settings.
     * @throws IOException if it cannot be read, or holds what is no character.
     */
    public static Properties read(final Path file) throws IOException
    {
        final Properties properties = new Properties();
        final String text = text(file);
        if (text.startsWith(BYTE_ORDER_MARK))
        {
            throw new IOException("it begins with a byte order mark: save it as UTF-8 without one");
        }
        try
        {
            properties.load(new StringReader(text));
            return properties;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IOException(brokenEscape(text.lines().toList()), ex);
        }
    }

    private static String text(final Path file) throws IOException
    {
        try
        {
            return Files.readString(file);
        }
        catch (final CharacterCodingException ex)
        {
            throw new IOException("it is not text in UTF-8", ex);
        }
    }

    private static String brokenEscape(final List<String> lines)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            final String line = lines.get(i).strip();
            if (!line.startsWith("#") && !line.startsWith("!") && BROKEN_ESCAPE.matcher(line).find())
            {
                return "line " + (i + 1) + ": \\u wants four hexadecimal digits; a backslash is written as two";
            }
        }
        return "\\u wants four hexadecimal digits; a backslash is written as two";
    }
}
