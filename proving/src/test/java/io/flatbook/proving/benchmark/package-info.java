/**
 * Benchmarks that need node processes and clients. They print tables and decide nothing.
 */
package io.flatbook.proving.benchmark;
