package io.flatbook.engine;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.book.MarginTerms;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Finding accounts by triggers gives what finding all holders gives, for any commands: the same answers, events and
 * hashes, with fewer accounts evaluated (STAT-1). A replica that restored a snapshot, whose triggers are others, goes
 * on alike (I9).
 */
class TriggerIndexTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 51L);
    private static final int SEEDS = Integer.getInteger("flatbook.triggers.seeds", 60);
    private static final int COMMANDS = 1_000;

    private long evaluatedByWalk;
    private long evaluatedByIndex;

    @Test
    void theIndexMissesNoAccountThatTheWalkFinds()
    {
        System.out.println("TriggerIndexTest -Dflatbook.seed=" + SEED + " -Dflatbook.triggers.seeds=" + SEEDS);
        for (int i = 0; i < SEEDS; i++)
        {
            compare(SEED + i);
        }
        assertThat(evaluatedByIndex).as("accounts evaluated; the walk %d", evaluatedByWalk)
            .isPositive().isLessThan(evaluatedByWalk * 3 / 4);
    }

    /** STAT-1 beside MAR-3: what a BOUNDED position has lost decides as soon as its account is LIQUIDATING. */
    @Test
    void accountsOfBoundedPositionsAreFoundHoweverOftenTheyComeBack()
    {
        System.out.println("TriggerIndexTest -Dflatbook.seed=" + SEED + " -Dflatbook.triggers.seeds=" + SEEDS);
        for (long seed = SEED; seed < SEED + Math.max(1, SEEDS / 6); seed++)
        {
            final TestBook walk = new TestBook(
                limits(), 0, PlanCheck::new, (margin, touched, work) -> new HolderWalk(touched));
            final TestBook index = new TestBook(limits());
            assertThat(comeAndGo(index, new SplittableRandom(seed))).as("seed %d", seed)
                .isEqualTo(comeAndGo(walk, new SplittableRandom(seed)));
        }
    }

    private static List<String> comeAndGo(final TestBook book, final SplittableRandom random)
    {
        final int a = book.perpetual("A", 1_000);
        final int event = book.define(TestBook.future("EVENT", 1_000_000_000).minTicks(0).maxTicks(1_000)
            .marginTerms(MarginTerms.bounded()));
        book.mark(event, 500).account(99, 99, 100_000_000);
        for (int account = 1; account <= 20; account++)
        {
            book.account(account, account, 2_500 + 100 * account);
            book.book(a, account, 99, 10, 1_000).book(event, account, 99, 2, 500);
        }
        for (int i = 0; i < 300; i++)
        {
            final long account = 1 + random.nextInt(20);
            switch (random.nextInt(6))
            {
                case 0 -> book.tryDeposit(account, 1 + random.nextInt(1_000));
                case 1 -> book.tryWithdraw(account, 1 + random.nextInt(1_000));
                case 2, 3 -> book.mark(event, random.nextInt(1_001));
                default -> book.mark(a, 780 + random.nextInt(200));
            }
        }
        return book.events.take();
    }

    private void compare(final long seed)
    {
        final RecordedEvents walkEvents = new RecordedEvents();
        final RecordedEvents indexEvents = new RecordedEvents();
        final ClearingEngine walk = new ClearingEngine(new EngineParts(
            limits(), walkEvents, PlanCheck::new, (margin, touched, work) -> new HolderWalk(touched)));
        final ClearingEngine index = new ClearingEngine(limits(), indexEvents);
        final RandomCommands onWalk = new RandomCommands(walk, seed);
        final RandomCommands onIndex = new RandomCommands(index, seed);
        onWalk.define();
        onIndex.define();
        for (int i = 0; i < COMMANDS; i++)
        {
            final String place = "seed " + seed + " command " + i;
            final long walkBefore = walk.work().accountsEvaluated();
            final long indexBefore = index.work().accountsEvaluated();
            final RejectReason reason = onIndex.next();
            assertThat(reason).as(place).isEqualTo(onWalk.next());
            assertThat(indexEvents.take()).as(place).isEqualTo(walkEvents.take());
            assertThat(index.stateHash()).as(place).isEqualTo(walk.stateHash());
            assertThat(index.replicaHash()).as(place).isEqualTo(walk.replicaHash());
            assertThat(index.work().accountsEvaluated() - indexBefore).as(place)
                .isLessThanOrEqualTo(walk.work().accountsEvaluated() - walkBefore);
        }
        evaluatedByWalk += walk.work().accountsEvaluated();
        evaluatedByIndex += index.work().accountsEvaluated();
    }

    @Test
    void aReplicaThatRestoredASnapshotGoesOnAlike()
    {
        System.out.println("TriggerIndexTest -Dflatbook.seed=" + SEED + " -Dflatbook.triggers.seeds=" + SEEDS);
        for (long seed = SEED; seed < SEED + SEEDS; seed++)
        {
            final LocalClearing live = new LocalClearing(limits());
            final RandomCommands onLive = new RandomCommands(live.engine(), seed);
            onLive.define();
            begin(live.engine());
            LocalClearing restored = null;
            RandomCommands onRestored = null;
            for (int i = 0; i < COMMANDS / 2; i++)
            {
                if (0 == i % 100)
                {
                    restored = LocalClearing.restore(limits(), live.snapshot());
                    onRestored = onLive.goOn(restored.engine());
                }
                final String place = "seed " + seed + " command " + i;
                assertThat(onRestored.next()).as(place).isEqualTo(onLive.next());
                assertThat(restored.engine().replicaHash()).as(place).isEqualTo(live.engine().replicaHash());
            }
            assertThat(restored.snapshot()).as("seed " + seed).isEqualTo(live.snapshot());
        }
    }

    // What the first message of each principal does to the hash: here none comes as a message.
    private static void begin(final ClearingEngine engine)
    {
        for (int number = 1; number <= engine.principals().count(); number++)
        {
            engine.principals().principal(number).outcomes().startAfter(0);
            engine.principals().principal(number).tenure().restore(1, 1, 1);
        }
    }

    private static Limits limits()
    {
        return new Limits().bookingsPerEntry(3).idsRetained(64);
    }
}
