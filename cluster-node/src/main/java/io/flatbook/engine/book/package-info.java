/**
 * The book: assets, instruments, owners, accounts, positions, their arithmetic and their state hash.
 *
 * <p>Nouns can be read by everybody and written by four classes only: {@code Postings} writes money and positions,
 * {@code Registry} what is listed and its settings, {@code AccountMonitor} margin statuses, {@code PendingRuns} the
 * default runs that wait. {@code Margin} computes equity, requirements and doubt. All numbers are integers; {@code
 * FixedPoint} names the rounding of every division, {@code Shares} shares amounts to the last unit.
 */
package io.flatbook.engine.book;
