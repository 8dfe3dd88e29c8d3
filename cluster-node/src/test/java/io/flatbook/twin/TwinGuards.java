package io.flatbook.twin;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Guards in the order of REJ-1; the first that fails is the answer, later ones are not looked at. */
final class TwinGuards
{
    private Verdict verdict = TwinTerms.ACCEPTED;
    private RejectReason last = RejectReason.NONE;

    TwinGuards refuse(final BooleanSupplier condition, final RejectReason reason, final RejectField field)
    {
        return refuse(condition, reason, field, () -> 0);
    }

    /** As the other, with a detail for the refusal. */
    TwinGuards refuse(
        final BooleanSupplier condition, final RejectReason reason, final RejectField field, final LongSupplier detail)
    {
        if (reason.value() < last.value())
        {
            throw new IllegalStateException("REJ-1 has " + reason + " before " + last);
        }
        last = reason;
        if (verdict.accepted() && condition.getAsBoolean())
        {
            verdict = new Verdict(reason, field, detail.getAsLong());
        }
        return this;
    }

    TwinGuards require(final BooleanSupplier condition, final RejectReason reason, final RejectField field)
    {
        return refuse(() -> !condition.getAsBoolean(), reason, field);
    }

    /** Refuses with the field that is named, if one is. */
    TwinGuards refuse(final Supplier<RejectField> finder, final RejectReason reason)
    {
        final RejectField field = verdict.accepted() ? finder.get() : RejectField.NONE;
        return refuse(() -> RejectField.NONE != field, reason, field);
    }

    TwinGuards positive(final long number, final RejectField field)
    {
        return refuse(() -> number <= 0, RejectReason.INVALID_FIELD, field);
    }

    /** A signed number that must be there. */
    TwinGuards present(final long number, final RejectField field)
    {
        return refuse(() -> Long.MIN_VALUE == number, RejectReason.INVALID_FIELD, field);
    }

    boolean passed()
    {
        return verdict.accepted();
    }

    Verdict then(final Runnable effect)
    {
        if (verdict.accepted())
        {
            effect.run();
        }
        return verdict;
    }

    /** As then, with a detail for the answer. */
    Verdict answer(final LongSupplier effect)
    {
        return verdict.accepted() ?
            new Verdict(RejectReason.NONE, RejectField.NONE, effect.getAsLong()) : verdict;
    }

    Verdict verdict()
    {
        return verdict;
    }
}
