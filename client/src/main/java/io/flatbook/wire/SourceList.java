package io.flatbook.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Addresses from which datagrams are taken: ranges in CIDR notation, as {@code 10.7.1.0/24}. Immutable.
 */
public final class SourceList
{
    /** Takes from everywhere. */
    public static final SourceList ANY = new SourceList(List.of());

    private static final Pattern ADDRESS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final List<Range> ranges;

    private record Range(byte[] address, int bits)
    {
        boolean holds(final byte[] other)
        {
            if (other.length != address.length)
            {
                return false;
            }
            for (int bit = 0; bit < bits; bit++)
            {
                final int mask = 0x80 >>> (bit & 7);
                if ((address[bit >> 3] & mask) != (other[bit >> 3] & mask))
                {
                    return false;
                }
            }
            return true;
        }
    }

    private SourceList(final List<Range> ranges)
    {
        this.ranges = ranges;
    }

    /**
     * Reads a list.
     *
     * @param text addresses and ranges by commas; empty for {@link #ANY}.
     * @return the list.
     * @throws IllegalArgumentException if the text is not such a list.
     */
    public static SourceList parse(final String text)
    {
        if (text.isBlank())
        {
            return ANY;
        }
        final List<Range> ranges = new ArrayList<>();
        for (final String part : text.trim().split("\\s*,\\s*", -1))
        {
            ranges.add(range(part));
        }
        return new SourceList(List.copyOf(ranges));
    }

    /**
     * @param address of a sender.
     * @return whether it is in the list.
     */
    public boolean allows(final InetAddress address)
    {
        if (ranges.isEmpty())
        {
            return true;
        }
        final byte[] bytes = address.getAddress();
        for (final Range range : ranges)
        {
            if (range.holds(bytes))
            {
                return true;
            }
        }
        return false;
    }

    private static Range range(final String part)
    {
        final int slash = part.indexOf('/');
        final String host = slash < 0 ? part : part.substring(0, slash);
        try
        {
            if (!ADDRESS.matcher(host).matches())
            {
                throw new IllegalArgumentException("not an address: " + part);
            }
            final byte[] address = InetAddress.getByName(host).getAddress();
            final int bitsMax = address.length * Byte.SIZE;
            final int bits = slash < 0 ? bitsMax : Integer.parseInt(part.substring(slash + 1));
            if (bits < 0 || bits > bitsMax)
            {
                throw new IllegalArgumentException("not a length from 0 to " + bitsMax + ": " + part);
            }
            return new Range(address, bits);
        }
        catch (final UnknownHostException | NumberFormatException ex)
        {
            throw new IllegalArgumentException("not an address or range: " + part, ex);
        }
    }
}
