package io.flatbook.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flatbook.engine.SmallBookHunt;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * What looks for bugs of the engine finds those made by hand. The build looks for a few; {@code
 * -Dflatbook.bugs.all=true} ({@code scripts/mutants bugs}) for all, with both searches, and prints how long it took.
 */
class EngineBugsTest
{
    private static final boolean ALL = Boolean.getBoolean("flatbook.bugs.all");
    private static final long LIMIT_NS = 60_000_000_000L;
    private static final int SEEDS_MAX = 10_000;
    private static final int CLEAN_SEEDS = 2;

    private record Found(long number, double seconds, String what)
    {
        @Override
        public String toString()
        {
            return null == what ? "not found" : String.format("%5.1f s at %d", seconds, number);
        }
    }

    @Test
    void everyBugIsFound() throws ReflectiveOperationException
    {
        final List<EngineBug> bugs = ALL ? List.of(EngineBug.values()) :
            List.of(EngineBug.RANK_OFF_BY_ONE, EngineBug.SURCHARGE_TWICE, EngineBug.PLEDGE_FORGOTTEN);
        for (final EngineBug bug : bugs)
        {
            final Found byTwin = look(bug, DifferentialHunt.class);
            System.out.printf("bug %-16s differential %-22s", bug, byTwin);
            if (ALL)
            {
                System.out.printf(" small books %-22s", look(bug, SmallBookHunt.class));
            }
            System.out.println();
            assertThat(byTwin.what()).as("%s", bug).isNotNull();
        }
    }

    @Test
    void anEngineWithoutABugIsNotBlamed() throws ReflectiveOperationException
    {
        final LongFunction<String> hunt = new BuggyEngine(null).hunt(DifferentialHunt.class);
        for (int seed = 1; seed <= CLEAN_SEEDS; seed++)
        {
            assertThat(hunt.apply(seed)).isNull();
        }
    }

    private static Found look(final EngineBug bug, final Class<? extends LongFunction<String>> type)
        throws ReflectiveOperationException
    {
        final long startNs = System.nanoTime();
        final LongFunction<String> hunt = new BuggyEngine(bug).hunt(type);
        for (int seed = 1; seed <= SEEDS_MAX && System.nanoTime() - startNs < LIMIT_NS; seed++)
        {
            final String what = hunt.apply(seed);
            if (null != what)
            {
                return new Found(seed, (System.nanoTime() - startNs) / 1e9, what);
            }
        }
        return new Found(0, (System.nanoTime() - startNs) / 1e9, null);
    }
}
