package io.flatbook.engine;

import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountLegs;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Hashed;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.OwnerDraws;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.PendingRuns;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Protection;
import io.flatbook.engine.book.WideSum;
import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * DET-2: every value that an entity of the state keeps is hashed: what belongs to the book in both hashes, what is
 * time, a window, an id or a counter in the replica hash only. Each value is changed by reflection and the hashes are
 * compared; one that is new fails here until it is hashed or named among the parts that follow from others.
 */
class HashedStateClauseTest
{
    private final TestBook book = new TestBook(new Limits().clockStepMs(1_000_000));
    private final int a = book.perpetual("A", 100);

    /** A book in which an entity of every kind exists. */
    HashedStateClauseTest()
    {
        book.at(1).fund(1_000).account(1, 1, 110).account(2, 2, 1_000_000).account(3, 3, 110);
        book.book(a, 1, 2, 10, 100);
        book.waterfall(new TestWaterfall().perOwner(50, 60_000).timeout(1_000)).mark(a, 80);
        book.account(4, 4, 90).book(a, 4, 2, 10, 80);
        book.accepted(book.engine.setInstrumentStatus(book.alice, a, InstrumentStatus.HALTED));
        book.mark(a, 70);
        book.accepted(book.engine.propose(book.alice, 1, new byte[]{1}));
    }

    @Test
    void ofAnAccount()
    {
        // The identity is a digest of what never changes: id, owner, venue, asset.
        both(book.account(4), "identity", "status", "mode", "collateral", "orderHold", "debt", "keptByDoubt",
            "pledged");
        replica(book.account(4), "id", "serial", "deadlineMs");
        parts(Account.class, "venue", "owner", "asset", "ownerAccounts", "touched", "changes", "noted", "pendingRun");
        parts(AccountLegs.class, "words", "legs", "capacity", "legCount", "cushioned", "cushion");
    }

    @Test
    void ofWhatAnAccountIs()
    {
        final long hash = new TestBook().account(1, 1, 0).engine.stateHash();
        assertThat(new TestBook().account(1, 1, 0).engine.stateHash()).isEqualTo(hash);
        assertThat(new TestBook().account(2, 1, 0).engine.stateHash()).isNotEqualTo(hash);
        assertThat(new TestBook().account(1, 2, 0).engine.stateHash()).isNotEqualTo(hash);
    }

    @Test
    void ofAPosition()
    {
        final Position position = book.account(4).leg(0);
        final long lots = position.quantityLots();
        final long cost = position.cost();
        final long state = book.engine.stateHash();
        final long replica = book.engine.replicaHash();
        for (final long[] other : new long[][]{{lots + 1, cost}, {lots, cost + 1}, {cost, lots}, {-lots, cost}})
        {
            set(position, other[0], other[1]);
            assertThat(book.engine.stateHash()).isNotEqualTo(state);
            assertThat(book.engine.replicaHash()).isNotEqualTo(replica);
            set(position, lots, cost);
            assertThat(book.engine.stateHash()).isEqualTo(state);
            assertThat(book.engine.replicaHash()).isEqualTo(replica);
        }
        parts(Position.class, "account", "instrument", "index", "ownRange", "underlyingRange");
    }

    private static void set(final Position position, final long lots, final long cost)
    {
        call(position.account(), "position", new Class<?>[]{Instrument.class, int.class, long.class, long.class},
            position.instrument(), position.account().legIndex(position.instrument()), lots, cost);
    }

    @Test
    void ofAnAsset()
    {
        both(book.usd(), "id", "symbol", "scale", "withdrawalsOn", "defaultRunsOn", "insuranceFund", "fees", "rounding",
            "deposits", "withdrawals", "houseDeficit");
        replica(book.usd(), "window", "windowDrawn");
        // Collateral and cost are sums over accounts; the waterfall is a setting, see DefinitionHashTest.
        parts(Asset.class, "waterfall", "collateral", "cost", "drawsByOwner", "liquidating", "scratch",
            "distressed");
    }

    @Test
    void ofAnInstrument()
    {
        both(book.instrument(a), "id", "family", "status", "offsetPolicy", "spareHedges", "markTicks", "heldTicks");
        replica(book.instrument(a), "markTimeMs", "heldBy", "bandWindow", "bandReferenceTicks");
        parts(Instrument.class, "definition", "settlementAsset", "underlying", "options", "positions", "liquidating",
            "units", "marginTerms", "protection", "longLots", "shortLots");
    }

    @Test
    void ofAnOwnersDraws()
    {
        final OwnerDraws draws = book.usd().ownerDraws().firstEntry().getValue();
        assertThat(draws.drawn()).isEqualTo(50);
        replica(draws, "assetId", "venue", "ownerId", "drawn", "withdrawn");
        parts(OwnerDraws.class);
    }

