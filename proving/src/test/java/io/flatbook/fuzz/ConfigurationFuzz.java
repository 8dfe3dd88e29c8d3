package io.flatbook.fuzz;

import io.flatbook.node.ConfigException;
import io.flatbook.node.NodeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** A file of settings: it is refused as documented, or taken, and then it can be printed. */
final class ConfigurationFuzz implements Consumer<byte[]>
{
    private final Path file;

    ConfigurationFuzz()
    {
        try
        {
            file = Files.createTempFile("flatbook-fuzz", ".properties");
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        file.toFile().deleteOnExit();
    }

    @Override
    public void accept(final byte[] bytes)
    {
        try
        {
            Files.write(file, bytes);
            NodeConfig.load(file, Map.of(), new Properties()).text();
        }
        catch (final ConfigException ex)
        {
            if (null == ex.getMessage() || ex.getMessage().isEmpty())
            {
                throw new AssertionError("refused without a reason", ex);
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
