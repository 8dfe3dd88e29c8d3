/**
 * Benchmarks of the engine alone, without Aeron: thread CPU time, medians, printed as a table.
 * {@code scripts/benchmark} runs them, never the build.
 */
package io.flatbook.benchmark;
