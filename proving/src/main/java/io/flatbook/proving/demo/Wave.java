package io.flatbook.proving.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The instruments of the wave, what the defaulter held of each and the mark at the crash. Its deficit is as published.
 */
final class Wave
{
    /** Deficit of the defaulter at the crash, in minor units: 10,925,707.16. */
    static final long DEFICIT = 10_925_707_160_000L;

    private static final String TABLE = "/demo/first-wave.txt";

    private Wave()
    {
    }

    /** Reads the table; the file says where its figures come from. */
    static List<Terms> read()
    {
        final List<Terms> terms = new ArrayList<>();
        try (InputStream stream = Wave.class.getResourceAsStream(TABLE);
            BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII)))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                if (!line.startsWith("#") && !line.isBlank())
                {
                    final String[] column = line.trim().split(" +");
                    terms.add(Terms.of(
                        terms.size() + 1, column[0], new BigDecimal(column[1]), new BigDecimal(column[2])));
                }
            }
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return List.copyOf(terms);
    }

    /** What the defaulter's positions are worth at the crash, in minor units. */
    static long notional(final List<Terms> instruments)
    {
        return instruments.stream().mapToLong(terms -> terms.value(terms.defaultedLots(), terms.crashTicks())).sum();
    }
}
