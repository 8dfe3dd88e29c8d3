package io.flatbook.twin;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.FixedPoint;
import io.flatbook.engine.book.IdWindow;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Postings;
import io.flatbook.engine.book.TouchedAccounts;
import io.flatbook.engine.book.TriggerIndex;
import io.flatbook.engine.offset.PlannedOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.bytebuddy.asm.Advice;

/**
 * A bug of the engine, made by hand: code that is woven into a method of it, in a copy that a {@link BuggyEngine}
 * loads. Nothing of it is in the engine. Each must be found, or what looks for bugs proves nothing.
 */
enum EngineBug
{
    /** A trade, a reference or a funding that was seen is taken again (TRD-4). */
    LOST_DEDUPE(IdWindow.class, "contains", 1, LostDedupe.class),
    /** Ranks count from 2 (POL-1). */
    RANK_OFF_BY_ONE(PlannedOffset.class, "rank", 0, RankOffByOne.class),
    /** A quotient below zero is rounded toward zero instead of down (NUM-5). */
    WRONG_ROUNDING(FixedPoint.class, "multiplyDivideFloor", 3, WrongRounding.class),
    /** Accounts are evaluated in the order of a hash table (DET-1). */
    HASH_ORDER(TouchedAccounts.class, "drain", 0, HashOrder.class),
    /** A product has 64 bits (NUM-1). */
    OVERFLOW(FixedPoint.class, "multiplyDivideFloor", 3, Overflow.class),
    /** What counterparties pay is booked twice (RUN-7). */
    SURCHARGE_TWICE(Postings.class, "move", 3, SurchargeTwice.class),
    /** The insurance fund is passed over (RUN-5). */
    LAYER_SKIPPED(Asset.class, "fundAvailable", 1, Nothing.class),
    /** The mark at which a healthy account is looked at again is not renewed (STAT-1). */
    STALE_TRIGGER(TriggerIndex.class, "accountIsHealthy", 2, StaleTrigger.class),
    /** No account is pledged (RUN-3). */
    PLEDGE_FORGOTTEN(Account.class, "pledged", 1, PledgeForgotten.class),
    /** Accounts are liquidated on marks that nobody trusts (STAT-2). */
    DOUBT_IGNORED(Margin.class, "doubt", 1, Nothing.class);

    private final String typeName;
    private final String method;
    private final int arguments;
    private final Class<?> advice;

    EngineBug(final Class<?> type, final String method, final int arguments, final Class<?> advice)
    {
        this.typeName = type.getName();
        this.method = method;
        this.arguments = arguments;
        this.advice = advice;
    }

    /** The class that has the bug. */
    String typeName()
    {
        return typeName;
    }

    /** The method that has the bug; if it is overloaded, all with so many arguments have it. */
    String method()
    {
        return method;
    }

    /** So many arguments the method has. */
    int arguments()
    {
        return arguments;
    }

    /** What is woven in. */
    Class<?> advice()
    {
        return advice;
    }

    private static final class LostDedupe
    {
        @Advice.OnMethodExit
        @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
        @Advice.AssignReturned.ToReturned
        static boolean exit()
        {
            return false;
        }
    }

    private static final class RankOffByOne
    {
        @Advice.OnMethodExit
        @Advice.AssignReturned.ToReturned
        static int exit(@Advice.Return final int rank)
        {
            return 0 == rank ? 0 : rank + 1;
        }
    }

    private static final class WrongRounding
    {
        @Advice.OnMethodExit
        @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
        @Advice.AssignReturned.ToReturned
        static long exit(
            @Advice.Argument(0) final long a, @Advice.Argument(1) final long b, @Advice.Argument(2) final long divisor)
        {
            return FixedPoint.multiplyDivideTowardZero(a, b, divisor);
        }
    }

    private static final class HashOrder
    {
        @Advice.OnMethodExit
        static void exit(@Advice.Return final List<Object> accounts)
        {
            final Set<Object> hashed = new HashSet<>(accounts);
            accounts.clear();
            accounts.addAll(hashed);
        }
    }

    private static final class Overflow
    {
        @Advice.OnMethodExit
        @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
        @Advice.AssignReturned.ToReturned
        static long exit(
            @Advice.Argument(0) final long a, @Advice.Argument(1) final long b, @Advice.Argument(2) final long divisor)
        {
            return Math.floorDiv(a * b, divisor);
        }
    }

    private static final class SurchargeTwice
    {
        @Advice.OnMethodEnter
        @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
        static long enter(@Advice.Argument(2) final long minorUnits)
        {
            return 2 * minorUnits;
        }
    }

    /** Instead of the answer: none, 0. */
    private static final class Nothing
    {
        @Advice.OnMethodExit
        @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
        @Advice.AssignReturned.ToReturned
        static long exit()
        {
            return 0;
        }
    }

    private static final class StaleTrigger
    {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean enter()
        {
            return true;
        }
    }

    private static final class PledgeForgotten
    {
        @Advice.OnMethodEnter
        @Advice.AssignReturned.AsScalar(skipOnDefaultValue = false)
        @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
        static boolean enter()
        {
            return false;
        }
    }
}
