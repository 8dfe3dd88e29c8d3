/**
 * What the figures of the book mean for one account: why a past default run hit it
 * ({@link io.flatbook.ops.risk.RunStory}, {@link io.flatbook.ops.risk.RunSentences},
 * {@link io.flatbook.ops.risk.OffsetSentences}), and how far prices may move until something happens to it
 * ({@link io.flatbook.ops.risk.Distances}). Everything is computed on this side of the log, from events and reports
 * alone, so that a reader can do the same by hand; sentences cite the clauses of the contract
 * ({@link io.flatbook.ops.risk.Clauses}). It prints nothing: command line and console show what it says.
 */
package io.flatbook.ops.risk;
