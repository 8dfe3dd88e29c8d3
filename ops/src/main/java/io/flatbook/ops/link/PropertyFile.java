package io.flatbook.ops.link;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Reads settings in the {@code .properties} format.
 */
public final class PropertyFile
{
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
        try (Reader reader = Files.newBufferedReader(file))
        {
            properties.load(reader);
            return properties;
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IOException(ex.getMessage(), ex);
        }
    }
}
