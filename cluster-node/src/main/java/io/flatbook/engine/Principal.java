package io.flatbook.engine;

import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;

/**
 * Somebody who sends commands: an exchange gateway, defined in the log, or a person, known from the first command.
 */
public final class Principal extends Hashed
{
    /** Capability bit: trades, liquidation failures, voluntary offsets, order holds. */
    public static final int TRADE = 1;
    /** Capability bit: accounts, deposits, withdrawals. */
    public static final int COLLATERAL = 2;
    /** Capability bit: marks. */
    public static final int MARKS = 4;
    /** Capability bit: funding. */
    public static final int FUNDING = 8;

    private final int number;
    private final String name;
    private final Role role;
    private final int gatewayNumber;
    private final int venue;
    private final int capabilities;
    private final Switch guaranteed;
    private final OutcomeLog outcomes;
    private final TradeLog trades;
    private final IdWindow references;
    private GatewayStatus status = GatewayStatus.ENABLED;
    private long lastMarkSequence;

    Principal(
        final StateHash hash, final Limits limits, final int number, final String name, final Role role,
        final int gatewayNumber, final int venue, final int capabilities, final Switch guaranteed)
    {
        super(hash);
        this.number = number;
        this.name = name;
        this.role = role;
        this.gatewayNumber = gatewayNumber;
        this.venue = venue;
        this.capabilities = capabilities;
        this.guaranteed = guaranteed;
        outcomes = new OutcomeLog(hash, StateHash.mix(105, number), limits.outcomesPerPrincipal());
        trades = new TradeLog(hash, StateHash.mix(106, number), limits.idsRetained());
        references = new IdWindow(hash, StateHash.mix(107, number), limits.idsRetained());
        rehash();
    }

    /** Number in order of first appearance, dense from 1. */
    public int number()
    {
        return number;
    }

    /** Full name, for example {@code gateway/a}. */
    public String name()
    {
        return name;
    }

    /** Role. */
    public Role role()
    {
        return role;
    }

    /** Number among gateways, dense from 1; 0 for a person. */
    public int gatewayNumber()
    {
        return gatewayNumber;
    }

    /** Venue of a gateway; 0 for a person. */
    public int venue()
    {
        return venue;
    }

    /** Capability bits of a gateway. */
    public int capabilities()
    {
        return capabilities;
    }

    /** Whether a gateway may mark trades as guaranteed. */
    public Switch guaranteed()
    {
        return guaranteed;
    }

    /** Status of a gateway. */
    public GatewayStatus status()
    {
        return status;
    }

    /** Outcomes of its last commands. */
    public OutcomeLog outcomes()
    {
        return outcomes;
    }

    /** Trades that it booked. */
    public TradeLog trades()
    {
        return trades;
    }

    /** References of its payments. */
    public IdWindow references()
    {
        return references;
    }

    /** Last mark sequence taken from it, or 0. */
    public long lastMarkSequence()
    {
        return lastMarkSequence;
    }

    boolean may(final int capability)
    {
        return Role.GATEWAY == role && GatewayStatus.ENABLED == status && 0 != (capabilities & capability);
    }

    boolean isRisk()
    {
        return Role.RISK == role;
    }

    void status(final GatewayStatus newStatus)
    {
        status = newStatus;
        rehash();
    }

    void lastMarkSequence(final long markSequence)
    {
        lastMarkSequence = markSequence;
        rehash();
    }

    @Override
    long bookDigest()
    {
        if (Role.GATEWAY != role)
        {
            return 0;
        }
        long h = StateHash.mix(StateHash.mix(5, gatewayNumber), name);
        h = StateHash.mix(h, venue);
        return StateHash.mix(h, capabilities * 16L + guaranteed.value() * 4L + status.value());
    }

    @Override
    long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(StateHash.mix(104, number), name), lastMarkSequence);
    }
}
