/**
 * The process: configuration, start, health and exit of one cluster member.
 *
 * <p>Start at {@code ClearingNode}. It starts media driver, archive, consensus module and the clearing service in one
 * JVM with durable defaults, serves {@code /status} and {@code /metrics} on loopback, and ends with an exit code that a
 * supervisor can act upon. Nothing here influences the result of a command: what changes results lives in the log.
 */
package io.flatbook.node;
