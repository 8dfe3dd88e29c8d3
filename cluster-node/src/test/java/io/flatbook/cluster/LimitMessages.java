package io.flatbook.cluster;

import io.flatbook.engine.book.Absent;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.SetLimitsEncoder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The message that raises limits, for tests.
 */
final class LimitMessages
{
    private LimitMessages()
    {
    }

    static UnsafeBuffer setLimits(final int accounts, final int accountsPerOwner, final int assets)
    {
        return setLimits(accounts, Absent.INT, accountsPerOwner, assets);
    }

    static UnsafeBuffer setLimits(
        final int accounts, final int accountsPerVenue, final int accountsPerOwner, final int assets)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final SetLimitsEncoder m = new SetLimitsEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.commandId(1).accounts(accounts).accountsPerVenue(accountsPerVenue);
        m.accountsPerOwner(accountsPerOwner).assets(assets);
        m.instruments(Absent.INT).positionsPerInstrument(Absent.INT).gateways(Absent.INT).principals(Absent.INT);
        return Messages.whole(buffer, m.encodedLength());
    }
}
