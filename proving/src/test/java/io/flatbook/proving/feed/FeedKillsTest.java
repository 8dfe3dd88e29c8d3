package io.flatbook.proving.feed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code scripts/build/feed-kills} in short. Files of DuckDB are left to the script: a kill may damage one
 * ({@code docs/feed.md}).
 */
final class FeedKillsTest
{
    private static final int KILLS = 3;

    @TempDir
    private Path temporary;

    @Test
    void anArgumentThatMeansNothingIsRefusedBeforeAnythingStarts()
    {
        for (final String wrong : List.of("--to=bogus", "--to=jsonl,bogus", "--times=0", "--times=x"))
        {
            assertThat(new CommandLine(new FeedKillsCommand()).setErr(new PrintWriter(Writer.nullWriter()))
                .execute(wrong)).as(wrong).isEqualTo(CommandLine.ExitCode.USAGE);
        }
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void aFeedThatWasKilledHasEveryEventOnce() throws IOException
    {
        final long seed = System.nanoTime();
        System.out.println("FeedKillsTest: seed " + seed);
        final Path directory = Files.createTempDirectory(temporary, "flatbook-feeds-");
        try (FeedKills kills = new FeedKills(directory, List.of("jsonl"), seed, System.out))
        {
            assertThat(kills.run(KILLS)).isPositive();
        }
    }
}
