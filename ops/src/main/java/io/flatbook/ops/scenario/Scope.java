package io.flatbook.ops.scenario;

import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.InstrumentTerms;

/**
 * What the amounts, quantities and prices of a line are in.
 *
 * @param asset      of amounts.
 * @param instrument of quantities and prices; null when it is not known.
 * @param underlying of a strike, and of the price that settles an option; null when it is not known.
 */
record Scope(AssetTerms asset, InstrumentTerms instrument, InstrumentTerms underlying)
{
}
