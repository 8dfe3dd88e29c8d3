package io.flatbook.ops.chaos;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Something that goes wrong while gateways trade.
 *
 * @param name     on the command line and in the table.
 * @param what     it does, in a line.
 * @param need     what it needs to strike.
 * @param quick    whether it belongs to the quick selection.
 * @param gapMaxMs longest time without an outcome that is allowed, in milliseconds; 0: any.
 * @param settings of the nodes by key, above those of every run.
 * @param strike   lets it happen.
 */
record Fault(
    String name, String what, Need need, boolean quick, long gapMaxMs, Map<String, String> settings, Strike strike)
{
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
        void on(Rig rig, RandomGenerator chance) throws Exception;
    }

    static Fault of(final String name, final String what, final Strike strike)
    {
        return new Fault(name, what, Need.LOOPBACK, false, 0, Map.of(), strike);
    }

    Fault needs(final Need newNeed)
    {
        return new Fault(name, what, newNeed, quick, gapMaxMs, settings, strike);
    }

    Fault inQuick()
    {
        return new Fault(name, what, need, true, gapMaxMs, settings, strike);
    }

    Fault gapMaxMs(final long ms)
    {
        return new Fault(name, what, need, quick, ms, settings, strike);
    }

    Fault with(final Map<String, String> newSettings)
    {
        return new Fault(name, what, need, quick, gapMaxMs, newSettings, strike);
    }
}
