package io.flatbook.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who cites which clause. A citation is a token that is exactly a clause id. Ends of a range, such as
 * {@code TRD-1..TRD-3}, are none: a range says nothing of what lies in it.
 */
final class Citations
{
    private final Pattern token;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Map<Evidence, Map<String, Set<Path>>> found = new LinkedHashMap<>();
    private final List<String> unknown = new ArrayList<>();

    Citations(final List<Clause> clauses)
    {
        clauses.forEach(clause -> ids.add(clause.id()));
        final String prefixes = clauses.stream().map(Clause::prefix).distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
        token = Pattern.compile("(?<![\\w.–-])(?:" + prefixes + ")\\d+(?![\\w–-])(?!\\.\\.)");
    }

    /**
     * Read all files of the repository that may cite clauses.
     *
     * @param root of the repository.
     * @throws IOException if a file cannot be read.
     */
    void scan(final Path root) throws IOException
    {
        for (final Evidence evidence : Evidence.values())
        {
            for (final Path file : evidence.files(root))
            {
                scan(evidence, file, Files.readAllLines(root.resolve(file)));
            }
        }
    }

    /**
     * Read one file.
     *
     * @param evidence column that its citations fill.
     * @param file     name to remember.
     * @param lines    its lines.
     */
    void scan(final Evidence evidence, final Path file, final List<String> lines)
    {
        for (int i = 0; i < lines.size(); i++)
        {
            final Matcher matcher = token.matcher(lines.get(i));
            while (evidence.canCite(lines.get(i)) && matcher.find())
            {
                if (ids.contains(matcher.group()))
                {
                    found.computeIfAbsent(evidence, key -> new LinkedHashMap<>())
                        .computeIfAbsent(matcher.group(), key -> new LinkedHashSet<>())
                        .add(file);
                }
                else
                {
                    unknown.add(slashed(file) + ":" + (i + 1) + " cites " + matcher.group());
                }
            }
        }
    }

    /** Files that cite the clause in this column, in order. */
    Collection<Path> of(final Evidence evidence, final Clause clause)
    {
        return found.getOrDefault(evidence, Map.of()).getOrDefault(clause.id(), Set.of());
    }

    /** Citations of clauses that do not exist: file, line and token. */
    List<String> unknown()
    {
        return unknown;
    }

    /** A path as it is written in links, whatever the system. */
    static String slashed(final Path file)
    {
        return file.toString().replace('\\', '/');
    }
}
