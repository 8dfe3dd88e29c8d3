package io.flatbook.ops.cli;

/**
 * A verb that asks a cluster for its book, or one all of whose verbs do: it is given a head start.
 */
interface AsksBook
{
}
