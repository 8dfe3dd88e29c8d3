/**
 * The replicated service around the engine, and the only package that sees sessions and flyweights.
 *
 * <p>A command takes four hops: {@code ClearingService} receives the log entry, {@code CommandAdapter} decodes it and
 * calls the engine, {@code EventPublisher} encodes what happened and sends it to the sessions that may see it.
 * {@code Templates} is the one table of accepted messages, their senders and shapes; {@code Terms} reads and writes the
 * schema's composites; {@code EventPages} puts the many rows of one entry into pages. {@code Sessions} maps principals
 * to roles and fences an older session of the same principal. Each {@code SnapshotRecord} is the writer and the reader
 * of a part of the state, in canonical order. A failure in any callback stops the node at that log position: a
 * half-applied command must never be built upon. The adapter and the encoder take plain buffers, so that scenarios and
 * replays run them without Aeron.
 */
package io.flatbook.cluster;
