package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.CommandResult;
import io.flatbook.engine.book.EngineClock;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * The guards that commands share, each for one reject reason (REJ-1), and the result that they fill in.
 */
final class Guards
{
    private final Limits limits;
    private final Book book;
    private final EngineClock clock;
    private final PendingRuns runs;
    private final FourEyes fourEyes;
    private final StorageState storage;
    private final CommandResult result;

    Guards(
        final Limits limits, final Book book, final EngineClock clock, final PendingRuns runs,
        final FourEyes fourEyes, final StorageState storage, final CommandResult result)
    {
        this.limits = limits;
        this.book = book;
        this.clock = clock;
        this.runs = runs;
        this.fourEyes = fourEyes;
        this.storage = storage;
        this.result = result;
    }

    Limits limits()
    {
        return limits;
    }

    Book book()
    {
        return book;
    }

    CommandResult result()
    {
        return result;
    }

    long nowMs()
    {
        return clock.timeMs();
    }

    RejectReason refuse(final RejectReason reason, final RejectField field)
    {
        return result.refuse(reason, field);
    }

    RejectReason accept()
    {
        return result.accept();
    }

    RejectReason accept(final long detail)
    {
        return result.accept(detail);
    }

    boolean isStorageLow()
    {
        return storage.isStorageLow();
    }

    /** Refuses senders other than risk, then {@code invalidField} if it is not NONE. */
    RejectReason checkRisk(final Sender sender, final RejectField invalidField)
    {
        return checkRisk(result, sender, invalidField);
    }

    /** The same for four eyes, which guards themselves look at. */
    static RejectReason checkRisk(final CommandResult result, final Sender sender, final RejectField invalidField)
    {
        if (!sender.principal().isRisk())
        {
            return result.refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        return RejectField.NONE != invalidField ?
            result.refuse(RejectReason.INVALID_FIELD, invalidField) : RejectReason.NONE;
    }

    /** Holds a command back for a second risk principal; never one that only makes things stricter (EYES-1). */
    RejectReason checkApproval(final Sender sender, final boolean loosens)
    {
        return loosens && fourEyes.isOn() && !sender.isApproved() ?
            refuse(RejectReason.FOUR_EYES_REQUIRED, RejectField.NONE) : RejectReason.NONE;
    }

    /** Refuses a gateway that may not do this, and any while new business is refused for want of disk space. */
    RejectReason checkNewBusiness(final Sender sender, final int capability)
    {
        if (!sender.principal().may(capability))
        {
            return refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        return storage.isStorageLow() ? refuse(RejectReason.STORAGE_LOW, RejectField.NONE) : RejectReason.NONE;
    }

    /** Refuses if the gateway may not do this, or the account is unknown or of another venue. */
    RejectReason checkAccount(final Sender sender, final int capability, final long accountId)
    {
        if (!sender.principal().may(capability))
        {
            return refuse(RejectReason.NOT_AUTHORIZED, RejectField.NONE);
        }
        if (accountId <= 0)
        {
            return refuse(RejectReason.INVALID_FIELD, RejectField.ACCOUNT);
        }
        final Account account = book.account(accountId);
        if (null == account)
        {
            return refuse(RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        }
        return account.venue() != sender.principal().venue() ?
            refuse(RejectReason.NOT_YOUR_ACCOUNT, RejectField.ACCOUNT) : RejectReason.NONE;
    }

    /** Refuses an instrument whose positions are unpriced (MARK-4), its own mark first, then its underlying's. */
    RejectReason checkPriced(final Instrument instrument, final RejectField field)
    {
        final Instrument underlying = instrument.underlying();
        if (!instrument.hasMark() || null != underlying && !underlying.hasMark())
        {
            return refuse(RejectReason.NO_MARK, field);
        }
        if (instrument.suspect() || null != underlying && underlying.suspect())
        {
            return refuse(RejectReason.MARK_SUSPECT, field);
        }
        return instrument.stale(nowMs()) || null != underlying && underlying.stale(nowMs()) ?
            refuse(RejectReason.MARK_STALE, field) : RejectReason.NONE;
    }

    /** Refuses while a later round of an entry waits that has a leg in the instrument (RUN-11). */
    RejectReason checkNoRound(final Instrument instrument)
    {
        return runs.isDeferredOn(instrument) ?
            refuse(RejectReason.RUN_PENDING, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    /** Refuses risk's command about an instrument that is not known. */
    RejectReason checkInstrument(final Sender sender, final int instrumentId, final RejectField invalidField)
    {
        final RejectReason refusal =
            checkRisk(sender, instrumentId <= 0 ? RejectField.INSTRUMENT : invalidField);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return null == book.instrument(instrumentId) ?
            refuse(RejectReason.UNKNOWN_INSTRUMENT, RejectField.INSTRUMENT) : RejectReason.NONE;
    }

    /** Refuses risk's command about an asset that is not known. */
    RejectReason checkAsset(final Sender sender, final int assetId, final RejectField invalidField)
    {
        final RejectReason refusal = checkRisk(sender, assetId <= 0 ? RejectField.ASSET : invalidField);
        if (RejectReason.NONE != refusal)
        {
            return refusal;
        }
        return null == book.asset(assetId) ?
            refuse(RejectReason.UNKNOWN_ASSET, RejectField.ASSET) : RejectReason.NONE;
    }
}
