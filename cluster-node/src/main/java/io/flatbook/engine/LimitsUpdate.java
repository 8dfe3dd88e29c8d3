package io.flatbook.engine;

/**
 * Limits that risk raises (VER-3); {@link io.flatbook.engine.book.Absent#INT} leaves a limit as it is.
 *
 * @param accounts most accounts.
 * @param accountsPerOwner most accounts of one owner in one asset.
 * @param instruments most instruments that are not settled.
 * @param positionsPerInstrument most positions open in one instrument.
 * @param assets most assets.
 * @param gateways most gateways.
 * @param principals most principals that have sent commands, gateways included.
 * @param accountsPerVenue most accounts of one venue.
 */
public record LimitsUpdate(
    int accounts,
    int accountsPerOwner,
    int instruments,
    int positionsPerInstrument,
    int assets,
    int gateways,
    int principals,
    int accountsPerVenue)
{
}
