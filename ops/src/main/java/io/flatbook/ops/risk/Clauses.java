package io.flatbook.ops.risk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Clauses of the contract that this build carries with it.
 */
public final class Clauses
{
    private static final String CONTRACT = "/io/flatbook/ops/contract.md";
    private static final String CLAUSE = "### ";
    private static final String CHAPTER = "## ";

    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /**
     * Reads the contract.
     *
     * @throws IllegalStateException if the build does not carry it.
     */
    public Clauses()
    {
        try (InputStream stream = Clauses.class.getResourceAsStream(CONTRACT))
        {
            if (null == stream)
            {
                throw new IllegalStateException("this build does not carry the contract");
            }
            read(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Title of a clause.
     *
     * @param id for example {@code RUN-7}.
     * @return for example {@code Offset}; null if there is no such clause.
     */
    public String title(final String id)
    {
        return titles.get(id);
    }

    /**
     * Text of a clause, as in the contract.
     *
     * @param id for example {@code RUN-7}.
     * @return Markdown with its heading; null if there is no such clause.
     */
    public String text(final String id)
    {
        return texts.get(id);
    }

    private void read(final BufferedReader reader) throws IOException
    {
        String id = null;
        StringBuilder text = new StringBuilder();
        for (String line = reader.readLine(); null != line; line = reader.readLine())
        {
            if (line.startsWith(CLAUSE) || line.startsWith(CHAPTER))
            {
                keep(id, text);
                id = null;
                text = new StringBuilder();
                final String[] words = line.split(" ", 3);
                if (line.startsWith(CLAUSE) && 3 == words.length && words[1].matches("[A-Z]+-[0-9]+"))
                {
                    id = words[1];
                    titles.put(id, words[2]);
                }
            }
            text.append(line).append('\n');
        }
        keep(id, text);
    }

    private void keep(final String id, final StringBuilder text)
    {
        if (null != id)
        {
            texts.put(id, text.toString().strip());
        }
    }
}
