package io.flatbook.proving.chaos;

/**
 * What a fault needs to strike.
 */
enum Need
{
    /** Processes of this machine on loopback. */
    LOOPBACK,
    /** Network namespaces of its own, and so root. */
    NETWORK,
    /** File systems of its own for the nodes, and so root. */
    DISKS,
    /** A clock of its own for each node: libfaketime. */
    CLOCKS
}
