package io.flatbook.twin;

/** The limits that the twin knows; the tests make them small so that they are met. */
record TwinLimits(int bookingsPerEntry, int positionsPerInstrument, int legsPerAccount, int instruments, int assets,
    int gateways, int tiers, int tradesPerBatch, int idsRetained, int proposals, int marksPerUpdate, int outcomes,
    long clockStepMs, long proposalMs)
{
}
