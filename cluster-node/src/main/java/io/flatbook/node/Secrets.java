package io.flatbook.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.flatbook.wire.OwnerFile;

/**
 * The secrets of all principals, as a file holds them: a line {@code role/NAME version:hex} for each, up to two
 * versions of a principal while its secret is being changed, {@code #} before comments. Immutable. No message of this
 * class contains any part of a secret.
 */
final class Secrets
{
    static final int VERSIONS_MAX = 2;

    private static final int LENGTH_MAX = 1024 * 1024;
    private static final Pattern LINE =
        Pattern.compile("(\\S+)\\s+([1-9][0-9]{0,8}):((?:[0-9a-f]{2}){32,64})");

    private final Map<String, Map<Integer, byte[]>> secrets = new HashMap<>();

    private Secrets()
    {
    }

    /**
     * @throws ConfigException if the file is missing, readable by others than its owner, or has a wrong line.
     */
    static Secrets read(final Path file)
    {
        try
        {
            final String exposure = OwnerFile.exposure(file);
            if (null != exposure)
            {
                throw new ConfigException("secretsFile " + file + " " + exposure);
            }
            if (Files.size(file) > LENGTH_MAX)
            {
                throw new ConfigException("secretsFile " + file + " is longer than " + LENGTH_MAX + " bytes");
            }
            final Secrets secrets = new Secrets();
            final List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++)
            {
                secrets.add(file + ":" + (i + 1), lines.get(i).strip());
            }
            return secrets;
        }
        catch (final IOException ex)
        {
            throw new ConfigException("secretsFile " + file + " cannot be read: " + ex, ex);
        }
    }

    boolean knows(final String principal)
    {
        return secrets.containsKey(principal);
    }

    /**
     * @return null if the principal has no secret of that version.
     */
    byte[] find(final String principal, final int version)
    {
        final Map<Integer, byte[]> versions = secrets.get(principal);
        return null == versions ? null : versions.get(version);
    }

    int principals()
    {
        return secrets.size();
    }

    private void add(final String where, final String line)
    {
        if (line.isEmpty() || '#' == line.charAt(0))
        {
            return;
        }
        final Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || !PrefixAuthenticator.isPrincipal(
            matcher.group(1).getBytes(StandardCharsets.ISO_8859_1)))
        {
            throw new ConfigException(where + ": not 'role/NAME version:secret', the role gateway, risk, ops or " +
                "audit, the secret 64 to 128 hexadecimal digits in lower case");
        }
        final Map<Integer, byte[]> versions = secrets.computeIfAbsent(matcher.group(1), (name) -> new TreeMap<>());
        final int version = Integer.parseInt(matcher.group(2));
        if (null != versions.put(version, HexFormat.of().parseHex(matcher.group(3))))
        {
            throw new ConfigException(where + ": version " + version + " of " + matcher.group(1) + " is given twice");
        }
        if (versions.size() > VERSIONS_MAX)
        {
            throw new ConfigException(where + ": more than " + VERSIONS_MAX + " versions of " + matcher.group(1));
        }
    }
}
