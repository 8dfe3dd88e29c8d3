package io.flatbook.ops.whatif;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.replay.AppliedCommand;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.replay.WatchedEvents;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.Reply;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.scenario.ScenarioTarget;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares default runs with what they would have been under other rules. The rules are put in force on a copy of the
 * book right before the entry of a run, and the entry is applied to the copy. All runs of an entry are compared.
 *
 * <p>Reads the log or the scenario twice: the first time to see which entries have runs.
 */
public final class WhatIf
{
    /** All runs. */
    public static final long ALL = 0;

    private final Limits limits = new Limits();
    private final List<Rules> rules = new ArrayList<>();
    private final List<RunUnderRules> runs = new ArrayList<>();

    /**
     * A comparison.
     *
     * @param others to compare with what was.
     */
    public WhatIf(final List<Rules> others)
    {
        rules.add(Rules.AS_THEY_WERE);
        rules.addAll(others);
    }

    /**
     * Compares the runs of a log.
     *
     * @param replay gives a new replay of it.
     * @param run    number of the run whose entry is compared, or {@link #ALL}.
     * @return each run as it was, followed by what it would have been; runs of one entry stay together.
     * @throws IllegalArgumentException if a book refuses the rules.
     */
    public List<RunUnderRules> ofLog(final Supplier<LogReplay> replay, final long run)
    {
        final Finder finder = new Finder(run);
        replay.get().run(finder);
        if (!finder.senders.isEmpty())
        {
            replay.get().run(new Trier(finder.senders));
        }
        return List.copyOf(runs);
    }

    /**
     * Compares the runs of a scenario.
     *
     * @param file name of the scenario, for messages.
     * @param text its lines.
     * @return as {@link #ofLog}.
     * @throws BadLineException         if a line cannot be read.
     * @throws IllegalArgumentException if a book refuses the rules.
     */
    public List<RunUnderRules> ofScenario(final String file, final List<String> text) throws BadLineException
    {
        final Steps first = new Steps(null);
        new ScenarioRunner(first, (line) -> { }, false).run(file, text);
        if (!first.withRuns.isEmpty())
        {
            new ScenarioRunner(new Steps(first.withRuns), (line) -> { }, false).run(file, text);
        }
        return List.copyOf(runs);
    }

    private void compare(
        final byte[] before, final long timestampMs, final Function<EngineTarget, List<WireMessage>> entry)
    {
        for (final Rules each : rules)
        {
            final EngineTarget copy = EngineTarget.restored(limits, before, timestampMs);
            each.apply(copy);
            runs.addAll(RunUnderRules.of(each.name(), entry.apply(copy), copy.engine()));
        }
    }

    /**
     * Finds the entries with runs, and who sent them; an entry of the timer has no sender.
     */
    private static final class Finder implements ReplayListener
    {
        private final long wanted;
        private final TreeMap<Long, String> senders = new TreeMap<>();

        private Finder(final long wanted)
        {
            this.wanted = wanted;
        }

        @Override
        public ClearingEvents listening(final ClearingEvents events, final ReplayPlace place)
        {
            return WatchedEvents.of(events, (event, args) ->
            {
                if ("defaultRunStarted".equals(event) && (ALL == wanted || wanted == (Long)args[0]))
                {
                    senders.put(place.logPosition(), "");
                }
            });
        }

        @Override
        public void onApplied(final AppliedCommand command)
        {
            senders.computeIfPresent(command.logPosition(), (position, sender) -> command.principal());
        }
    }

    /**
     * Tries the entries on copies.
     */
    private final class Trier implements ReplayListener
    {
        private final TreeMap<Long, String> senders;
        private ReplayPlace place;
        private byte[] before;
        private long nextPosition;
        private long nextTimestampMs;

        private Trier(final TreeMap<Long, String> senders)
        {
            this.senders = senders;
        }

        @Override
        public ClearingEvents listening(final ClearingEvents events, final ReplayPlace where)
        {
            place = where;
            return events;
        }

        @Override
        public void onNext(final long logPosition, final long timestampMs)
        {
            nextPosition = logPosition;
            nextTimestampMs = timestampMs;
            if (!senders.containsKey(logPosition))
            {
                return;
            }
            before = place.snapshot();
            if (senders.get(logPosition).isEmpty())
            {
                compare(before, timestampMs, (copy) -> copy.tick(timestampMs));
            }
        }

        @Override
        public void onMessage(final DirectBuffer buffer, final int offset, final int length)
        {
            final String sender = senders.get(nextPosition);
            if (null != sender && !sender.isEmpty())
            {
                final WireMessage command = Protocol.wire().decode(buffer, offset);
                compare(before, nextTimestampMs, (copy) -> copy.submit(sender, command).events());
            }
        }

        @Override
        public boolean isEnough()
        {
            return nextPosition >= senders.lastKey();
        }
    }

    /**
     * Runs a scenario step by step, and tries steps on copies.
     */
    private final class Steps implements ScenarioTarget
    {
        private final EngineTarget engine = new EngineTarget();
        private final TreeSet<Integer> tried;
        private final TreeSet<Integer> withRuns = new TreeSet<>();
        private int step;

        private Steps(final TreeSet<Integer> tried)
        {
            this.tried = tried;
        }

        private void before(final Function<EngineTarget, List<WireMessage>> entry)
        {
            step++;
            if (null != tried && tried.contains(step))
            {
                compare(engine.snapshot(), engine.engine().timeMs(), entry);
            }
        }

        private void after(final List<WireMessage> events)
        {
            if (events.stream().anyMatch((event) -> "DefaultRunStarted".equals(event.name())))
            {
                withRuns.add(step);
            }
        }

        @Override
        public Reply submit(final String principal, final WireMessage command)
        {
            before((copy) -> copy.submit(principal, command).events());
            final Reply reply = engine.submit(principal, command);
            after(reply.events());
            return reply;
        }

        @Override
        public List<WireMessage> ask(final String principal, final WireMessage query)
        {
            return engine.ask(principal, query);
        }

        @Override
        public List<WireMessage> advanceTo(final long timestampMs)
        {
            before((copy) -> copy.advanceTo(timestampMs));
            final List<WireMessage> events = engine.advanceTo(timestampMs);
            after(events);
            return events;
        }

        @Override
        public long firstNumber()
        {
            return engine.firstNumber();
        }

        @Override
        public void close()
        {
            engine.close();
        }
    }
}
