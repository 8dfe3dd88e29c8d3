/**

 * The replicated service around the engine, and the only package that sees sessions and flyweights.
 *
 * <p>A command takes four hops: {@code ClearingService} receives the log entry, {@code CommandAdapter} decodes it and
 * calls the engine, {@code EventPublisher} encodes what happened and sends it to the sessions that may see it.
 * {@code Sessions} maps principals to roles and fences an older session of the same principal; the snapshot taker and
 * loader write and read the whole state in canonical order. A failure in any callback stops the node at that log
 * position: a half-applied command must never be built upon. The adapter and the encoder take plain buffers, so that
 * scenarios and replays run them without Aeron.
 */
package io.flatbook.cluster;
