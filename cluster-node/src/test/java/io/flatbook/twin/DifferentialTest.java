package io.flatbook.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Limits;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.twin.CommandMaker.Step;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Engine and slow twin take the same seeded commands and must give the same answers, events and balances. Longer:
 * {@code -Dflatbook.differential.seeds=N -Dflatbook.differential.commands=N -Dflatbook.differential.base=N}; one seed:
 * {@code -Dflatbook.differential.seed=N}.
 */
class DifferentialTest
{
    private static final int DIFFERENCES_SHOWN = Integer.getInteger("flatbook.differential.shown", 5);

    private static final int MARGINS_EVERY = 8;

    private final Map<Long, String> differences = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> counts = new ConcurrentSkipListMap<>();

    @Test
    void engineAndTwinAgreeOnEveryCommand()
    {
        final int commands = Integer.getInteger("flatbook.differential.commands", 1_000);
        final Long one = Long.getLong("flatbook.differential.seed");
        final long base = null == one ? Long.getLong("flatbook.differential.base", System.nanoTime()) : one;
        final long seeds = null == one ? Long.getLong("flatbook.differential.seeds", 2_000L) : 1;
        System.out.printf("differential: seed base %d, %d seeds x %d commands%n", base, seeds, commands);
        final long startNs = System.nanoTime();
        LongStream.range(base, base + seeds).parallel().forEach(
            seed ->
            {
                if (differences.size() < DIFFERENCES_SHOWN)
                {
                    run(seed, commands);
                }
            });
        System.out.printf("differential: %.1f s, %s%n", (System.nanoTime() - startNs) / 1e9, counts);
        assertThat(differences.values()).isEmpty();
    }

    private void run(final long seed, final int commands)
    {
        String difference;
        try
        {
            difference = new Pair(seed).run(commands);
        }
        catch (final RuntimeException | AssertionError exception)
        {
            exception.printStackTrace(System.out);
            difference = "seed " + seed + ": " + exception;
        }
        if (null != difference)
        {
            System.out.println("differential: again with -Dflatbook.differential.seed=" + seed);
            System.out.println(difference);
            differences.put(seed, difference);
        }
    }

    /** One seed. */
    private final class Pair
    {
        private final long seed;
        private final Chance chance;
        private final Twin twin;
        private final TwinSide twinSide;
        private final EngineSide engineSide;
        private final CommandMaker maker;
        private final TwinComparison comparison;
        private final EngineChecks checks;
        private final Map<String, Integer> seen = new TreeMap<>();
        private long timestampMs = 1_700_000_000_000L;
        private int index;
        private boolean isWorldMade;

        Pair(final long seed)
        {
            this.seed = seed;
            this.chance = new Chance(seed);
            final TwinLimits limits = new TwinLimits(1 + chance.below(6), 5 + chance.below(6), 2 + chance.below(5), 8,
                3, 4, 4, 6, 8 + chance.below(30), 3, 5,
                3 + chance.below(20), 60_000, 5_000);
            final TwinRecorder recorder = new TwinRecorder();
            this.twin = new Twin(limits);
            this.twinSide = new TwinSide(twin);
            this.engineSide = new EngineSide(new ClearingEngine(engineLimits(limits), recorder), recorder);
            this.maker = new CommandMaker(twin, chance);
            this.comparison = new TwinComparison(twin, engineSide.engine);
            this.checks = new EngineChecks(twin, engineSide.engine, limits.outcomes());
        }

        private static Limits engineLimits(final TwinLimits limits)
        {
            return new Limits().bookingsPerEntry(limits.bookingsPerEntry())
                .positionsPerInstrument(limits.positionsPerInstrument()).legsPerAccount(limits.legsPerAccount())
                .instruments(limits.instruments()).assets(limits.assets()).gateways(limits.gateways())
                .tiers(limits.tiers()).tradesPerBatch(limits.tradesPerBatch()).idsRetained(limits.idsRetained())
                .outcomesPerPrincipal(limits.outcomes())
                .proposals(limits.proposals()).marksPerUpdate(limits.marksPerUpdate())
                .clockStepMs(limits.clockStepMs()).proposalMs(limits.proposalMs());
        }

