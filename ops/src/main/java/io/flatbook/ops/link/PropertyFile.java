package io.flatbook.ops.link;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Reads settings in the {@code .properties} format.
 */
public final class PropertyFile
{
    private static final String BYTE_ORDER_MARK = "\uFEFF";

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
        final String text = Files.readString(file);
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
            throw new IOException(ex.getMessage(), ex);
        }
    }
}
