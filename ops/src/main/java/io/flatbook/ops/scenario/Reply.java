package io.flatbook.ops.scenario;

import io.flatbook.ops.wire.WireMessage;

import java.util.List;

/**
 * What a command led to.
 *
 * @param events  that it caused, in order, and those that came before it and were not given yet.
 * @param outcome message CommandOutcome.
 */
public record Reply(List<WireMessage> events, WireMessage outcome)
{
}