        String run(final int commands)
        {
            String difference = null;
            for (final Step step : new SettingsMaker(twin, chance).world())
            {
                difference = null == difference ? send(step, 1) : difference;
            }
            for (long id = 1; id <= twin.accounts.size(); id++)
            {
                difference = null == difference ? send(maker.deposit(twin.accounts.get(id)), 1) : difference;
            }
            isWorldMade = true;
            while (null == difference && index < commands)
            {
                final int dice = chance.below(1_000);
                final long stepMs = dice < 900 ? chance.below(120) : dice < 997 ? chance.below(3_000) :
                    55_000 + chance.below(20_000);
                difference = send(maker.next(), stepMs);
            }
            seen.forEach((name, count) -> counts.computeIfAbsent(name, key -> new AtomicLong()).addAndGet(count));
            return difference;
        }

        private String send(final Step step, final long stepMs)
        {
            index++;
            timestampMs += stepMs;
            twin.events.clear();
            engineSide.recorder.events.clear();
            if (isWorldMade && chance.percent(twin.storageLow ? 15 : 0.4))
            {
                engineSide.engine.condition().storageLow(!twin.storageLow);
                twin.storageLow(!twin.storageLow);
            }
            twinSide.advanceTo(timestampMs);
            final Verdict expected = step.command().sendTo(twinSide, step.by(), false);
            engineSide.advanceTo(timestampMs);
            final long stateHash = engineSide.engine.stateHash();
            final Verdict actual = step.command().sendTo(engineSide, step.by(), false);
            seen.merge(expected.accepted() ? "accepted" : expected.reason().name(), 1, Integer::sum);
            for (final String event : twin.events)
            {
                final String[] words = event.split(" ", 4);
                seen.merge("positionOffset".equals(words[0]) ? words[0] + words[2] :
                    "defaultRunHeld".equals(words[0]) ? words[0] + words[2] : words[0], 1, Integer::sum);
            }
            if (Boolean.getBoolean("flatbook.differential.trace"))
            {
                System.out.println(index + " " + timestampMs + " " + step.text() + " " + actual.reason() +
                    engineSide.recorder.events);
            }
            String balances = comparison.differences(0 == index % MARGINS_EVERY);
            if (balances.isEmpty())
            {
                balances = !actual.accepted() && stateHash != engineSide.engine.stateHash() ?
                    "  a refused command changed the state hash\n" : checked(step.by(), actual);
            }
            if (expected.equals(actual) && twin.events.equals(engineSide.recorder.events) && balances.isEmpty())
            {
                return null;
            }
            return report(step, expected, actual, balances);
        }

        private String checked(final String by, final Verdict verdict)
        {
            String difference = gate(by, verdict);
            if (difference.isEmpty() && chance.percent(4) && !twin.instruments.isEmpty())
            {
                difference = checks.queue(1 + chance.below(twin.instruments.size()));
            }
            if (difference.isEmpty() && chance.percent(4) && !twin.accounts.isEmpty())
            {
                difference = checks.preview(chance.of(new ArrayList<>(twin.accounts.keySet())), chance.one(null,
                    OffsetPolicyKind.QUEUE, OffsetPolicyKind.PRO_RATA, OffsetPolicyKind.WATERFILL));
            }
            return difference;
        }

        private String gate(final String by, final Verdict verdict)
        {
            final long last = checks.lastCommandId(by);
            final long hash = chance.below(1_000_000);
            String difference = checks.offer(by, last + 1, hash);
            if (difference.isEmpty())
            {
                checks.record(by, hash, verdict, twin.events.size());
                final long old = Math.max(1, last + 1 - chance.below(40));
                difference = checks.offer(by, old, chance.percent(50) ? checks.hash(by, old) : hash + 1);
            }
            return difference.isEmpty() && chance.percent(2) ?
                checks.offer(by, last + 3 + chance.below(5), hash) : difference;
        }

        private String report(final Step step, final Verdict expected, final Verdict actual, final String balances)
        {
            final StringBuilder text = new StringBuilder();
            text.append("seed ").append(seed).append(" command ").append(index).append(" at ").append(timestampMs)
                .append(": ").append(step.text()).append('\n');
            text.append("  twin   ").append(expected).append('\n').append("  engine ").append(actual).append('\n');
            final List<String> predicted = twin.events;
            final List<String> seenEvents = engineSide.recorder.events;
            for (int i = 0; i < Math.max(predicted.size(), seenEvents.size()); i++)
            {
                final String left = i < predicted.size() ? predicted.get(i) : "(none)";
                final String right = i < seenEvents.size() ? seenEvents.get(i) : "(none)";
                text.append(left.equals(right) ? "    both   " + left : "    twin   " + left + "\n    engine " + right)
                    .append('\n');
            }
            return text.append(balances).toString();
        }
    }
}
