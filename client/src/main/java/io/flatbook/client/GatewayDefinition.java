package io.flatbook.client;

import java.util.List;
import java.util.Objects;

/**
 * Definition of a gateway. A second one of the same name replaces all but the venue.
 *
 * @param gateway       name without the role, 1 to 24 of a-z 0-9 . - _
 * @param venue         whose accounts it may touch, 1 or more.
 * @param capabilities  what it may send.
 * @param guaranteed    whether it may mark trades as guaranteed.
 * @param accountFrom   lowest account id that it may open, or null for no bound.
 * @param accountTo     highest account id that it may open, or null for no bound.
 * @param instrumentIds instruments whose marks and funding it may send, at most 256; none: all.
 */
public record GatewayDefinition(
    String gateway,
    int venue,
    GatewayCapabilities capabilities,
    boolean guaranteed,
    Long accountFrom,
    Long accountTo,
    List<Integer> instrumentIds)
{
    /**
     * Takes a copy of the instruments in ascending order, in which they are sent.
     *
     * @param gateway       name without the role.
     * @param venue         whose accounts it may touch.
     * @param capabilities  what it may send.
     * @param guaranteed    whether it may mark trades as guaranteed.
     * @param accountFrom   lowest account id, or null.
     * @param accountTo     highest account id, or null.
     * @param instrumentIds in any order; none: all instruments.
     */
    public GatewayDefinition
    {
        Objects.requireNonNull(capabilities, "capabilities");
        Objects.requireNonNull(instrumentIds, "instrumentIds").forEach(
            (instrumentId) -> Objects.requireNonNull(instrumentId, "one of instrumentIds"));
        instrumentIds = instrumentIds.stream().sorted().toList();
    }

    /**
     * A gateway that may open accounts of any id and send marks and funding of all instruments.
     *
     * @param gateway      name without the role, 1 to 24 of a-z 0-9 . - _
     * @param venue        whose accounts it may touch, 1 or more.
     * @param capabilities what it may send.
     * @param guaranteed   whether it may mark trades as guaranteed.
     * @return the definition.
     */
    public static GatewayDefinition of(
        final String gateway, final int venue, final GatewayCapabilities capabilities, final boolean guaranteed)
    {
        return new GatewayDefinition(gateway, venue, capabilities, guaranteed, null, null, List.of());
    }
}
