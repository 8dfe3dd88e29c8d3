package io.flatbook.coverage;

import java.util.List;

/**
 * Clauses that may lack evidence of one kind, since they are no behavior that it could show.
 *
 * @param evidence column that may stay empty.
 * @param ids      of the clauses.
 * @param reason   why, printed on the page.
 */
record Exemption(Evidence evidence, List<String> ids, String reason)
{
    /** All of them; keep it short. */
    static final List<Exemption> ALL = List.of(
        new Exemption(Evidence.CODE, List.of("I9", "I10", "I11", "I12"),
            "Properties of whole histories: tests and simulation compare states, queues and sums."),
        new Exemption(Evidence.SCENARIO, List.of("NUM-1"),
            "How wide integers are does not show in a readable file; what would not fit is refused (NUM-4)."),
        new Exemption(Evidence.SCENARIO, List.of("EVT-1", "EVT-2"),
            "A scenario prints what risk sees, a line for each row: neither receivers nor pages show."),
        new Exemption(Evidence.SCENARIO, List.of("RUN-12", "INV-1"),
            "No input reaches a plan that fails its check, or a broken invariant."),
        new Exemption(Evidence.SCENARIO, List.of("ONCE-1", "ONCE-2", "ONCE-3"),
            "The scenario runner numbers commands and holds sessions itself."),
        new Exemption(Evidence.SCENARIO, List.of("VER-1", "DET-1", "DET-2", "I9", "I10", "I11"),
            "About logs, snapshots and hashes of several runs; a scenario is one run."));

    /**
     * Whether a clause may lack evidence.
     */
    static boolean covers(final Evidence evidence, final Clause clause)
    {
        return ALL.stream().anyMatch(
            exemption -> evidence == exemption.evidence && exemption.ids.contains(clause.id()));
    }
}
