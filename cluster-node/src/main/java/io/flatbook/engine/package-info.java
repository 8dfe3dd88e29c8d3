/**
 * Clearing: what commands do, the rounds of default runs, the gate of exactly once, and the facade.
 *
 * <p>Start at {@code ClearingEngine}: one method per command, a {@code RejectReason} back; what happened goes out
 * through {@code ClearingEvents}, one past-tense method per event. Commands are grouped by noun: accounts, payments,
 * insurance fund, trades, transfers, settlement, marks, funding, declarations, settings, switches, four eyes. The
 * engine is a function of time, principal and command: no clock, thread, I/O, logging or floating point, and hash maps
 * are never walked. Every guard of a command comes before the first change. {@code engine.book} holds the nouns and
 * their only writers, {@code engine.offset} plans and cannot write; neither knows this package.
 */
package io.flatbook.engine;
