/**
 * What a gateway team tests with: clusters of one and three real nodes on loopback, as JUnit extensions.
 *
 * <p>Start at {@code ClusterExtension} for a test and at {@code ClusterHarness} for its nodes: start, stop, wipe and
 * snapshot them, wait for a leader, compare their hashes. {@code NodeJvm} runs a node as a process that can be
 * killed. Everything lives in temporary directories and on free ports, and nothing is left behind.
 */
package io.flatbook.testkit;