    @Test
    void ofARunThatWaits()
    {
        final PendingRun run = book.engine.pendingRuns().of(book.account(4));
        replica(run, "accountId", "number", "declared", "released", "heldFor");
        parts(PendingRun.class, "account", "givenAway", "slot");
        replica(book.engine.pendingRuns(), "lastNumber");
        // The last two remember which instruments a deferred run has a leg in.
        parts(PendingRuns.class, "deferred", "others", "deferredByInstrumentId", "withoutDeferred");
    }

    /** What a waiting run gave away by a transfer. */
    @Test
    void ofWhatARunGaveAway()
    {
        final int b = book.perpetual("B", 100);
        book.account(5, 5, 100).account(6, 6, 10_000).book(b, 5, 2, 10, 100);
        book.accepted(book.engine.setAssetStatus(book.alice, TestBook.USD, Switch.ON, Switch.OFF));
        book.mark(b, 80);
        final PendingRun run = book.engine.pendingRuns().of(book.account(5));
        final long before = book.engine.replicaHash();
        call(run, "gaveAway", new Class<?>[]{int.class, Side.class}, b, Side.LONG);
        assertThat(book.engine.replicaHash()).isNotEqualTo(before);
    }

    @Test
    void ofAProposalAndOfFourEyes()
    {
        replica(book.engine.proposal(1), "id", "templateId", "bytes", "expiresMs");
        parts(Proposal.class, "proposer");
        final Object parts = read(book.engine, EngineView.class, "parts");
        final Hashed fourEyes = (Hashed)read(parts, EngineParts.class, "fourEyes");
        both(fourEyes, "fourEyes");
        replica(fourEyes, "lastProposalId");
        parts(FourEyes.class, "limits", "clock", "result", "events", "proposalById");
    }

    @Test
    void ofAPrincipal()
    {
        final Principal gateway = book.gateway.principal();
        both(gateway, "name", "gatewayNumber", "venue", "capabilities", "guaranteed", "accountFrom", "accountTo",
            "instrumentIds", "status");
        replica(gateway, "number", "lastMarkSequence");
        parts(Principal.class, "role", "idsRetained", "sender", "approvedSender", "fundingIdsByInstrument", "outcomes",
            "tenure", "trades", "references");
    }

    @Test
    void ofATenure()
    {
        final Tenure tenure = book.gateway.principal().tenure();
        tenure.takeOver(1, 1);
        tenure.takeOver(2, 2);
        replica(tenure, "epoch", "instance", "sessionId", "former", "formerCount");
        parts(Tenure.class, "domain");
    }

    @Test
    void ofDatesVersionsAndDisks()
    {
        final Object parts = read(book.engine, EngineView.class, "parts");
        final Hashed days = (Hashed)read(parts, EngineParts.class, "businessDays");
        both(days, "version");
        replica(days, "lastDate");
        parts(BusinessDays.class, "guards", "events", "margin");
        replica(book.engine.storage(), "isStorageLow", "storageChanges", "refusedDigest");
        parts(StorageState.class, "events", "refusedEntries");
    }

    /** Time moves the replica hash only. */
    @Test
    void ofTheClock()
    {
        final long state = book.engine.stateHash();
        final long replica = book.engine.replicaHash();
        book.at(book.engine.timeMs() + 1);
        assertThat(book.engine.stateHash()).isEqualTo(state);
        assertThat(book.engine.replicaHash()).isNotEqualTo(replica);
    }

    /** The band's window and reference are no part of the book: only what is accepted is. */
    @Test
    void ofTheBandWindow()
    {
        final int b = book.perpetual("B", 100);
        final Protection windows = new TestProtection().markBand(100_000).markBandMs(1_000).build();
        book.protection(b, windows).at(5_000);
        final long state = book.engine.stateHash();
        final long replica = book.engine.replicaHash();
        book.mark(b, 100);
        assertThat(book.engine.stateHash()).isEqualTo(state);
        assertThat(book.engine.replicaHash()).isNotEqualTo(replica);
    }

    /** Ids are forgotten in the order in which they came, which is state too: a set that is equal is not enough. */
    @Test
    void ofTheOrderInWhichIdsCame()
    {
        assertThat(afterReferences(5, 7)).isNotEqualTo(afterReferences(7, 5));
        assertThat(afterTrades(5, 7)).isNotEqualTo(afterTrades(7, 5));
    }

