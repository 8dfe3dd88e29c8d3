package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.GatewayStatus;
import io.flatbook.sbe.Role;
import io.flatbook.sbe.Switch;

import java.util.Arrays;
import java.util.TreeMap;

/**
 * Somebody who sends commands: an exchange gateway, defined in the log, or a person, known from the first command.
 *
 * <p>Contract: NOUN-6.
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
    private final int idsRetained;
    private final Sender sender = new Sender(this, false);
    private final Sender approvedSender = new Sender(this, true);
    private final TreeMap<Integer, IdWindow> fundingIdsByInstrument = new TreeMap<>();
    private final OutcomeLog outcomes;
    private final Tenure tenure;
    private final TradeLog trades;
    private final IdWindow references;
    private int capabilities;
    private Switch guaranteed;
    private long accountFrom = Absent.LONG;
    private long accountTo = Absent.LONG;
    private int[] instrumentIds = {};
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
        idsRetained = limits.idsRetained();
        outcomes = new OutcomeLog(hash, StateHash.mix(105, number), limits.outcomesPerPrincipal());
        tenure = new Tenure(hash, StateHash.mix(117, number));
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

    /** This principal as the sender of a command that nobody else approved. */
    public Sender sender()
    {
        return sender;
    }

    /** This principal as the one who approved a command. */
    public Sender approvedSender()
    {
        return approvedSender;
    }

    /** Least account id that a gateway may open, or {@link Absent#LONG}. */
    public long accountFrom()
    {
        return accountFrom;
    }

    /** Greatest account id that a gateway may open, or {@link Absent#LONG}. */
    public long accountTo()
    {
        return accountTo;
    }

    /** Instruments whose marks and funding a gateway may send, ascending; empty: all; not to be changed. */
    public int[] instrumentIds()
    {
        return instrumentIds;
    }

    /** Ids of funding that a gateway applied, by instrument; not to be changed. */
    public TreeMap<Integer, IdWindow> fundingIds()
    {
        return fundingIdsByInstrument;
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

    /** Which instance of its client may send commands. */
    public Tenure tenure()
    {
        return tenure;
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

    boolean mayOpen(final long accountId)
    {
        return (Absent.LONG == accountFrom || accountId >= accountFrom) &&
            (Absent.LONG == accountTo || accountId <= accountTo);
    }

    boolean maySendFor(final int instrumentId)
    {
        return 0 == instrumentIds.length || Arrays.binarySearch(instrumentIds, instrumentId) >= 0;
    }

    /** Ids of funding of an instrument, made if there are none yet. */
    IdWindow fundingIds(final int instrumentId)
    {
        IdWindow ids = fundingIdsByInstrument.get(instrumentId);
        if (null == ids)
        {
            ids = new IdWindow(hash(), StateHash.digest(115, number, instrumentId, 0, 0), idsRetained);
            fundingIdsByInstrument.put(instrumentId, ids);
        }
        return ids;
    }

    void forgetFundingIds(final int instrumentId)
    {
        final IdWindow ids = fundingIdsByInstrument.remove(instrumentId);
        if (null != ids)
        {
            ids.forget();
        }
    }

    void define(final GatewayDefinition definition)
    {
        capabilities = definition.capabilities();
        guaranteed = definition.guaranteed();
        accountFrom = definition.accountFrom();
        accountTo = definition.accountTo();
        instrumentIds = definition.instrumentIds().clone();
        rehash();
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
    protected long bookDigest()
    {
        if (Role.GATEWAY != role)
        {
            return 0;
        }
        long h = StateHash.mix(StateHash.mix(5, gatewayNumber), name);
        h = StateHash.digest(h, venue, capabilities, guaranteed.value(), status.value());
        h = StateHash.digest(h, accountFrom, accountTo, instrumentIds.length, 0);
        for (final int instrumentId : instrumentIds)
        {
            h = StateHash.mix(h, instrumentId);
        }
        return h;
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.mix(StateHash.mix(StateHash.mix(104, number), name), lastMarkSequence);
    }
}
