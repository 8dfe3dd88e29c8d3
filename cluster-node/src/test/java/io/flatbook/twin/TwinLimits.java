package io.flatbook.twin;

/** The limits (NOUN-8) that the twin knows; the tests make them small so that they are met. */
record TwinLimits(int bookingsPerEntry, int positionsPerInstrument, int legsPerAccount, int instruments, int assets,
    int gateways, int accounts, int accountsPerVenue, int accountsPerOwner, int tiers, int tradesPerBatch,
    int idsRetained, int proposals, int proposalsPerPrincipal, int marksPerUpdate, int outcomes, long clockStepMs,
    long proposalMs)
{
}
