package io.flatbook.ops.scenario;

import io.flatbook.ops.wire.WireMessage;

import java.util.List;

/**
 * Where the commands and queries of a scenario go.
 */
public interface ScenarioTarget extends AutoCloseable
{
    /**
     * Sends a command and waits for its end.
     *
     * @param principal that sends it, for example {@code gateway/a}.
     * @param command   without a command id, which is given here.
     * @return its outcome, and all events up to it.
     */
    Reply submit(String principal, WireMessage command);

    /**
     * Asks a query.
     *
     * @param principal that asks.
     * @param query     without a correlation id, which is given here.
     * @return the reports that answer it, or one QueryRefused.
     */
    List<WireMessage> ask(String principal, WireMessage query);

    /**
     * Moves the engine's time and fires every tick up to it.
     *
     * @param timestampMs engine time in milliseconds.
     * @return the events that the ticks caused, in order.
     * @throws UnsupportedOperationException if time cannot be moved.
     * @throws IllegalArgumentException      when it lies before the present time.
     */
    List<WireMessage> advanceTo(long timestampMs);

    /**
     * Where the numbers start that are made for trades, references, fundings and mark sequences: above those used
     * before.
     *
     * @return the first number.
     */
    long firstNumber();

    @Override
    void close();
}
