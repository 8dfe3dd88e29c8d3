package io.flatbook.twin;

import static io.flatbook.sbe.AccountStatus.DEFAULTED;

import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.TwinNouns.Account;
import java.util.List;

/** What a run of an account would do now (POL-5): the run is made on a copy of the twin's book. */
final class TwinPreview
{
    private TwinPreview()
    {
    }

    /** The events of the run, as if its default were declared now; of a DEFAULTED account as it stands. */
    static List<String> events(final Twin twin, final long accountId, final OffsetPolicyKind policy)
    {
        final Twin copy = TwinCopy.of(twin, policy);
        copy.entry = new TwinEntry();
        final Account defaulter = copy.accounts.get(accountId);
        if (DEFAULTED != defaulter.status)
        {
            copy.toDefault(defaulter, true);
        }
        copy.events.clear();
        new TwinRound(copy, List.of(defaulter)).play();
        return copy.events;
    }
}
