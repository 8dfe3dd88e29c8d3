/**
 * Who may ask an archive for what. An archive holds the log, and in it the keys of sessions, and deletes on request.
 * Its own node may do all of that, over shared memory; other hosts that have the members' key may read.
 *
 * <p>Start at {@code ArchiveAccess}. {@code ArchiveGate} is between the network and the archive, as Aeron's archive
 * does not look by which way a request comes. {@code SnapshotRecordings} deletes snapshots that nobody needs,
 * {@code SegmentFiles} knows how the files of an archive are named, {@code UncountedRecording} mends a catalog that a
 * process left in the middle of an entry.
 */
package io.flatbook.archive;
