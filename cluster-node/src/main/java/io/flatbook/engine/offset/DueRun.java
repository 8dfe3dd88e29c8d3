package io.flatbook.engine.offset;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.PendingRun;

import java.util.List;

/**
 * A default run that is to be planned.
 *
 * @param account   the defaulter.
 * @param declared  whether risk declared the default: then everything closable is closed (RUN-10).
 * @param givenAway sides on which it gave lots away since it became DEFAULTED (RUN-8).
 */
public record DueRun(Account account, boolean declared, List<PendingRun.GivenAway> givenAway)
{
    /** A run that waits. */
    public static DueRun of(final PendingRun run)
    {
        return new DueRun(run.account(), run.declared(), run.givenAway());
    }
}
