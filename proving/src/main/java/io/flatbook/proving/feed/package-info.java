/**
 * Proves that a feed of events has every event once: its processes are killed at random while three nodes take trades
 * and a backup follows them. What each sink has in the end is compared with a replay of the log.
 */
package io.flatbook.proving.feed;
