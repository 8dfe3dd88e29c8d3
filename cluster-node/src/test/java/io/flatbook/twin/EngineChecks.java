package io.flatbook.twin;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.DefaultPlan;
import io.flatbook.engine.OffsetQueue;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.PlannedPair;
import io.flatbook.engine.Principal;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What is asked of the engine between commands: queue, previews, the gate. */
final class EngineChecks
{
    private final Twin twin;
    private final ClearingEngine engine;
    private final TwinGate gate;
    private long lastEventSequence;

    EngineChecks(final Twin twin, final ClearingEngine engine, final int outcomesRetained)
    {
        this.twin = twin;
        this.engine = engine;
        this.gate = new TwinGate(outcomesRetained);
    }

    /** The queue of both sides of an instrument against a fresh sort. */
    String queue(final int instrumentId)
    {
        final TwinNouns.Instrument instrument = twin.instruments.get(instrumentId);
        for (final Side side : List.of(Side.LONG, Side.SHORT))
        {
            final List<TwinNouns.Position> sorted = new ArrayList<>(twin.positions(instrument));
            sorted.removeIf(position -> position.lots > 0 != (Side.LONG == side));
            sorted.sort(TwinPolicies.byScore(sorted));
            final long all = sorted.stream().mapToLong(TwinPolicies::lotsOf).sum();
            final List<String> expected = new ArrayList<>();
            long ahead = 0;
            for (final TwinNouns.Position position : sorted)
            {
                expected.add(TwinBook.line(position.account.id, TwinMargin.score(position).score(),
                    expected.size() + 1, ahead, 4 - 5 * ahead / all));
                ahead += TwinPolicies.lotsOf(position);
            }
            final List<String> actual = new ArrayList<>();
            for (final OffsetQueue.Place place : engine.queue().side(engine.book().instrument(instrumentId), side))
            {
                actual.add(TwinBook.line(place.position().account().id(), place.score().score(), place.rank(),
                    place.lotsAhead(), place.quintile()));
            }
            if (!expected.equals(actual))
            {
                return "  queue of " + instrumentId + " " + side + "\n    twin   " + expected + "\n    engine " +
                    actual + "\n";
            }
        }
        return "";
    }

    /** The preview of a run of an account under a policy against a run on a copy of the twin's book. */
    String preview(final long accountId, final OffsetPolicyKind policy)
    {
        final long hash = engine.stateHash();
        final DefaultPlan plan = engine.preview(engine.book().account(accountId), policy);
        if (hash != engine.stateHash())
        {
            return "  a preview changed the state hash\n";
        }
        final List<String> expected = new ArrayList<>();
        for (final String event : TwinPreview.events(twin, accountId, policy))
        {
            final String[] words = event.split(" ");
            switch (words[0])
            {
                case "positionOffset" -> expected.add(TwinBook.line((Object[])
                    new String[] {words[2], words[3], words[5], words[6], words[8], words[9], words[10], words[11]}));
                case "gainsHaircut" -> expected.add(TwinBook.line(words[2], words[3], words[4]));
                case "defaultRunCompleted" -> expected.add(TwinBook.line(
                    (Object[])java.util.Arrays.copyOfRange(words, 3, 10)));
                default ->
                {
                }
            }
        }
        final List<String> actual = null == plan ? List.of() : text(plan);
        return expected.equals(actual) || expected.isEmpty() ? "" : "  preview of " + accountId + " " + policy +
            "\n    twin   " + expected + "\n    engine " + actual + "\n";
    }

    private static List<String> text(final DefaultPlan plan)
    {
        final List<String> lines = new ArrayList<>();
        for (final PlannedPair pair : plan.pairs())
        {
            lines.add(TwinBook.line(pair.layer(), pair.instrument().id(), pair.counterparty().account().id(),
                pair.lots(), pair.surcharge(), pair.surchargeDue(), null == pair.policy() ? null : pair.rank(),
                pair.policy()));
        }
        for (final DefaultPlan.Haircut haircut : plan.haircuts())
        {
            lines.add(TwinBook.line(haircut.account().id(), haircut.money(), haircut.gain()));
        }
        lines.add(TwinBook.line(plan.deficit(), plan.ownHedges(), plan.fund(), plan.surcharge(), plan.haircut(),
            plan.houseDeficit(), plan.closeOutFee()));
        return lines;
    }

    /** Offers a command id with a hash to both gates; what is known must be answered as it was. */
    String offer(final String name, final long commandId, final long hash)
    {
        final Principal principal = engine.principals().byName(name);
        final String expected = gate.admit(name, commandId, hash);
        final String actual = engine.gate().admit(principal, commandId, hash).name();
        if (!expected.equals(actual))
        {
            return "  gate of " + name + " for " + commandId + ": twin " + expected + ", engine " + actual + "\n";
        }
        final OutcomeLog outcomes = principal.outcomes();
        if ("KNOWN".equals(expected) && (!outcomes.select(commandId) || !gate.outcome(name, commandId).equals(
            TwinBook.line(outcomes.reason(), outcomes.field(), outcomes.detail(), outcomes.firstEventSequence()))))
        {
            return "  outcome " + commandId + " of " + name + ": twin " + gate.outcome(name, commandId) +
                ", engine " + outcomes.reason() + " " + outcomes.field() + "\n";
        }
        return "";
    }

    long lastCommandId(final String name)
    {
        return gate.lastCommandId(name);
    }

    long hash(final String name, final long commandId)
    {
        return gate.hash(name, commandId);
    }

    void record(final String name, final long hash, final Verdict verdict, final int events)
    {
        engine.gate().record(engine.principals().byName(name), hash, verdict.reason(), verdict.field(),
            verdict.detail(), lastEventSequence + 1);
        gate.record(name, hash, verdict, lastEventSequence + 1);
        lastEventSequence += events;
    }
}
