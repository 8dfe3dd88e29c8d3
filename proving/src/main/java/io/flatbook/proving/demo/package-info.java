/**
 * What {@code scripts/demo} and {@code scripts/kill-leader} run. {@code Demo} tells the story: three node processes,
 * the {@code Wave} of a real crash, a seeded {@code Population} of holders, the {@code Crash} in one update of marks,
 * a {@code TradeStream} under which the leader is killed, and {@code Replicas} that compares all nodes. {@code
 * KillLeader} repeats the last part.
 *
 * <p>Everything goes to the cluster through the client that a gateway links; nothing here knows the engine. Figures are
 * exact integers until they are printed.
 */
package io.flatbook.proving.demo;
