package io.flatbook.ops.cli;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.Profile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is begun before a command line has been read.
 */
@Timeout(60)
final class HeadStartTest
{
    @TempDir
    private Path profiles;

    private final BlockingQueue<Profile> prepared = new LinkedBlockingQueue<>();

    @Test
    void isGivenToAllVerbsThatAskAClusterWhateverFollowsThem()
    {
        RootCommand.line(surroundings()).getSubcommands().forEach((name, verb) ->
            assertThat(AsksBook.class.isAssignableFrom(RootCommand.VERBS.get(name))).as(name).isEqualTo(asks(verb)));
    }

    @Test
    void preparesTheClusterOfTheProfileThatTheWordsName() throws Exception
    {
        Files.writeString(profiles.resolve("far.properties"), "clusterName=far");

        assertThat(clusterOf("queue", "BTC-PERP")).isEqualTo("flatbook");
        assertThat(clusterOf("--profile", "far", "fund", "show")).isEqualTo("far");
        assertThat(clusterOf("fund", "show", "--profile=far")).isEqualTo("far");
    }

    @Test
    void isNotGivenToWhatOnlyExplainsItselfOrAsksNoNode()
    {
        for (final String line : List.of("queue --help", "fund show -h", "--version", "", "help queue",
            "cluster status", "scenario run queue", "queue X --replica dir", "queue X --replica=dir", "queue X @file"))
        {
            final List<String> words = RootCommand.helped(List.of(line.split(" ")));
            assertThat(HeadStart.give(surroundings(), words)).as(line).isFalse();
        }
        assertThat(prepared).isEmpty();
    }

    @Test
    void leavesItToTheVerbToSayThatThereIsNoSuchProfile()
    {
        final CliFixture cli = new CliFixture().profiles(profiles);

        assertThat(cli.run("--profile", "nowhere", "fund", "show")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("there is no profile nowhere").doesNotContain("Exception");
    }

    private String clusterOf(final String... words) throws Exception
    {
        assertThat(HeadStart.give(surroundings(), List.of(words))).isTrue();
        return prepared.poll(60, TimeUnit.SECONDS).clusterName();
    }

    /** Whether it is a verb of the book, or all verbs under it are. */
    private static boolean asks(final CommandLine verb)
    {
        return verb.getSubcommands().isEmpty() ? verb.getCommandSpec().userObject() instanceof BookCommand :
            verb.getSubcommands().values().stream().allMatch(HeadStartTest::asks);
    }

    private Surroundings surroundings()
    {
        final BookLink.Opener links = new BookLink.Opener()
        {
            @Override
            public BookLink open(
                final Profile profile, final String principal, final long eventsFrom, final long timeoutMs)
            {
                throw new IllegalStateException("nobody is asked");
            }

            @Override
            public void prepare(final Profile profile)
            {
                prepared.add(profile);
            }
        };
        final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Surroundings(nowhere, nowhere, profiles, links, null, null, null, null, () -> 0);
    }
}
