/**
 * Copies of what a cluster has on disk, made while it runs and turned into a node's data directory.
 *
 * <p>{@link io.flatbook.backup.LogFollower} is the heart: it fetches the newest snapshot and the committed log from the
 * members by Aeron's cluster backup, and goes on with the log as it grows. A backup host lets it run; a member that
 * lost its disk lets it run until it is at the present, and only then takes part in votes.
 * {@link io.flatbook.backup.LockedDirectory} locks directories; {@link io.flatbook.backup.Incoming} keeps what is
 * brought into one aside until it is whole, so that a node never starts on half of it.
 * {@link io.flatbook.backup.BackupStatus} shows how far a backup is, {@link io.flatbook.backup.BackupRestore} makes a
 * node directory out of one.
 */
package io.flatbook.backup;
