package io.flatbook.ops.dossier;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.replay.WatchedEvents;

import java.util.function.Consumer;

/**
 * Looks at the book while default runs are applied: at the freeze, before each leg, before the haircut. It is between
 * the engine and the encoder of its events, and each event is reported before or after a known step (EVT-3).
 */
final class RoundWatch implements ReplayListener
{
    /** Every run is wanted. */
    static final long ALL = 0;

    private final long wantedRun;
    private final byte[] key;
    private final Consumer<ProvenDocument> dossiers;
    private ReplayPlace place;
    private Round round;
    private long lastRun;
    private boolean isFound;

    /**
     * @param wantedRun number of the run, or {@link #ALL}.
     * @param key       for the hashes of accounts.
     * @param dossiers  takes each dossier when its run is completed.
     */
    RoundWatch(final long wantedRun, final byte[] key, final Consumer<ProvenDocument> dossiers)
    {
        this.wantedRun = wantedRun;
        this.key = key;
        this.dossiers = dossiers;
    }

    /** The last run that was seen or that lies before the replay. */
    long lastRun()
    {
        return lastRun;
    }

    @Override
    public void onBegin()
    {
        lastRun = place.engine().state().lastRun();
    }

    @Override
    public boolean isEnough()
    {
        return isFound;
    }

    @Override
    public ClearingEvents listening(final ClearingEvents events, final ReplayPlace where)
    {
        place = where;
        return WatchedEvents.of(events, this::see);
    }

    private void see(final String event, final Object[] args)
    {
        switch (event)
        {
            case "defaultRunStarted" -> started((Long)args[0], (Long)args[2], (RunPlan)args[3]);
            case "cancelOrders" -> round.orders((Long)args[0], (Account)args[1], (Instrument)args[2]);
            case "ownAccountCollected" -> round.collected((Long)args[0], (Account)args[1], (Long)args[3]);
            case "gainsHaircut" -> round.haircut((RoundPlan.Haircut)args[0]);
            case "defaultRunCompleted" -> completed((Long)args[0]);
            default ->
            {
                // Nothing that a dossier needs happens there.
            }
        }
    }

    private void started(final long run, final long markSequence, final RunPlan plan)
    {
        if (null == round || round.isOver())
        {
            round = new Round(place.engine());
        }
        lastRun = run;
        final boolean isWanted = ALL == wantedRun || run == wantedRun;
        round.start(run, plan, !isWanted ? null :
            new RunCapture(place.engine(), run, plan, place.logPosition(), markSequence, key));
    }

    private void completed(final long run)
    {
        final ProvenDocument dossier = round.complete(run);
        if (null != dossier)
        {
            isFound = ALL != wantedRun;
            dossiers.accept(dossier);
        }
    }
}
