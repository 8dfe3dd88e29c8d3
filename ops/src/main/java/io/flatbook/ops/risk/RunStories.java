package io.flatbook.ops.risk;

import io.flatbook.ops.wire.WireMessage;

import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The default runs among the events of a stream, by number.
 */
public final class RunStories
{
    private final TreeMap<Long, RunStory> stories = new TreeMap<>();
    private final int most;

    /**
     * Without a story.
     *
     * @param most stories that are kept; of more, the oldest are forgotten.
     */
    public RunStories(final int most)
    {
        this.most = most;
    }

    /**
     * Takes an event of the stream, in order.
     *
     * @param event of any kind.
     */
    public void take(final WireMessage event)
    {
        final Long run = event.row().knows("run") ? event.row().number("run") : null;
        if ("DefaultRunStarted".equals(event.name()))
        {
            stories.put(run, new RunStory(run));
            while (most < stories.size())
            {
                stories.pollFirstEntry();
            }
        }
        if ("HaircutPage".equals(event.name()))
        {
            stories.values().forEach(story -> story.add(event));
        }
        else if (null != run && stories.containsKey(run))
        {
            stories.get(run).add(event);
        }
    }

    /**
     * A run.
     *
     * @param run its number.
     * @return its story; null if it has not begun, or is forgotten.
     */
    public RunStory of(final long run)
    {
        return stories.get(run);
    }

    /**
     * All runs.
     *
     * @return their stories by number.
     */
    public NavigableMap<Long, RunStory> all()
    {
        return stories;
    }
}
