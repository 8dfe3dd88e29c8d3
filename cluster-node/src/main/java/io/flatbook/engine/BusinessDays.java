package io.flatbook.engine;

import io.flatbook.engine.book.Dates;
import io.flatbook.engine.book.DayRoot;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.StateHash;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Business days that risk closes (EYES-2), the version of the engine's behavior that risk activates (VER-2), and the
 * end of the cluster that risk asks for.
 *
 * <p>Contract: CMD-11, CMD-13.
 */
final class BusinessDays extends Hashed
{
    /** With it every log begins, whatever the binary knows, so that all replay it alike. */
    private static final int VERSION_FIRST = 1;
    private static final int DAYS_AHEAD_MAX = 31;

    private final Guards guards;
    private final Margin margin;
    private final ClearingEvents events;
    private int lastDate;
    private int version = VERSION_FIRST;

    BusinessDays(final StateHash hash, final Guards guards, final Margin margin, final ClearingEvents events)
    {
        super(hash);
        this.guards = guards;
        this.margin = margin;
        this.events = events;
        rehash();
    }

    int lastDate()
    {
        return lastDate;
    }

    int version()
    {
        return version;
    }

    RejectReason closeBusinessDay(final Sender sender, final int date, final long stateHash)
    {
        final boolean isTooFar = 0 != lastDate && Dates.valid(date) &&
            Dates.dayNumber(date) - Dates.dayNumber(lastDate) > DAYS_AHEAD_MAX;
        final RejectReason refusal = guards.checkRisk(
            sender, Dates.valid(date) && !isTooFar ? RejectField.NONE : RejectField.DATE);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (date <= lastDate)
        {
            return guards.refuse(RejectReason.ALREADY_EXISTS, RejectField.DATE);
        }
        lastDate = date;
        rehash();
        final int pageRows = guards.limits().pageRows();
        final int pages = Math.max(1, (guards.book().instrumentCount() + pageRows - 1) / pageRows);
        final String dayRoot = DayRoot.of(guards.book(), margin, date);
        for (int page = 1; page <= pages; page++)
        {
            events.businessDayClosed(date, page, pages, stateHash, dayRoot, sender.principal(), guards.book());
        }
        return guards.accept();
    }

    RejectReason activateVersion(final Sender sender, final int newVersion)
    {
        RejectReason refusal = guards.checkRisk(
            sender, newVersion == version + 1 ? RejectField.NONE : RejectField.VERSION);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        if (newVersion > KnownVersion.newest())
        {
            throw new UnknownVersionException(newVersion);
        }
        final int old = version;
        version = newVersion;
        rehash();
        events.versionActivated(old, newVersion, sender.principal());
        return guards.accept();
    }

    /** Leaves no state: a node that comes up again is not to end again. */
    RejectReason requestShutdown(final Sender sender)
    {
        RejectReason refusal = guards.checkRisk(sender, RejectField.NONE);
        if (RejectReason.NONE == refusal)
        {
            refusal = guards.checkApproval(sender, true);
        }
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        events.shutdownRequested(sender.principal());
        return guards.accept();
    }

    void restore(final int restoredDate, final int restoredVersion)
    {
        lastDate = restoredDate;
        version = restoredVersion;
        rehash();
    }

    @Override
    protected long bookDigest()
    {
        return StateHash.digest(8, version, 0, 0, 0);
    }

    @Override
    protected long replicaDigest()
    {
        return StateHash.digest(116, lastDate, 0, 0, 0);
    }
}
