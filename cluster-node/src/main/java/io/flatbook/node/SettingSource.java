package io.flatbook.node;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

import io.flatbook.backup.PropertyFile;

/**
 * Texts of settings by layer: default, file, environment, system property, the later ones above the former.
 */
final class SettingSource
{
    /** A text and where it was found, for people. */
    record Entry(String text, String origin)
    {
    }

    private static final String OF_AERON = "aeron.";
    /** Of Aeron's agent for finding faults, which writes down what happens and changes nothing. */
    private static final String AERON_EVENT_LOG = "aeron.event.";
    private static final String NO_BOUNDS_CHECKS = "agrona.disable.bounds.checks";

    private final Map<Setting, Entry> entries = new EnumMap<>(Setting.class);

    SettingSource()
    {
        for (final Setting setting : Setting.values())
        {
            entries.put(setting, new Entry(setting.defaultText(), "default"));
        }
    }

    Entry entry(final Setting setting)
    {
        return entries.get(setting);
    }

    SettingSource file(final Path file)
    {
        final Properties properties;
        try
        {
            properties = PropertyFile.read(file);
        }
        catch (final FileSystemException ex)
        {
            throw new ConfigException("cannot read " + file + ": " + ex, ex);
        }
        catch (final IOException ex)
        {
            throw new ConfigException("cannot read " + file + ": " + ex.getMessage(), ex);
        }

        for (final String key : new TreeSet<>(properties.stringPropertyNames()))
        {
            put(key, properties.getProperty(key), file.toString());
        }
        return this;
    }

    SettingSource environment(final Map<String, String> environment)
    {
        for (final String name : new TreeSet<>(environment.keySet()))
        {
            if (name.startsWith(Setting.ENVIRONMENT_PREFIX))
            {
                put(camelCase(name.substring(Setting.ENVIRONMENT_PREFIX.length())), environment.get(name), name);
            }
        }
        return this;
    }

    /**
     * Takes the settings that are given to the JVM, and refuses those of Aeron: by
     * {@code -Daeron.archive.dir.delete.on.start=true}, for one, a start deletes the log.
     */
    SettingSource systemProperties(final Properties properties)
    {
        for (final String name : new TreeSet<>(properties.stringPropertyNames()))
        {
            if (name.startsWith(Setting.PROPERTY_PREFIX))
            {
                put(name.substring(Setting.PROPERTY_PREFIX.length()), properties.getProperty(name), "-D" + name);
            }
            else if (name.startsWith(OF_AERON) && !name.startsWith(AERON_EVENT_LOG) ||
                NO_BOUNDS_CHECKS.equals(name) && Boolean.parseBoolean(properties.getProperty(name)))
            {
                throw new ConfigException("-D" + name + ": a node gives Aeron all its settings, and one beside them " +
                    "can cost it the log: remove it");
            }
        }
        return this;
    }

    SettingSource put(final String key, final String text, final String origin)
    {
        final Setting setting = Setting.byKey(key);
        if (null == setting)
        {
            throw new ConfigException(
                origin + ": unknown setting '" + key + "', did you mean '" + nearest(key).key() + "'?");
        }
        entries.put(setting, new Entry(text.trim(), origin));
        return this;
    }

    private static String camelCase(final String environmentName)
    {
        final StringBuilder builder = new StringBuilder();
        for (final String word : environmentName.toLowerCase(Locale.ROOT).split("_"))
        {
            builder.append(0 == builder.length() || word.isEmpty() ?
                word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return builder.toString();
    }

    // The first that begins so, or else the one of which the fewest letters differ.
    private static Setting nearest(final String key)
    {
        final String wrong = key.toLowerCase(Locale.ROOT);
        Setting nearest = null;
        int distanceMin = Integer.MAX_VALUE;
        for (final Setting setting : Setting.values())
        {
            final String right = setting.key().toLowerCase(Locale.ROOT);
            final int distance = right.startsWith(wrong) ? 0 : editDistance(wrong, right);
            if (distance < distanceMin)
            {
                distanceMin = distance;
                nearest = setting;
            }
        }
        return nearest;
    }

    private static int editDistance(final String left, final String right)
    {
        int[] above = new int[right.length() + 1];
        for (int column = 0; column <= right.length(); column++)
        {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++)
        {
            final int[] current = new int[right.length() + 1];
            current[0] = row;
            for (int column = 1; column <= right.length(); column++)
            {
                final int replaced = above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(above[column], current[column - 1]));
            }
            above = current;
        }
        return above[right.length()];
    }
}
