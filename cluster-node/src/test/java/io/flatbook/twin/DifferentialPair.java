package io.flatbook.twin;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.RejectReason;
import io.flatbook.twin.Clearing.By;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Engine and twin over the commands of one seed. */
final class DifferentialPair
{
    private static final int MARGINS_EVERY = 8;
    private static final boolean TRACE = Boolean.getBoolean("flatbook.differential.trace");

    final Twin twin;
    final long[] refused = new long[1 + RejectReason.ENGINE_FAULT.value()];
    private final long seed;
    private final Chance chance;
    private final EngineSide engineSide;
    private final Scene scene;
    private final TwinComparison comparison;
    private final EngineChecks checks;
    private long timestampMs = 1_700_000_000_000L;
    private int index;
    private boolean isWorldMade;

    DifferentialPair(final long seed)
    {
        this(seed, (events) -> events);
    }

    /** With somebody who looks on between the engine and the listener of its events. */
    DifferentialPair(final long seed, final UnaryOperator<ClearingEvents> watching)
    {
        this.seed = seed;
        this.chance = new Chance(seed);
        final TwinLimits limits = new TwinLimits(chance.percent(30) ? 40 : 2 + chance.below(8), 5 + chance.below(8),
            2 + chance.below(5), 9 + chance.below(2), 3, 4, 16, 11, 5, 4, 6, 8 + chance.below(30), 4, 2, 9,
            3 + chance.below(20), 60_000, 5_000 + chance.below(20_000));
        final TwinRecorder recorder = new TwinRecorder();
        this.engineSide = new EngineSide(new ClearingEngine(engineLimits(limits), watching.apply(recorder)),
            recorder);
        this.twin = new Twin(limits, engineSide.engine.version());
        this.scene = new Scene(twin, chance);
        this.comparison = new TwinComparison(twin, engineSide.engine);
        this.checks = new EngineChecks(twin, engineSide.engine, limits.outcomes());
    }

    EngineView engine()
    {
        return engineSide.engine;
    }

    static Limits engineLimits(final TwinLimits limits)
    {
        return new Limits().bookingsPerEntry(limits.bookingsPerEntry())
            .positionsPerInstrument(limits.positionsPerInstrument()).legsPerAccount(limits.legsPerAccount())
            .instruments(limits.instruments()).assets(limits.assets()).gateways(limits.gateways())
            .accounts(limits.accounts()).accountsPerVenue(limits.accountsPerVenue())
            .accountsPerOwner(limits.accountsPerOwner())
            .tiers(limits.tiers()).tradesPerBatch(limits.tradesPerBatch()).idsRetained(limits.idsRetained())
            .outcomesPerPrincipal(limits.outcomes()).proposals(limits.proposals())
            .proposalsPerPrincipal(limits.proposalsPerPrincipal()).marksPerUpdate(limits.marksPerUpdate())
            .clockStepMs(limits.clockStepMs()).proposalMs(limits.proposalMs());
    }

    String run(final int commands)
    {
        String difference = null;
        for (final Step step : new WorldMaker(scene, new DefinitionMaker(chance, timestampMs)).world())
        {
            difference = null == difference ? send(step, 1) : difference;
        }
        final CommandMaker maker = new CommandMaker(scene);
        for (final TwinNouns.Account account : List.copyOf(twin.accounts.values()))
        {
            difference = null == difference ? send(maker.deposit(account), 1) : difference;
        }
        isWorldMade = true;
        while (null == difference && index < commands && !twin.instruments.isEmpty())
        {
            final int dice = chance.below(1_000);
            final long stepMs = dice < 900 ? chance.below(120) : dice < 997 ? chance.below(3_000) :
                55_000 + chance.below(20_000);
            difference = send(maker.next(), stepMs);
        }
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
            engineSide.engine.storage().storageLow(!twin.storageLow);
            twin.storageLow(!twin.storageLow);
        }
        final By by = new By(step.by(), false);
        twin.advanceTo(timestampMs);
        final Verdict expected = step.command().sendTo(twin, by);
        engineSide.advanceTo(timestampMs);
        final long stateHash = engineSide.engine.stateHash();
        final Verdict actual = step.command().sendTo(engineSide, by);
        refused[expected.reason().value()]++;
        if (TRACE)
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
            difference = checks.queue(chance.of(new ArrayList<>(twin.instruments.values())));
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