    private static long afterReferences(final long first, final long second)
    {
        final TestBook book = new TestBook();
        book.account(1, 1, 0);
        for (final long reference : new long[]{first, second})
        {
            assertThat(book.engine.deposit(book.gateway, 1, 10, reference)).isEqualTo(RejectReason.NONE);
        }
        return book.engine.replicaHash();
    }

    private static long afterTrades(final long first, final long second)
    {
        final TestBook book = new TestBook();
        final int a = book.perpetual("A", 100);
        book.account(1, 1, 1_000).account(2, 2, 1_000);
        book.accepted(book.trade(a, 1, 2, 1, 100).id(first).send());
        book.accepted(book.trade(a, 1, 2, 1, 100).id(second).send());
        return book.engine.replicaHash();
    }

    private final Set<String> seen = new TreeSet<>();

    private void both(final Hashed entity, final String... fields)
    {
        for (final String field : fields)
        {
            change(entity, field, true);
        }
    }

    private void replica(final Hashed entity, final String... fields)
    {
        for (final String field : fields)
        {
            change(entity, field, false);
        }
    }

    /** All fields of a class are known: those that were changed, and parts that are hashed on their own or follow. */
    private void parts(final Class<?> type, final String... fields)
    {
        seen.addAll(Set.of(fields));
        for (final Field field : type.getDeclaredFields())
        {
            if (!Modifier.isStatic(field.getModifiers()))
            {
                assertThat(seen).as("fields of %s that are known", type.getSimpleName()).contains(field.getName());
            }
        }
        seen.clear();
    }

    private void change(final Hashed entity, final String name, final boolean isBook)
    {
        seen.add(name);
        if (read(entity, entity.getClass(), name) instanceof WideSum sum)
        {
            changeTotal(entity, name, sum);
            return;
        }
        final long state = book.engine.stateHash();
        final long replica = book.engine.replicaHash();
        final Object before = read(entity, entity.getClass(), name);
        write(entity, name, otherThan(before, field(entity.getClass(), name).getType()));
        final long changedState = book.engine.stateHash();
        final long changedReplica = book.engine.replicaHash();
        write(entity, name, before);
        assertThat(changedState != state).as("state hash by %s", name).isEqualTo(isBook);
        assertThat(changedReplica != replica).as("replica hash by %s", name).isTrue();
        assertThat(book.engine.stateHash()).isEqualTo(state);
        assertThat(book.engine.replicaHash()).isEqualTo(replica);
    }

    /** A total moves both hashes by its low and by its high word. */
    private void changeTotal(final Hashed entity, final String name, final WideSum sum)
    {
        final long state = book.engine.stateHash();
        final WideSum more = new WideSum().add(1);
        for (int bit = 0; bit < 70; bit++)
        {
            sum.add(more);
            call(entity, "rehash", new Class<?>[0]);
            assertThat(book.engine.stateHash()).as("state hash by %s + 2^%d", name, bit).isNotEqualTo(state);
            sum.subtract(more);
            more.add(new WideSum().add(more));
        }
        call(entity, "rehash", new Class<?>[0]);
        assertThat(book.engine.stateHash()).isEqualTo(state);
    }

    private static Object otherThan(final Object value, final Class<?> type)
    {
        if (value instanceof Long number)
        {
            return Absent.LONG == number ? 7L : number + 1;
        }
        if (value instanceof Integer number)
        {
            return number + 1;
        }
        if (value instanceof Boolean flag)
        {
            return !flag;
        }
        if (value instanceof String text)
        {
            return text + "x";
        }
        if (type.isArray())
        {
            return byte[].class == type ? new byte[]{9} : long[].class == type ? new long[]{9, 9} : new int[]{9};
        }
        return type.getEnumConstants()[0] == value ? type.getEnumConstants()[1] : type.getEnumConstants()[0];
    }

    private static Field field(final Class<?> type, final String name)
    {
        try
        {
            final Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(type + " " + name, ex);
        }
    }

    private static Object read(final Object object, final Class<?> type, final String name)
    {
        try
        {
            return field(type, name).get(object);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(name, ex);
        }
    }

    private static void write(final Hashed entity, final String name, final Object value)
    {
        try
        {
            field(entity.getClass(), name).set(entity, value);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(name, ex);
        }
        call(entity, "rehash", new Class<?>[0]);
    }

    private static void call(
        final Hashed entity, final String name, final Class<?>[] types, final Object... arguments)
    {
        try
        {
            final Class<?> owner = "rehash".equals(name) ? Hashed.class : entity.getClass();
            final Method method = owner.getDeclaredMethod(name, types);
            method.setAccessible(true);
            method.invoke(entity, arguments);
        }
        catch (final ReflectiveOperationException ex)
        {
            throw new AssertionError(name, ex);
        }
    }
}
