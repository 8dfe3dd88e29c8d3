/**
 * What would happen if marks moved: a copy of the live book in this process, on which marks are moved.
 *
 * <p>Start at {@code StressBook}. It reads definitions, settings, accounts, positions and funds by queries and plays
 * them into an engine of its own: every position is opened against a stand-in account at prices that give its cost, and
 * fees take from each account what it must not have. The live book is not touched, and the copy has the same equities,
 * margins, queue and waterfall; what it lacks are order holds, deadlines and what a window of time has already paid.
 */
package io.flatbook.ops.stress;
