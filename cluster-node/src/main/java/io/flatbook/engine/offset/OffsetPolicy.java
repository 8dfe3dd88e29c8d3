package io.flatbook.engine.offset;

import java.util.List;

/**
 * Who closes how many lots. A policy is a pure function: the order of the candidates it is given does not matter.
 *
 * <p>Contract: POL-0.
 */
interface OffsetPolicy
{
    /**
     * Lots of one candidate.
     *
     * @param candidate chosen.
     * @param lots      above 0, at most its own.
     */
    record Choice(Candidate candidate, long lots)
    {
    }

    /**
     * Chooses candidates.
     *
     * @param group of candidates.
     * @param lots  to be closed, above 0.
     * @return choices in order of choice; their lots sum to the lesser of lots and all the candidates' lots.
     */
    List<Choice> choose(List<Candidate> group, long lots);
}
