package io.flatbook.engine;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Limits;
import io.flatbook.engine.offset.PlanCheck;
import io.flatbook.sbe.RejectReason;
import org.junit.jupiter.api.Test;

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
