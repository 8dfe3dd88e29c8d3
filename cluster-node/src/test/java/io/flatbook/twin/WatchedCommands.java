package io.flatbook.twin;

import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;

import java.util.function.UnaryOperator;

/** An engine under seeded commands that reach every clause, for somebody who looks on. */
public final class WatchedCommands
{
    private final DifferentialPair pair;

    /**
     * An engine with an empty book.
     *
     * @param seed     of the commands.
     * @param watching wraps the listener of the engine's events and must delegate to it.
     */
    public WatchedCommands(final long seed, final UnaryOperator<ClearingEvents> watching)
    {
        pair = new DifferentialPair(seed, watching);
    }

    /** The engine, to be read. */
    public EngineView engine()
    {
        return pair.engine();
    }

    /**
     * Sends commands.
     *
     * @param commands how many.
     * @return a difference to the twin, null for none.
     */
    public String run(final int commands)
    {
        return pair.run(commands);
    }
}
