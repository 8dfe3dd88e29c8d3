package io.flatbook.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;

import java.util.Map;
import java.util.Set;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

/**
 * What it means to write the book. The compiler keeps most of it inside the package of the book, where setters are
 * package-private; these predicates say which class there may call which setter, and that what chooses calls none.
 */
final class BookWrites
{
    private static final Set<String> WRITERS = Set.of(
        "Postings", "Registry", "AccountMonitor", "TouchedAccounts", "BookRestorer", "MarginTriggers", "TriggerIndex",
        "CommandResult");

    /** Classes that are read and written: what only reads them. A method that is not listed counts as writing. */
    private static final Map<String, Set<String>> READERS = Map.of(
        "PendingRuns", Set.of("isEmpty", "oldestFirst", "of", "hasDeferred", "isDeferredOn", "isPendingOn"),
        "EntryLedger", Set.of(
            "gainsOf", "settledOf", "hasSettled", "givenToRuns", "isFreshlySettled", "bookings"),
        "EngineClock", Set.of("timeMs", "nextTickMs", "isTickDue", "started"));

    private static final Map<String, Set<String>> MONEY = Map.of(
        "Account", Set.of("position", "addCollateral", "orderHold", "debt"),
        "Position", Set.of("set"),
        "Asset", Set.of("addFund", "addFees", "addRounding", "addHouseDeficit", "addDeposit", "addWithdrawal", "draw",
            "withdrawn", "restoreMoney", "restoreTotals", "restoreWindow", "restoreDraws"));

    private static final Map<String, Set<String>> STATUS = Map.of(
        "Account", Set.of("status", "deadlineMs", "pledged"));

    private static final Map<String, Set<String>> LISTING = Map.of(
        "Account", Set.of("mode"),
        "Asset", Set.of("waterfall", "switches"),
        "Instrument", Set.of(
            "mark", "hold", "bandReference", "status", "units", "marginTerms", "protection", "offsetPolicy"));

    private final String book;

    /** Writes in the package of the book below a root. */
    BookWrites(final String root)
    {
        book = root + ".engine.book.";
    }

    /** A call of a class that writes, or of a method of a mixed class that does not only read. */
    DescribedPredicate<JavaMethodCall> anyWriter()
    {
        return describe("it writes the book", call ->
        {
            final String name = nameInBook(call.getTargetOwner());
            final Set<String> readers = READERS.get(name);
            return WRITERS.contains(name) ||
                null != readers && !readers.contains(call.getTarget().getName()) ||
                setter(MONEY, call) || setter(STATUS, call) || setter(LISTING, call);
        });
    }

    /** A call that sets lots, cost, collateral or another amount of money, from anywhere but those named. */
    DescribedPredicate<JavaMethodCall> moneyBut(final String... writers)
    {
        return describe("it writes positions or money", call -> setter(MONEY, call) && !from(call, Set.of(writers)));
    }

    /** A call that sets a status, a deadline or a pledge, from anywhere but those named. */
    DescribedPredicate<JavaMethodCall> statusBut(final String... writers)
    {
        return describe("it writes statuses", call -> setter(STATUS, call) && !from(call, Set.of(writers)));
    }

    /** A call that sets a setting, a switch or a mark, from anywhere but those named. */
    DescribedPredicate<JavaMethodCall> listingBut(final String... writers)
    {
        return describe("it writes settings or marks", call -> setter(LISTING, call) && !from(call, Set.of(writers)));
    }

    /** Accessors have the names of setters: what returns nothing is the setter. */
    private boolean setter(final Map<String, Set<String>> setters, final JavaMethodCall call)
    {
        final MethodCallTarget target = call.getTarget();
        return setters.getOrDefault(nameInBook(call.getTargetOwner()), Set.of()).contains(target.getName()) &&
            "void".equals(target.getRawReturnType().getName());
    }

    /** A noun may call its own setters and those of what it consists of. */
    private boolean from(final JavaMethodCall call, final Set<String> writers)
    {
        final String origin = nameInBook(ArchitectureRules.topLevel(call.getOriginOwner()));
        return writers.contains(origin) || MONEY.containsKey(origin) || LISTING.containsKey(origin);
    }

    private String nameInBook(final JavaClass type)
    {
        return type.getName().startsWith(book) ? type.getName().substring(book.length()) : "";
    }
}
