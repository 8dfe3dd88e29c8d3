/**
 * The history of a cluster in one DuckDB file: every event, and what the book held at the end of each day. It is filled
 * by the feed ({@link io.flatbook.ops.feed}), in transactions that carry the place in the log, and asked by SQL. The
 * reports of a run, a day and an account are such questions. Parquet files are made from the same rows.
 */
package io.flatbook.ops.history;
