package io.flatbook.engine;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.RejectReason;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any commands in any order: the invariants hold after each (INV-1, I1, I2, BOOK-2), and a refused one leaves no trace
 * (I11, CMD-1).
 */
class RandomWalkTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 31L);
    private static final int SEEDS = Integer.getInteger("flatbook.walk.seeds", 40);
    private static final int COMMANDS = 1_000;

    private final Map<RejectReason, Integer> reasons = new EnumMap<>(RejectReason.class);
    private final HashInvariants hashes = new HashInvariants();
    private InvariantChecker invariants;
    private ClearingEngine engine;
    private RandomCommands commands;
    private int runs;

    @Test
    void theInvariantsHoldAfterEveryCommand()
    {
        System.out.println("RandomWalkTest -Dflatbook.seed=" + SEED + " -Dflatbook.walk.seeds=" + SEEDS);
        for (int i = 0; i < SEEDS; i++)
        {
            walk(SEED + i);
        }
        assertThat(runs).as("default runs").isGreaterThan(5 * SEEDS);
        assertThat(reasons).containsKeys(RejectReason.NONE, RejectReason.SAME_OWNER, RejectReason.INSUFFICIENT_MARGIN,
            RejectReason.BEYOND_BANKRUPTCY, RejectReason.ACCOUNT_STATUS, RejectReason.MARK_SUSPECT,
            RejectReason.INSTRUMENT_STATUS, RejectReason.PLEDGED, RejectReason.DEFAULT_PENDING,
            RejectReason.INVALID_DEFINITION, RejectReason.UNKNOWN_TRADE);
    }

    private void walk(final long seed)
    {
        invariants = new InvariantChecker();
        engine = new ClearingEngine(new Limits().bookingsPerEntry(3).idsRetained(64), invariants.events());
        invariants.watch(engine);
        commands = new RandomCommands(engine, seed);
        commands.define();
        for (int i = 0; i < COMMANDS; i++)
        {
            final String place = "seed " + seed + " command " + i;
            try
            {
                step();
            }
            catch (final AssertionError | RuntimeException ex)
            {
                throw new AssertionError(place + ": " + ex.getMessage(), ex);
            }
        }
        runs += invariants.runs();
    }

    private void step()
    {
        final long stateHash = engine.stateHash();
        final long replicaHash = engine.replicaHash();
        invariants.begin();
        final RejectReason reason = commands.next();
        if (null != reason)
        {
            reasons.merge(reason, 1, Integer::sum);
            if (RejectReason.NONE != reason)
            {
                assertThat(engine.stateHash()).as("state after %s", reason).isEqualTo(stateHash);
                assertThat(engine.replicaHash()).as("replica after %s", reason).isEqualTo(replicaHash);
            }
        }
        invariants.check(engine);
        hashes.check(engine);
    }
}
