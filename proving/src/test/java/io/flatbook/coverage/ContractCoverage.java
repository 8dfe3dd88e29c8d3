package io.flatbook.coverage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders {@code docs/coverage.md}: for each clause of the contract the code, unit tests, scenarios and parts of the
 * twin that cite it. Run by {@code scripts/build/coverage}.
 */
final class ContractCoverage
{
    static final Path CONTRACT = Path.of("docs/contract.md");
    static final Path PAGE = Path.of("docs/coverage.md");

    private static final String PREFACE = """
        # Coverage of the contract

        <!-- Generated from contract.md and its citations by scripts/build/coverage. Do not edit. -->

        Which code, unit tests, scenarios and parts of the twin cite each clause of [the contract](contract.md). A
        clause without code, a unit test or a scenario fails the build, unless it is exempt (last table). The twin is
        the second, independent implementation that random tests compare with the engine; its column may be empty.
        """;

    private final List<Clause> clauses;
    private final Citations citations;

    private ContractCoverage(final List<Clause> clauses, final Citations citations)
    {
        this.clauses = clauses;
        this.citations = citations;
    }

    /**
     * Write the page.
     *
     * @param args one: the root of the repository.
     * @throws IOException if a file cannot be read or written.
     */
    public static void main(final String[] args) throws IOException
    {
        final Path root = Path.of(args[0]);
        final ContractCoverage coverage = scan(root);
        Files.writeString(root.resolve(PAGE), coverage.page());
        coverage.citations.unknown().forEach(System.err::println);
        coverage.missing().forEach(System.err::println);
    }

    /**
     * Read the contract and all citations.
     *
     * @param root of the repository.
     * @return the coverage.
     * @throws IOException if a file cannot be read.
     */
    static ContractCoverage scan(final Path root) throws IOException
    {
        final List<Clause> clauses = Clause.read(Files.readAllLines(root.resolve(CONTRACT)));
        final Citations citations = new Citations(clauses);
        citations.scan(root);
        return new ContractCoverage(clauses, citations);
    }

    List<Clause> clauses()
    {
        return clauses;
    }

    Citations citations()
    {
        return citations;
    }

    /** What is missing, a line for each kind of evidence that at least one clause lacks. */
    List<String> missing()
    {
        final List<String> missing = new ArrayList<>();
        for (final Evidence evidence : Evidence.values())
        {
            final String ids = clauses.stream()
                .filter(clause -> isMissing(evidence, clause))
                .map(Clause::id)
                .collect(Collectors.joining(" "));
            if (!ids.isEmpty())
            {
                missing.add("no " + evidence.title() + ": " + ids);
            }
        }
        return missing;
    }

    /** The page as Markdown. */
    String page()
    {
        final StringBuilder page = new StringBuilder(PREFACE);
        String section = "";
        for (final Clause clause : clauses)
        {
            if (!section.equals(clause.section()))
            {
                section = clause.section();
                page.append("\n## ").append(section).append("\n\n| clause |");
                for (final Evidence evidence : Evidence.values())
                {
                    page.append(' ').append(evidence.title()).append(" |");
                }
                page.append("\n|---|---|---|---|---|\n");
            }
            row(page, clause);
        }
        exemptions(page);
        return page.toString();
    }

    private void row(final StringBuilder page, final Clause clause)
    {
        page.append("| [").append(clause.id()).append("](contract.md#").append(clause.anchor()).append(") ")
            .append(clause.title()).append(" |");
        for (final Evidence evidence : Evidence.values())
        {
            page.append(' ').append(cell(evidence, clause)).append(" |");
        }
        page.append('\n');
    }

    private String cell(final Evidence evidence, final Clause clause)
    {
        final Collection<Path> files = citations.of(evidence, clause);
        if (!files.isEmpty())
        {
            return files.stream().map(ContractCoverage::link).collect(Collectors.joining(", "));
        }
        if (isMissing(evidence, clause))
        {
            return "**missing**";
        }
        return evidence.required() ? "exempt" : "";
    }

    private boolean isMissing(final Evidence evidence, final Clause clause)
    {
        return evidence.required() && citations.of(evidence, clause).isEmpty() && !Exemption.covers(evidence, clause);
    }

    private static String link(final Path file)
    {
        final String name = file.getFileName().toString();
        final String label = name.endsWith(".xml") ? name : name.substring(0, name.lastIndexOf('.'));
        return "[" + label + "](../" + Citations.slashed(file) + ")";
    }

    private static void exemptions(final StringBuilder page)
    {
        page.append("\n## Exempt\n\n| clauses | may lack | because |\n|---|---|---|\n");
        for (final Exemption exemption : Exemption.ALL)
        {
            page.append("| ").append(String.join(", ", exemption.ids())).append(" | ")
                .append(exemption.evidence().title()).append(" | ").append(exemption.reason()).append(" |\n");
        }
    }
}
