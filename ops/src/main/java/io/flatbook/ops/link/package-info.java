/**
 * Ways to a book: a running cluster through the client, and the status pages of its nodes.
 *
 * <p>Start at {@code BookLink}, one principal's way to ask and to send; {@code ClusterLink} is the one through the
 * client. A {@code Profile} says where a cluster is and who asks. {@code StatusPages} reads what every node tells of
 * itself over loopback HTTP, which needs no session and works without a leader.
 */
package io.flatbook.ops.link;
