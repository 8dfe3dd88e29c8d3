package io.flatbook.ops.cli;

import io.flatbook.ops.link.NoLeaderException;
import picocli.CommandLine.Option;

import java.util.function.IntSupplier;

/**
 * Options of verbs that can be looked at again and again.
 */
final class Watching
{
    @Option(names = "--watch", description = "Look again and again, until it is stopped.")
    private boolean watch;

    @Option(names = "--interval", paramLabel = "MS", defaultValue = "2000",
        description = "With --watch: milliseconds between two looks (default: ${DEFAULT-VALUE}).")
    private long intervalMs;

    @Option(names = "--count", paramLabel = "N", description = "With --watch: stop after N looks.")
    private Long count;

    /**
     * The screen for a look: nobody could page through one that is drawn again and again.
     */
    Screen screen(final Surroundings surroundings)
    {
        return watch ? surroundings.screen().withoutPager() : surroundings.screen();
    }

    /**
     * Refuses numbers by which nobody can look again.
     */
    static void check(final long intervalMs, final Long count)
    {
        RootCommand.atLeast(1, "--interval", intervalMs);
        RootCommand.atLeast(1, "--count", null == count ? 1 : count);
    }

    /**
     * Looks once, or as often as was asked for. While there is no leader it says so and goes on.
     *
     * @return exit code of the last look.
     */
    int repeat(final Surroundings surroundings, final IntSupplier look)
    {
        if (!watch)
        {
            return look.getAsInt();
        }
        check(intervalMs, count);
        long looks = 0;
        while (true)
        {
            surroundings.screen().clear(surroundings.out());
            int exitCode;
            try
            {
                exitCode = look.getAsInt();
            }
            catch (final NoLeaderException ex)
            {
                exitCode = surroundings.tell(ex);
            }
            looks++;
            if (null != count && looks >= count || !NodesCommand.pause(intervalMs))
            {
                // What is closed after it must not be interrupted.
                Thread.interrupted();
                return exitCode;
            }
        }
    }
}
