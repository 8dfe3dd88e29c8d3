/**
 * The book: instruments, accounts, positions, margin, the offset queue, the default waterfall, and their audit.
 *
 * <p>Start at {@code ClearingEngine}: one method per command, primitive arguments, a {@code RejectReason} back; what
 * happened goes out through {@code ClearingEvents}, one past-tense method per event. The engine is a function of time,
 * principal and command. It has no clock, thread, I/O, logging or floating point, never walks a hash map, and knows
 * the schema by its enums only. Whatever chooses (planner, waterfall) is pure and returns a plan; the plan is checked,
 * then applied. Every guard of a command stands before the first change.
 */
package io.flatbook.engine;
