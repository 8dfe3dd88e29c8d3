package io.flatbook.node;

import java.nio.file.Path;

import io.flatbook.wire.SourceList;

/**
 * The settings of the wire.
 */
abstract class WireConfig extends CheckedSettings
{
    private static final int TERM_LENGTH_LEAST = 64 * 1024;
    private static final int TERM_LENGTH_MOST = 1024 * 1024 * 1024;

    WireConfig(final SettingSource source)
    {
        super(source);
    }

    /** Whether what crosses the network is sealed. */
    final boolean isSealed()
    {
        return null != memberKeyFile() && null != clientKeyFile();
    }

    /** Null if it is not set. */
    final Path memberKeyFile()
    {
        return optionalPath(Setting.MEMBER_KEY_FILE);
    }

    /** Null if it is not set. */
    final Path clientKeyFile()
    {
        return optionalPath(Setting.CLIENT_KEY_FILE);
    }

    /** From which clients may come. */
    final SourceList allowedSources()
    {
        try
        {
            return SourceList.parse(text(Setting.ALLOWED_SOURCES));
        }
        catch (final IllegalArgumentException ex)
        {
            check(false, Setting.ALLOWED_SOURCES, "a list of addresses and ranges: " + ex.getMessage());
            return SourceList.ANY;
        }
    }

    final int clientTermLengthMax()
    {
        return powerOfTwo(Setting.CLIENT_TERM_LENGTH_MAX, TERM_LENGTH_LEAST, TERM_LENGTH_MOST);
    }

    final void validateWire(final boolean isOnLoopback)
    {
        check((null == memberKeyFile()) == (null == clientKeyFile()), Setting.CLIENT_KEY_FILE,
            "set or unset together with memberKeyFile");
        check(isSealed() || isOnLoopback, Setting.MEMBER_KEY_FILE,
            "a file of keys (scripts/secret transport-key), without which all hosts must be loopback");
        check(isSealed() || text(Setting.ALLOWED_SOURCES).isEmpty(), Setting.ALLOWED_SOURCES,
            "empty, as it must be while the wire is not sealed");
        allowedSources();
        clientTermLengthMax();
    }
}
