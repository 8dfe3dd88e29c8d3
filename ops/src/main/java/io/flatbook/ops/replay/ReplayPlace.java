package io.flatbook.ops.replay;

import io.flatbook.engine.EngineView;

/**
 * The place of a replay, for a listener that looks at the book in the middle of an entry. To be read by the thread that
 * replays.
 */
public interface ReplayPlace
{
    /**
     * The engine.
     *
     * @return the engine, null before the replay has begun.
     */
    EngineView engine();

    /**
     * Position of the entry that is applied or was applied last.
     *
     * @return position in bytes.
     */
    long logPosition();

    /**
     * The whole state as it is now; between entries only.
     *
     * @return records that {@link io.flatbook.ops.scenario.EngineTarget#restored} takes.
     * @throws UnsupportedOperationException if the place keeps no state.
     */
    default byte[] snapshot()
    {
        throw new UnsupportedOperationException();
    }
}
