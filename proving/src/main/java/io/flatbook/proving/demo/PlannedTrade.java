package io.flatbook.proving.demo;

/**
 * A trade by which the population gets its positions.
 *
 * @param instrumentId of the instrument.
 * @param buyerId      account that buys.
 * @param sellerId     account that sells.
 * @param lots         1 or more.
 * @param ticks        1 or more.
 */
record PlannedTrade(int instrumentId, long buyerId, long sellerId, long lots, long ticks)
{
}
