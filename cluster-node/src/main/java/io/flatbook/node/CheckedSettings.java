package io.flatbook.node;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

import org.agrona.BitUtil;
import org.agrona.SystemUtil;

/**
 * Settings as texts, read as what they are meant to be. A text that cannot be read so, or is out of range, is refused
 * with a {@link ConfigException} that names the setting, the text and where it came from.
 */
abstract class CheckedSettings
{
    final SettingSource source;

    CheckedSettings(final SettingSource source)
    {
        this.source = source;
    }

    final String text(final Setting setting)
    {
        return source.entry(setting).text();
    }

    /** Null if it is empty. */
    final Path optionalPath(final Setting setting)
    {
        return text(setting).isEmpty() ? null : path(setting);
    }

    /** Absolute. */
    final Path path(final Setting setting)
    {
        try
        {
            return Path.of(text(setting)).toAbsolutePath().normalize();
        }
        catch (final InvalidPathException ex)
        {
            throw new ConfigException(refusal(setting, "a path: " + ex.getReason()), ex);
        }
    }

    final boolean isAuto(final Setting setting)
    {
        return "auto".equals(text(setting));
    }

    final String choice(final Setting setting, final String... choices)
    {
        final List<String> allowed = List.of(choices);
        check(allowed.contains(text(setting)), setting, "one of " + String.join(", ", allowed));
        return text(setting);
    }

    final long number(final Setting setting, final long least, final long most)
    {
        long number = Long.MIN_VALUE;
        try
        {
            number = Long.parseLong(text(setting));
        }
        catch (final NumberFormatException ignore)
        {
            // Falls out of the range below, which is the better message.
        }
        check(least <= number && number <= most, setting, "a whole number from " + least + " to " + most);
        return number;
    }

    final int length(final Setting setting, final int least, final int most)
    {
        return (int)bytes(setting, least, most);
    }

    final long bytes(final Setting setting, final long least, final long most)
    {
        long length = Long.MIN_VALUE;
        try
        {
            length = SystemUtil.parseSize(setting.key(), text(setting));
        }
        catch (final NumberFormatException | StringIndexOutOfBoundsException ignore)
        {
            // Falls out of the range below, which is the better message.
        }
        check(least <= length && length <= most, setting, "a length in bytes (k, m or g may follow) from " + least +
            " to " + most);
        return length;
    }

    final int powerOfTwo(final Setting setting, final int least, final int most)
    {
        final int length = length(setting, least, most);
        check(BitUtil.isPowerOfTwo(length), setting, "a power of two");
        return length;
    }

    final void check(final boolean holds, final Setting setting, final String expected)
    {
        if (!holds)
        {
            throw new ConfigException(refusal(setting, expected));
        }
    }

    private String refusal(final Setting setting, final String expected)
    {
        return source.entry(setting).origin() + ": " + setting.key() + "='" + text(setting) + "' is not " + expected;
    }
}
