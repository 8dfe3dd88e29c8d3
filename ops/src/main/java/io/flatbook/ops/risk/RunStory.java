package io.flatbook.ops.risk;

import io.flatbook.ops.view.PageRows;
import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of one default run, picked out of the stream.
 */
public final class RunStory
{
    private final long run;
    private final List<WireMessage> offsets = new ArrayList<>();
    private final List<WireMessage> collected = new ArrayList<>();
    private final List<WireMessage> haircuts = new ArrayList<>();
    private WireMessage started;
    private WireMessage completed;

    /**
     * A story without events.
     *
     * @param run number of the run, from 1.
     */
    public RunStory(final long run)
    {
        this.run = run;
    }

    /**
     * Takes an event of the stream, in order; those of other runs are passed over.
     *
     * @param event of any kind.
     */
    public void add(final WireMessage event)
    {
        final boolean isOfRun = event.row().knows("run") && run == event.row().required("run");
        if ("HaircutPage".equals(event.name()))
        {
            if (null != started && null == completed)
            {
                haircuts.addAll(PageRows.of(event));
            }
        }
        else if (isOfRun)
        {
            addOfRun(event);
        }
    }

    private void addOfRun(final WireMessage event)
    {
        switch (event.name())
        {
            case "DefaultRunStarted" -> started = event;
            case "DefaultRunCompleted" -> completed = event;
            case "OwnAccountCollected" -> collected.add(event);
            case "PositionOffset" -> offsets.add(event);
            default ->
            {
                // The rest follows from these.
            }
        }
    }

    /**
     * Number of the run.
     *
     * @return from 1.
     */
    public long run()
    {
        return run;
    }

    /**
     * Whether the whole run is known, from beginning to end.
     *
     * @return false if one of its ends is no longer retained, or not there yet.
     */
    public boolean isWhole()
    {
        return null != started && null != completed;
    }

    /**
     * DefaultRunStarted.
     *
     * @return the event, or null.
     */
    public WireMessage started()
    {
        return started;
    }

    /**
     * DefaultRunCompleted.
     *
     * @return the event, or null.
     */
    public WireMessage completed()
    {
        return completed;
    }

    /**
     * PositionOffset of all layers in order.
     *
     * @return the events.
     */
    public List<WireMessage> offsets()
    {
        return offsets;
    }

    /**
     * OwnAccountCollected in order.
     *
     * @return the events.
     */
    public List<WireMessage> collected()
    {
        return collected;
    }

    /**
     * GainsHaircut of the run's round in order, which other runs of the round share.
     *
     * @return the events.
     */
    public List<WireMessage> haircuts()
    {
        return haircuts;
    }
}
