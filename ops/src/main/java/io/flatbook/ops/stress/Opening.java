package io.flatbook.ops.stress;

/**
 * A trade that gives an account a part of a position.
 *
 * @param accountId    that gets it.
 * @param instrumentId of the position.
 * @param lots         signed as in the position.
 * @param ticks        price that it is opened at.
 * @param cost         that the trade gives, in minor units.
 * @param value        at mark, in minor units.
 */
record Opening(long accountId, long instrumentId, long lots, long ticks, long cost, long value)
{
}
