package io.flatbook.client;

/**
 * A margin tier of an instrument.
 *
 * @param floor          notional from which its rates hold, in minor units of the settlement asset; 0 in the first.
 * @param initialPpm     initial margin rate in parts per million.
 * @param maintenancePpm maintenance margin rate in parts per million, at most {@code initialPpm}.
 */
public record MarginTier(long floor, long initialPpm, long maintenancePpm)
{
}
