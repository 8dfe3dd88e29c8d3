package io.flatbook.engine;

import io.flatbook.sbe.Switch;

/**
 * A gateway as risk defines it.
 *
 * @param name          without the role prefix.
 * @param venue         whose accounts it may touch.
 * @param capabilities  bits of what it may send.
 * @param guaranteed    whether it may mark trades as guaranteed.
 * @param accountFrom   least account id that it may open, or {@link io.flatbook.engine.book.Absent#LONG} for any.
 * @param accountTo     greatest account id that it may open, or absent for any.
 * @param instrumentIds instruments whose marks and funding it may send, ascending; empty: all.
 */
public record GatewayDefinition(
    String name, int venue, int capabilities, Switch guaranteed, long accountFrom, long accountTo,
    int[] instrumentIds)
{
}
