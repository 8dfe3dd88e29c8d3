/**
 * The layering of the whole product as tests.
 *
 * <p>{@code ArchitectureRules} states the rules for any root package, {@code ArchitectureTest} holds the product to
 * them, and {@code ArchitectureRulesBiteTest} shows that each rule reports a fixture that breaks it. The fixtures are
 * in {@code fixture}, laid out like the product; they are wrong on purpose.
 */
package io.flatbook.architecture;
