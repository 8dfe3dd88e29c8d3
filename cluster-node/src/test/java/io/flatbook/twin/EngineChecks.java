package io.flatbook.twin;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.OutcomeLog;
import io.flatbook.engine.Principal;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.Side;
import io.flatbook.twin.TwinTerms.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is asked of the engine between commands: queue (POL-5, I10), previews (I11), the gate (ONCE-1). */
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
    String queue(final TwinNouns.Instrument instrument)
    {
        for (final Side side : null == instrument.mark ? List.<Side>of() : List.of(Side.LONG, Side.SHORT))
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
            for (final OffsetQueue.Place place : engine.queue().side(engine.book().instrument(instrument.id), side))
            {
                actual.add(line(place));
                if (!line(place).equals(line(engine.queue().rankOf(place.position()))))
                {
                    return "  rank of " + line(place) + " is " + line(engine.queue().rankOf(place.position())) + "\n";
                }
            }
            if (!expected.equals(actual))
            {
                return "  queue of " + instrument.id + " " + side + "\n    twin   " + expected + "\n    engine " +
                    actual + "\n";
            }
        }
        return "";
    }

    private static String line(final OffsetQueue.Place place)
    {
        return TwinBook.line(place.position().account().id(), place.score().score(), place.rank(),
            place.lotsAhead(), place.quintile());
    }

    /** The preview of a run of an account under a policy against a run on a copy of the twin's book. */
    String preview(final long accountId, final OffsetPolicyKind policy)
    {
        final long hash = engine.replicaHash();
        final RoundPlan plan = engine.preview(engine.book().account(accountId), policy);
        if (hash != engine.replicaHash())
        {
            return "  a preview changed the hash\n";
        }
        final List<String> expected = new ArrayList<>();
        for (final String event : TwinPreview.events(twin, accountId, policy))
        {
            final String[] words = event.split(" ");
            switch (words[0])
            {
                case "positionOffset" -> expected.add(TwinBook.line((Object[])
                    new String[] {words[2], words[3], words[5], words[6], words[8], words[9], words[10], words[11]}));
                case "gainsHaircut" -> expected.add(TwinBook.line(words[1], words[2], words[3], words[4], words[7]));
                case "ownAccountCollected" -> expected.add(TwinBook.line(words[2], words[4]));
                case "defaultRunCompleted" -> expected.add(TwinBook.line(
                    (Object[])Arrays.copyOfRange(words, 3, words.length)));
                default ->
                {
                }
            }
        }
        final List<String> actual = null == plan ? List.of() : text(plan);
        return expected.equals(actual) || null == plan && twin.accounts.get(accountId).legs.isEmpty() ? "" :
            "  preview of " + accountId + " " + policy + "\n    twin   " + expected + "\n    engine " + actual + "\n";
    }

    private static List<String> text(final RoundPlan round)
    {
        final List<String> lines = new ArrayList<>();
        final RunPlan plan = round.runs().get(0);
        plan.ownAndDefaulters().forEach(pair -> lines.add(text(pair)));
        plan.collections().forEach(each -> lines.add(TwinBook.line(each.account().id(), each.minorUnits())));
        plan.offsets().forEach(pair -> lines.add(text(pair)));
        round.haircuts().forEach(haircut -> lines.add(TwinBook.line(haircut.account().id(), haircut.instrument().id(),
            haircut.side(), haircut.minorUnits(), haircut.fromCost())));
        lines.add(TwinBook.line(plan.deficit(), plan.kept(), plan.ownAccounts(), plan.fundDrawn(), plan.surcharge(),
            plan.haircut(), plan.houseDeficit(), plan.closeOutFee(), plan.debt(), plan.debtRepaid(),
            plan.uncollected(), plan.closedLots(), plan.notionalClosed(), plan.legsLeft(), plan.equityAfter()));
        return lines;
    }

    private static String text(final PlannedOffset pair)
    {
        return TwinBook.line(pair.layer(), pair.instrument().id(), pair.counterparty().account().id(), pair.lots(),
            pair.surcharge(), pair.surchargeDue(), pair.rank(), pair.policy());
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
