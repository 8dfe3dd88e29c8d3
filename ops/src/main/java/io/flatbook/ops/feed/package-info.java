/**
 * Every event of a cluster once and in order, for archives and other systems. The feed is made from the log and not
 * from a session: it executes again what a backup has recorded, so it asks nothing of the cluster, misses nothing and
 * does not depend on what nodes retain. {@link io.flatbook.ops.feed.EventFeed} follows the log and gives events to an
 * {@link io.flatbook.ops.feed.EventSink}, which says after a restart how far it had come.
 */
package io.flatbook.ops.feed;
