/**
 * The coverage page of the contract, and the test that keeps it complete.
 *
 * <p>{@code ContractCoverage} reads the clauses of {@code docs/contract.md}, finds their citations in code, tests,
 * scenarios and the twin, and renders {@code docs/coverage.md}. {@code Citations} says what counts as a citation,
 * {@code Evidence} where each kind is looked for, {@code Exemption} which cells may stay empty and why.
 * {@code ContractCoverageTest} fails if the page is stale, a citation names no clause, or a clause lacks code, a unit
 * test or a scenario. {@code scripts/build/coverage} writes the page; it needs a JDK and nothing else.
 */
package io.flatbook.coverage;
