package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;
import org.agrona.collections.Object2ObjectHashMap;

import java.util.ArrayList;
import java.util.List;

/**
 * All principals known to the state, by name and by number.
 */
public final class Principals
{
    private static final String GATEWAY_PREFIX = "gateway/";

    private final StateHash hash;
    private final Limits limits;
    private final List<Principal> principals = new ArrayList<>();
    private final List<Principal> gateways = new ArrayList<>();
    private final Object2ObjectHashMap<String, Principal> principalByName = new Object2ObjectHashMap<>();

    Principals(final StateHash hash, final Limits limits)
    {
        this.hash = hash;
        this.limits = limits;
    }

    /**
     * Looks a principal up.
     *
     * @param name full name, for example {@code risk/alice}.
     * @return the principal, or null if the state does not know it.
     */
    public Principal byName(final String name)
    {
        return principalByName.get(name);
    }

    /**
     * Makes a person known, at its first command.
     *
     * @param name full name; its role is RISK.
     * @return the principal, or null if there are too many.
     */
    public Principal admit(final String name)
    {
        final Principal known = principalByName.get(name);
        if (null != known || principals.size() >= limits.principals())
        {
            return known;
        }
        return add(name, Role.RISK, 0, 0, 0, Switch.OFF);
    }

    /** Number of principals. */
    public int count()
    {
        return principals.size();
    }

    /** Principal by number, from 1. */
    public Principal principal(final int number)
    {
        return principals.get(number - 1);
    }

    /** Number of gateways. */
    public int gatewayCount()
    {
        return gateways.size();
    }

    /** Gateway by number among gateways, from 1. */
    public Principal gateway(final int gatewayNumber)
    {
        return gateways.get(gatewayNumber - 1);
    }

    /** Gateway by its name without the role prefix, or null. */
    public Principal gateway(final String gatewayName)
    {
        return principalByName.get(GATEWAY_PREFIX + gatewayName);
    }

    boolean isFull()
    {
        return gateways.size() >= limits.gateways() || principals.size() >= limits.principals();
    }

    Principal addGateway(final GatewayDefinition definition)
    {
        final Principal gateway = add(GATEWAY_PREFIX + definition.name(), Role.GATEWAY, gateways.size() + 1,
            definition.venue(), definition.capabilities(), definition.guaranteed());
        gateway.define(definition);
        return gateway;
    }

    Principal add(
        final String name, final Role role, final int gatewayNumber, final int venue, final int capabilities,
        final Switch guaranteed)
    {
        final Principal principal = new Principal(
            hash, limits, principals.size() + 1, name, role, gatewayNumber, venue, capabilities, guaranteed);
        principals.add(principal);
        principalByName.put(name, principal);
        if (Role.GATEWAY == role)
        {
            gateways.add(principal);
        }
        return principal;
    }
}
