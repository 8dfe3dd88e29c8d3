package io.flatbook.proving.chaos;

import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong while gateways trade.
 *
 * @param name     on the command line and in the table.
 * @param what     it does, in a line.
 * @param need     what it needs to strike.
 * @param quick    whether it belongs to the quick selection.
 * @param gapMaxMs longest time without an outcome that is allowed, in milliseconds; 0: any.
 * @param steady   whether no session of who reads may be closed, and less than a hundredth of the commands sent again;
 *                 the latter holds for every run that costs no node and no leader.
 * @param settings of the nodes by key, above those of every run.
 * @param ends     exit codes with which nodes may end under it, that were not on hold.
 * @param strike   lets it happen.
 */
record Fault(
    String name,
    String what,
    Need need,
    boolean quick,
    long gapMaxMs,
    boolean steady,
    Map<String, String> settings,
    Set<Integer> ends,
    Strike strike)
{
    /** Exit code of a node that was killed. */
    static final int KILLED = 128 + 9;

    /** Exit code of a node that could not start, and will be started again. */
    static final int START_FAILED = 1;

    /** Exit code of a node that found it could not go on. */
    static final int CRASHED = 70;

    /**
     * Lets a fault happen and ends it.
     */
    @FunctionalInterface
    interface Strike
    {
        /**
         * Called while the load runs; returns when the fault is over, not when the cluster has recovered.
         *
         * @param rig    to strike at.
         * @param chance source of everything random.
         * @throws Exception if the fault cannot be made, or its victim did not do what it must.
         */
        void on(ChaosCluster rig, RandomGenerator chance) throws Exception;
    }

    static Fault of(final String name, final String what, final Strike strike)
    {
        return new Fault(name, what, Need.LOOPBACK, false, 0, false, Map.of(), Set.of(), strike);
    }

    Fault needs(final Need newNeed)
    {
        return new Fault(name, what, newNeed, quick, gapMaxMs, steady, settings, ends, strike);
    }

    Fault inQuick()
    {
        return new Fault(name, what, need, true, gapMaxMs, steady, settings, ends, strike);
    }

    Fault gapMaxMs(final long ms)
    {
        return new Fault(name, what, need, quick, ms, steady, settings, ends, strike);
    }

    Fault disturbsNobody()
    {
        return new Fault(name, what, need, quick, gapMaxMs, true, settings, ends, strike);
    }

    Fault with(final Map<String, String> newSettings)
    {
        return new Fault(name, what, need, quick, gapMaxMs, steady, newSettings, ends, strike);
    }

    Fault nodesMayEnd(final Integer... exitCodes)
    {
        return new Fault(name, what, need, quick, gapMaxMs, steady, settings, Set.of(exitCodes), strike);
    }
}
