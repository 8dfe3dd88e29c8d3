package io.flatbook.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clause of the contract: a heading of level 3 that begins with the clause's id.
 *
 * @param id      such as {@code RUN-4} or {@code I12}.
 * @param title   rest of the heading.
 * @param section heading of level 2 above it.
 */
record Clause(String id, String title, String section)
{
    private static final Pattern SECTION = Pattern.compile("## (\\S.*)");
    private static final Pattern HEADING = Pattern.compile("### ([A-Z]+-\\d+|I\\d+) (\\S.*)");

    /**
     * Read the clauses of the contract.
     *
     * @param contract lines of the page.
     * @return its clauses in order.
     * @throws IllegalArgumentException if a heading of level 3 has no id, or one that was given before.
     */
    static List<Clause> read(final List<String> contract)
    {
        final List<Clause> clauses = new ArrayList<>();
        String section = "";
        for (final String line : contract)
        {
            final Matcher sectionMatcher = SECTION.matcher(line);
            if (sectionMatcher.matches())
            {
                section = sectionMatcher.group(1);
            }
            else if (line.startsWith("### "))
            {
                clauses.add(clause(line, section, clauses));
            }
        }
        return clauses;
    }

    private static Clause clause(final String heading, final String section, final List<Clause> before)
    {
        final Matcher matcher = HEADING.matcher(heading);
        if (!matcher.matches())
        {
            throw new IllegalArgumentException("no clause id in heading: " + heading);
        }
        final String id = matcher.group(1);
        if (before.stream().anyMatch(clause -> clause.id.equals(id)))
        {
            throw new IllegalArgumentException("clause id given twice: " + id);
        }
        return new Clause(id, matcher.group(2), section);
    }

    /** The part of the id before its number, such as {@code RUN-} or {@code I}. */
    String prefix()
    {
        return id.substring(0, id.length() - number().length());
    }

    /** Anchor of the heading on the page, as Markdown renderers make it. */
    String anchor()
    {
        return (id + " " + title).toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_ -]", "").replace(' ', '-');
    }

    private String number()
    {
        return id.replaceFirst("^[A-Z]+-?", "");
    }
}
