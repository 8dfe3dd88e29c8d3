/**
 * Benchmarks of the engine alone, without Aeron: thread CPU time, medians of interleaved rounds, printed as a table. They
 * are run by {@code scripts/benchmark}, never by the build.
 */
package io.flatbook.benchmark;
