package io.flatbook.ops.dossier;

import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.replay.LogReplay;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.ScenarioRunner;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Makes dossiers of default runs: from the log of a node, or with an engine that runs a scenario.
 */
public final class Dossiers
{
    private Dossiers()
    {
    }

    /**
     * Makes the dossier of a run off a log.
     *
     * @param replay of the log, from before the run.
     * @param run    number of the run.
     * @param key    further secret for the hashes of accounts, may be empty.
     * @return the dossier.
     * @throws NoSuchElementException if the run lies before the replay or is not in the log.
     */
    public static ProvenDocument ofLog(final LogReplay replay, final long run, final byte[] key)
    {
        final List<ProvenDocument> found = new ArrayList<>();
        final RoundWatch watch = new RoundWatch(run, key, found::add);
        replay.run(watch);
        if (found.isEmpty())
        {
            throw new NoSuchElementException(watch.lastRun() >= run ?
                "run " + run + " lies before what this log reaches back to: look at another node or an older backup" :
                "there is no run " + run + " in the log: the last is " + watch.lastRun());
        }
        return found.get(0);
    }

    /**
     * Runs a scenario and makes the dossiers of all its runs.
     *
     * @param file name of the scenario, for messages.
     * @param text its lines.
     * @param key  further secret for the hashes of accounts, may be empty.
     * @return the dossiers in order of the runs' completion.
     * @throws BadLineException if a line cannot be read.
     */
    public static List<ProvenDocument> ofScenario(final String file, final List<String> text, final byte[] key)
        throws BadLineException
    {
        final List<ProvenDocument> found = new ArrayList<>();
        runScenario(file, text, new RoundWatch(RoundWatch.ALL, key, found::add));
        return found;
    }

    /**
     * Takes the whole book at the close of a business day, off a log.
     *
     * @param replay of the log, from before the close.
     * @param date   of the day, such as 20251010.
     * @param key    further secret for the hashes of accounts, may be empty.
     * @return the book, with a leaf for every account.
     * @throws NoSuchElementException if the log does not hold the close of that day.
     */
    public static ProvenDocument dayOfLog(final LogReplay replay, final int date, final byte[] key)
    {
        final DayWatch watch = new DayWatch(date, key);
        replay.run(watch);
        return found(watch, date);
    }

    /**
     * Runs a scenario and takes the whole book at the close of a business day.
     *
     * @param file name of the scenario, for messages.
     * @param text its lines.
     * @param date of the day, such as 20251010.
     * @param key  further secret for the hashes of accounts, may be empty.
     * @return the book, with a leaf for every account.
     * @throws BadLineException       if a line cannot be read.
     * @throws NoSuchElementException if the scenario does not close that day.
     */
    public static ProvenDocument dayOfScenario(
        final String file, final List<String> text, final int date, final byte[] key) throws BadLineException
    {
        final DayWatch watch = new DayWatch(date, key);
        runScenario(file, text, watch);
        return found(watch, date);
    }

    private static ProvenDocument found(final DayWatch watch, final int date)
    {
        if (null == watch.day())
        {
            throw new NoSuchElementException("business day " + date + " was not closed there");
        }
        return watch.day();
    }

    /** Runs a scenario under the eyes of a listener of replays. */
    static void runScenario(final String file, final List<String> text, final ReplayListener listener)
        throws BadLineException
    {
        final EngineTarget[] target = new EngineTarget[1];
        target[0] = new EngineTarget(new Limits(), (events) -> listener.listening(events, new ReplayPlace()
        {
            @Override
            public EngineView engine()
            {
                return target[0].engine();
            }

            @Override
            public long logPosition()
            {
                return 0;
            }
        }));
        listener.onBegin();
        new ScenarioRunner(target[0], (line) -> { }, false).run(file, text);
    }

}
