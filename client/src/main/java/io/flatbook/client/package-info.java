/**
 * What an exchange gateway, a risk tool or an operations tool links to speak to a Flatbook cluster.
 *
 * <p>Start at {@code FlatbookClient}. It owns the connection: reconnect, leader change, resend with the same command
 * ids, and the gap fill of events, so that a caller only ever sees accepted, refused or (honestly) unknown.
 * Prices and quantities cross this package as ticks and lots; {@code InstrumentSpec} turns decimals into them and
 * back. Nothing here depends on the node: a gateway inherits the generated codecs, Aeron and Agrona, and nothing else.
 */
package io.flatbook.client;
