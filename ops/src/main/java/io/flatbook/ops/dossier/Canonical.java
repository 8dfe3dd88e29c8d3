package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeMap;

/**
 * The one spelling of a JSON value: keys in order, no white space, integers only, UTF-8. Hashes are computed over it.
 */
final class Canonical
{
    private static final int FIRST_PLAIN = 0x20;

    private Canonical()
    {
    }

    static byte[] bytes(final JsonNode value)
    {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    static String text(final JsonNode value)
    {
        final StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    /** SHA-256 of the spelling, in lower case hex. */
    static String hash(final JsonNode value)
    {
        return HexFormat.of().formatHex(sha256().digest(bytes(value)));
    }

    static MessageDigest sha256()
    {
        try
        {
            return MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java has SHA-256", ex);
        }
    }

    private static void write(final JsonNode value, final StringBuilder text)
    {
        if (value.isObject())
        {
            final TreeMap<String, JsonNode> fields = new TreeMap<>();
            value.properties().forEach((field) -> fields.put(field.getKey(), field.getValue()));
            char before = '{';
            for (final String name : fields.keySet())
            {
                write(name, text.append(before));
                write(fields.get(name), text.append(':'));
                before = ',';
            }
            text.append(fields.isEmpty() ? "{}" : "}");
        }
        else if (value.isArray())
        {
            char before = '[';
            for (final Iterator<JsonNode> items = value.elements(); items.hasNext(); before = ',')
            {
                write(items.next(), text.append(before));
            }
            text.append(value.isEmpty() ? "[]" : "]");
        }
        else if (value.isTextual())
        {
            write(value.textValue(), text);
        }
        else if (value.isIntegralNumber() || value.isBoolean() || value.isNull())
        {
            text.append(value.asText());
        }
        else
        {
            throw new IllegalArgumentException("not in a canonical spelling: " + value);
        }
    }

    private static void write(final String value, final StringBuilder text)
    {
        text.append('"');
        for (int i = 0; i < value.length(); i++)
        {
            final char c = value.charAt(i);
            if ('"' == c || '\\' == c)
            {
                text.append('\\').append(c);
            }
            else if (c < FIRST_PLAIN)
            {
                text.append("\\u00").append(HexFormat.of().toHexDigits((byte)c));
            }
            else
            {
                text.append(c);
            }
        }
        text.append('"');
    }
}
