package io.flatbook.coverage;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContractCoverageTest
{
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = Path.of("Some.java");
    private static final Clause RUN_4 = new Clause("RUN-4", "Own accounts first", "7 The default run");
    private static final Clause RUN_10 = new Clause("RUN-10", "Least", "7 The default run");
    private static final Clause I1 = new Clause("I1", "Quantities sum to zero", "12 Invariants");

    private static ContractCoverage coverage;

    @BeforeAll
    static void scanTheRepository() throws IOException
    {
        coverage = ContractCoverage.scan(ROOT);
    }

    @Test
    void everyCitationNamesAClause()
    {
        assertThat(coverage.citations().unknown()).as("citations of clauses that the contract does not have").isEmpty();
    }

    @Test
    void everyClauseHasCodeAUnitTestAndAScenario()
    {
        final List<String> missing = coverage.missing();
        assertThat(missing.isEmpty())
            .as("cite the clause where it is built and shown:\n%s", String.join("\n", missing))
            .isTrue();
    }

    @Test
    void thePageIsThatOfTheCitations() throws IOException
    {
        final Path page = ROOT.resolve(ContractCoverage.PAGE);
        final String committed = Files.exists(page) ? Files.readString(page) : "";
        assertThat(committed.equals(coverage.page()))
            .as("docs/coverage.md is stale: run scripts/build/coverage and commit the page")
            .isTrue();
    }

    @Test
    void everyExemptionNamesAClause()
    {
        final List<String> ids = coverage.clauses().stream().map(Clause::id).toList();
        assertThat(Exemption.ALL).allSatisfy(exemption -> assertThat(ids).containsAll(exemption.ids()));
    }

    @Test
    void readsClausesFromHeadingsOfLevelThree()
    {
        assertThat(Clause.read(List.of(
            "# The contract", "## 7 The default run", "### RUN-4 Own accounts first", "Text of RUN-5.",
            "### RUN-10 Least", "## 12 Invariants", "### I1 Quantities sum to zero")))
            .containsExactly(RUN_4, RUN_10, I1);
    }

    @Test
    void refusesAHeadingWithoutAnIdOrWithOneGivenBefore()
    {
        assertThatThrownBy(() -> Clause.read(List.of("### Own accounts first"))).hasMessageContaining("no clause id");
        assertThatThrownBy(() -> Clause.read(List.of("### RUN-4 One", "### RUN-4 Two"))).hasMessageContaining("RUN-4");
    }

    @Test
    void countsTokensThatAreExactlyAnId()
    {
        assertThat(cited("// Pays first (RUN-4).", RUN_4)).isTrue();
        assertThat(cited("/** RUN-4, I1: no offset */", I1)).isTrue();
        assertThat(cited("a sentence that ends in RUN-4.", RUN_4)).isTrue();
        assertThat(cited("RUN-10", RUN_10)).isTrue();
        assertThat(cited("DEFAULT-RUN-4", RUN_4)).isFalse();
        assertThat(cited("RUN-4b, RUN-4-1, RUN_4, xRUN-4", RUN_4)).isFalse();
        assertThat(cited("RUN-40", RUN_4)).isFalse();
    }

    @Test
    void countsNoEndOfARange()
    {
        assertThat(cited("RUN-4..RUN-10", RUN_4)).isFalse();
        assertThat(cited("RUN-4..RUN-10", RUN_10)).isFalse();
        assertThat(cited("RUN-4–RUN-10", RUN_4)).isFalse();
    }

    @Test
    void reportsACitationOfNoClauseWithItsLine()
    {
        final Citations citations = new Citations(List.of(RUN_4, RUN_10, I1));
        citations.scan(Evidence.CODE, FILE, List.of("class Some", "// RUN-6, I13, ABC-1"));
        assertThat(citations.unknown()).containsExactly("Some.java:2 cites RUN-6", "Some.java:2 cites I13");
    }

    @Test
    void readsOnlyCommentsOfAScenario()
    {
        final Citations citations = new Citations(List.of(RUN_4));
        citations.scan(Evidence.SCENARIO, FILE, List.of("{\"command\":\"RUN-4\"}"));
        assertThat(citations.of(Evidence.SCENARIO, RUN_4)).isEmpty();
        citations.scan(Evidence.SCENARIO, FILE, List.of("# Own accounts pay first: RUN-4."));
        assertThat(citations.of(Evidence.SCENARIO, RUN_4)).containsExactly(FILE);
    }

    private static boolean cited(final String line, final Clause clause)
    {
        final Citations citations = new Citations(List.of(RUN_4, RUN_10, I1));
        citations.scan(Evidence.CODE, FILE, List.of(line));
        return !citations.of(Evidence.CODE, clause).isEmpty();
    }
}
