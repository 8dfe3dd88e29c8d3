/**
 * A stopped node's data directory, or a copy of one, read without a cluster.
 *
 * <p>Start at {@code LogReplay}: it feeds the recorded log to the service that a node runs, with a stand-in for the
 * cluster, and reports what became of every command. {@code MessageReader} reads the archive's files and checks every
 * frame, {@code LogAdapter} distinguishes the entries as a node does, {@code SnapshotRecording} reads a snapshot, and
 * {@code BookCheck} adds up the book afresh. Nothing in the directory is changed. Positions and hashes are those that
 * the nodes publish, so that both can be compared.
 */
package io.flatbook.ops.replay;
