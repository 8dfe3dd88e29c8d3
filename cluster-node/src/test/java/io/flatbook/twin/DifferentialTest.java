package io.flatbook.twin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flatbook.sbe.RejectReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Engine and slow twin take the same seeded commands and must give the same answers, events and balances. Longer:
 * {@code -Dflatbook.differential.seeds=N -Dflatbook.differential.commands=N -Dflatbook.differential.base=N}; one seed:
 * {@code -Dflatbook.differential.seed=N}. Without a base the seeds count from 1, the same in each build. Seeds that
 * once found a difference stand in {@code regression-seeds.txt} and run beside them, always. A run of many seeds must
 * reach every branch of {@link Clause} and every reason to refuse.
 */
class DifferentialTest
{
    private static final int DIFFERENCES_SHOWN = Integer.getInteger("flatbook.differential.shown", 5);
    /** With fewer commands in all, a branch may be missed by chance. */
    private static final long REACHES_ALL_FROM = 4_500_000;

    /** Reasons that are not the engine's to give: bytes, sessions, and plans that fail their check. */
    private static final Set<RejectReason> NOT_HERE = EnumSet.of(RejectReason.NONE, RejectReason.MALFORMED,
        RejectReason.UNSUPPORTED_VERSION, RejectReason.FENCED, RejectReason.QUERY_BUSY, RejectReason.SEQUENCE_GAP,
        RejectReason.COMMAND_ID_REUSED, RejectReason.OUTCOME_FORGOTTEN, RejectReason.ENGINE_FAULT,
        RejectReason.SBE_UNKNOWN, RejectReason.NULL_VAL);

    private final Map<Long, String> differences = new ConcurrentSkipListMap<>();
    private final AtomicLongArray reached = new AtomicLongArray(Clause.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(1 + RejectReason.ENGINE_FAULT.value());

    @Test
    void engineAndTwinAgreeOnEveryCommand()
    {
        final int commands = Integer.getInteger("flatbook.differential.commands", 1_000);
        final Long one = Long.getLong("flatbook.differential.seed");
        final long base = null == one ? Long.getLong("flatbook.differential.base", 1L) : one;
        final long seeds = null == one ? Long.getLong("flatbook.differential.seeds", 2_000L) : 1;
        final long[] kept = null == one ? regressionSeeds() : new long[0];
        System.out.printf("differential: seed base %d, %d seeds x %d commands, and %d regression seeds%n",
            base, seeds, commands, kept.length);
        final long startNs = System.nanoTime();
        LongStream.concat(LongStream.of(kept), LongStream.range(base, base + seeds)).distinct().parallel().forEach(
            seed ->
            {
                if (differences.size() < DIFFERENCES_SHOWN)
                {
                    run(seed, commands);
                }
            });
        final List<String> missed = counts();
        System.out.printf("differential: %.1f s%n", (System.nanoTime() - startNs) / 1e9);
        assertThat(differences.values()).isEmpty();
        if (seeds * commands >= REACHES_ALL_FROM)
        {
            assertThat(missed).as("branches that no command reached").isEmpty();
        }
    }

    /** One a line, what stands after {@code #} explains it. */
    private static long[] regressionSeeds()
    {
        try (InputStream in = DifferentialTest.class.getResourceAsStream("regression-seeds.txt"))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                .map((line) -> line.replaceFirst("#.*", "").trim()).filter((line) -> !line.isEmpty())
                .mapToLong(Long::parseLong).toArray();
        }
        catch (final IOException exception)
        {
            throw new UncheckedIOException(exception);
        }
    }

    private void run(final long seed, final int commands)
    {
        String difference;
        final DifferentialPair pair = new DifferentialPair(seed);
        try
        {
            difference = pair.run(commands);
        }
        catch (final RuntimeException | AssertionError exception)
        {
            exception.printStackTrace(System.out);
            difference = "seed " + seed + ": " + exception;
        }
        for (int i = 0; i < reached.length(); i++)
        {
            reached.addAndGet(i, pair.twin.reached[i]);
        }
        for (int i = 0; i < refused.length(); i++)
        {
            refused.addAndGet(i, pair.refused[i]);
        }
        if (null != difference)
        {
            System.out.println("differential: again with -Dflatbook.differential.seed=" + seed);
            System.out.println(difference);
            differences.put(seed, difference);
        }
    }

    /** Prints how often each branch decided something; answers those that never did. */
    private List<String> counts()
    {
        final List<String> missed = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        for (final Clause clause : Clause.values())
        {
            count(clause, reached.get(clause.ordinal()), text, missed);
        }
        for (final RejectReason reason : RejectReason.values())
        {
            if (!NOT_HERE.contains(reason))
            {
                count(reason, refused.get(reason.value()), text, missed);
            }
        }
        System.out.println("differential: " + text);
        return missed;
    }

    private static void count(
        final Object what, final long count, final StringBuilder text, final List<String> missed)
    {
        text.append(text.isEmpty() ? "" : ", ").append(what).append(' ').append(count);
        if (0 == count)
        {
            missed.add(what.toString());
        }
    }
}
