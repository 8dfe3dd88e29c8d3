package io.flatbook.ops.replay;

/**
 * Totals of an instrument, added up position by position.
 *
 * @param instrument   id.
 * @param symbol       of the instrument.
 * @param positions    open.
 * @param longLots     of all long positions together.
 * @param quantitySum  of all positions, in lots: 0 if quantity is conserved.
 */
public record InstrumentTotals(int instrument, String symbol, int positions, long longLots, long quantitySum)
{
}
