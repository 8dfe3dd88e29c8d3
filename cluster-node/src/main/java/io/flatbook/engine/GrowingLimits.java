package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * The limits that risk may raise, and never lower (VER-3). The others bound buffers, windows and sums that are sized
 * when a node starts, or that the arithmetic was proven for, and stay as they are.
 */
final class GrowingLimits extends Hashed
{
    private static final int ACCOUNTS_MAX = 16_777_216;
    private static final int ACCOUNTS_PER_OWNER_MAX = 4_096;
    private static final int INSTRUMENTS_MAX = 16_384;
    private static final int ASSETS_MAX = 256;
    private static final int PRINCIPALS_MAX = 4_096;
    private static final int ACCOUNTS_PER_VENUE_MAX = ACCOUNTS_MAX;

    private final Guards guards;
    private final Limits limits;
    private final ClearingEvents events;
    private boolean isRaised;

    GrowingLimits(final StateHash hash, final Guards guards, final ClearingEvents events)
    {
        super(hash);
        this.guards = guards;
        this.events = events;
        limits = guards.limits();
    }

    RejectReason set(final Sender sender, final LimitsUpdate update)
    {
        RejectReason refusal = guards.checkRisk(sender, invalidField(update));
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        raise(update);
        events.limitsChanged(limits, sender.principal());
        return guards.accept();
    }

    /** Takes what a snapshot says; it can only be more than what this node begins with. */
    void restore(final LimitsUpdate raised)
    {
        if (RejectField.NONE != lowered(raised))
        {
            throw new IllegalStateException("snapshot says of limit " + lowered(raised) + " less than this node");
        }
        raise(raised);
    }

    /** First field that would lower a limit or exceed what it can grow to; with nothing given, the first of all. */
    private RejectField invalidField(final LimitsUpdate update)
    {
        final boolean isEmpty = Absent.INT == update.accounts() &&
            Absent.INT == update.accountsPerOwner() &&
            Absent.INT == update.instruments() &&
            Absent.INT == update.positionsPerInstrument() &&
            Absent.INT == update.assets() &&
            Absent.INT == update.gateways() &&
            Absent.INT == update.principals() &&
            Absent.INT == update.accountsPerVenue();
        return isEmpty ? RejectField.ACCOUNTS : lowered(update);
    }

    private RejectField lowered(final LimitsUpdate update)
    {
        if (isOutside(update.accounts(), limits.accounts(), ACCOUNTS_MAX))
        {
            return RejectField.ACCOUNTS;
        }
        if (isOutside(update.accountsPerOwner(), limits.accountsPerOwner(), ACCOUNTS_PER_OWNER_MAX))
        {
            return RejectField.ACCOUNTS_PER_OWNER;
        }
        if (isOutside(update.instruments(), limits.instruments(), INSTRUMENTS_MAX))
        {
            return RejectField.INSTRUMENTS;
        }
        if (isOutside(update.positionsPerInstrument(), limits.positionsPerInstrument(),
            Limits.POSITIONS_PER_INSTRUMENT_MAX))
        {
            return RejectField.POSITIONS_PER_INSTRUMENT;
        }
        if (isOutside(update.assets(), limits.assets(), ASSETS_MAX))
        {
            return RejectField.ASSETS;
        }
        if (isOutside(update.gateways(), limits.gateways(), Limits.GATEWAYS_MAX))
        {
            return RejectField.GATEWAYS;
        }
        if (isOutside(update.principals(), limits.principals(), PRINCIPALS_MAX))
        {
            return RejectField.PRINCIPALS;
        }
        if (isOutside(update.accountsPerVenue(), limits.accountsPerVenue(), ACCOUNTS_PER_VENUE_MAX))
        {
            return RejectField.ACCOUNTS_PER_VENUE;
        }
        return RejectField.NONE;
    }

    private static boolean isOutside(final int wanted, final int current, final int max)
    {
        return Absent.INT != wanted && (wanted < current || wanted > Math.max(current, max));
    }

    private void raise(final LimitsUpdate update)
    {
        limits.accounts(raised(update.accounts(), limits.accounts()));
        limits.accountsPerOwner(raised(update.accountsPerOwner(), limits.accountsPerOwner()));
        limits.instruments(raised(update.instruments(), limits.instruments()));
        limits.positionsPerInstrument(raised(update.positionsPerInstrument(), limits.positionsPerInstrument()));
        limits.assets(raised(update.assets(), limits.assets()));
        limits.gateways(raised(update.gateways(), limits.gateways()));
        limits.principals(raised(update.principals(), limits.principals()));
        limits.accountsPerVenue(raised(update.accountsPerVenue(), limits.accountsPerVenue()));
        rehash();
    }

    private int raised(final int wanted, final int current)
    {
        isRaised |= Absent.INT != wanted && wanted > current;
        return Absent.INT == wanted ? current : wanted;
    }

    @Override
    protected long bookDigest()
    {
        if (!isRaised)
        {
            return 0;
        }
        return StateHash.mix(StateHash.mix(StateHash.digest(9, limits.accounts(), limits.accountsPerOwner(),
            limits.instruments(), limits.positionsPerInstrument()), limits.assets()),
            StateHash.mix(StateHash.mix(limits.gateways(), limits.principals()), limits.accountsPerVenue()));
    }
}
