package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.DoubleConsumer;

/**
 * What one run is to be.
 *
 * @param seed       of all that is drawn.
 * @param playNs     virtual time with commands and faults.
 * @param faultsMax  after so many faults no more come.
 * @param ordersMax  after so many commands no more come.
 * @param faultGapMs mean virtual time between two faults, in milliseconds.
 * @param orderGapMs mean virtual time between two commands, in milliseconds.
 * @param bug        of the service.
 * @param operations of an operator.
 * @param directory  for the nodes, made and deleted.
 * @param progress   is told the share of the play that is over, now and then.
 */
record Plan(
    long seed,
    long playNs,
    int faultsMax,
    int ordersMax,
    int faultGapMs,
    int orderGapMs,
    Bug bug,
    Set<Operation> operations,
    Path directory,
    DoubleConsumer progress)
{
}
