package io.flatbook.ops.cli;

import org.jline.reader.Candidate;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The shell on a terminal that is a stream, over a book with one instrument and two accounts; completion scripts.
 */
@Timeout(60)
final class ReplTest
{
    private final CliFixture cli = new CliFixture();

    @TempDir
    private Path profiles;

    @BeforeEach
    void fillTheBook() throws Exception
    {
        cli.with("{\"command\":\"defineAsset\",\"asset\":\"USDC\",\"scale\":6}",
            "{\"command\":\"defineInstrument\",\"instrument\":\"BTC-PERP\",\"kind\":\"LINEAR_PERPETUAL\"," +
                "\"tickSize\":\"0.5\",\"lotSize\":\"0.001\",\"marginTiers\":[{\"floor\":\"0\"," +
                "\"initial\":\"0.05\",\"maintenance\":\"0.03\"}]}",
            "{\"command\":\"openAccount\",\"account\":1001,\"owner\":1}",
            "{\"command\":\"openAccount\",\"account\":1002,\"owner\":2}");
    }

    @Test
    void runsAVerbALineAndKeepsTheHistory() throws Exception
    {
        assertThat(repl("account list --columns account\nqueue NOPE\n\nfund show USDC\nexit\npositions\n"))
            .isEqualTo(ExitCode.OK);

        assertThat(cli.out()).contains("1001").contains("insurance fund");
        assertThat(cli.err()).contains("there is no instrument NOPE");
        assertThat(Files.readString(profiles.resolve("history"))).contains("fund show USDC").contains("queue NOPE")
            .doesNotContain("positions");
    }

    @Test
    void endsWithTheInputAndTheCodeOfTheLastVerb() throws Exception
    {
        assertThat(repl("queue NOPE\n")).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void appliesWhatStandsBeforeItToEveryLine() throws Exception
    {
        assertThat(repl("account list\n", "-o", "csv")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).startsWith("account,owner,asset,");
    }

    @Test
    void appliesToEveryLineWhatStandsAfterItToo() throws Exception
    {
        Files.writeString(profiles.resolve("repl.properties"), "clusterName=flatbook\n");
        assertThat(repl(List.of("--profile", "repl", "repl", "-o", "csv"), "account list\n")).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).as("of the profile that has the name of the verb").startsWith("account,owner,asset,");
    }

    @Test
    void goesOnAfterTabWasPressed() throws Exception
    {
        // Tab offers the verbs of account; Ctrl-U takes the line away.
        try (Terminal terminal = xterm("account \t\u0015fund show USDC\nexit\n"))
        {
            assertThat(repl(terminal, "-o", "csv")).isEqualTo(ExitCode.OK);
        }
        assertThat(cli.out()).startsWith("asset,insuranceFund,");
    }

    @Test
    void goesOnAfterCtrlCEndedAWatch() throws Exception
    {
        try (Terminal terminal = xterm("account list --watch --interval 10\nfund show USDC\nexit\n"))
        {
            final CompletableFuture<Integer> ended =
                CompletableFuture.supplyAsync(() -> repl(terminal, "-o", "csv"));
            await().until(() -> cli.out().split("1002", -1).length > 3);
            terminal.raise(Terminal.Signal.INT);
            assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
        }
        assertThat(cli.out()).contains("asset,insuranceFund,");
    }

    @Test
    void worksWithoutACluster() throws Exception
    {
        cli.withoutLeader();
        assertThat(repl("generate completion fish\n")).isEqualTo(ExitCode.OK);
        assertThat(cli.err()).contains("no symbols and accounts are completed: no leader answers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"que|queue", "'queue '|BTC-PERP", "queue BTC-PERP --si|--side",
        "'positions --account '|1002", "'positions --instrument '|BTC-PERP", "'account '|show", "'account show '|1001",
        "'distance '|1001", "'fund show '|USDC", "'transfer 1001 '|1002"})
    void completesFromTheCatalog(final String typed, final String expected)
    {
        final WordCompleter completer = new WordCompleter(cli.root().getCommandSpec());
        completer.instrument("BTC-PERP");
        completer.asset("USDC");
        completer.account(1001);
        completer.account(1002);
        final ParsedLine line = new DefaultParser().parse(typed, typed.length(), ParseContext.COMPLETE);
        final List<Candidate> candidates = new ArrayList<>();

        completer.complete(null, line, candidates);

        assertThat(candidates).extracting(Candidate::value).contains(expected);
    }

    @Test
    void offersOptionsOnlyIfThereIsNothingElseOrOneWasBegun()
    {
        final WordCompleter completer = new WordCompleter(cli.root().getCommandSpec());
        final List<Candidate> verbs = new ArrayList<>();
        final List<Candidate> options = new ArrayList<>();
        final List<Candidate> rest = new ArrayList<>();

        completer.complete(null, new DefaultParser().parse("fund ", 5, ParseContext.COMPLETE), verbs);
        completer.complete(null, new DefaultParser().parse("fund -", 6, ParseContext.COMPLETE), options);
        completer.complete(null, new DefaultParser().parse("at-risk ", 8, ParseContext.COMPLETE), rest);

        assertThat(verbs).extracting(Candidate::value).containsExactlyInAnyOrder("add", "show");
        assertThat(List.of(options, rest)).allSatisfy(each ->
            assertThat(each).extracting(Candidate::value).contains("--columns"));
    }

    @Test
    void completesNoAccountWhereASymbolIsWanted()
    {
        final WordCompleter completer = new WordCompleter(cli.root().getCommandSpec());
        completer.account(1001);
        final List<Candidate> candidates = new ArrayList<>();

        completer.complete(null, new DefaultParser().parse("queue ", 6, ParseContext.COMPLETE),
            candidates);

        assertThat(candidates).extracting(Candidate::value).doesNotContain("1001");
    }

    @ParameterizedTest
    @EnumSource(GenerateCommand.Completion.Shell.class)
    void writesCompletionScripts(final GenerateCommand.Completion.Shell shell)
    {
        assertThat(cli.run("generate", "completion", shell.name())).isEqualTo(ExitCode.OK);
        assertThat(cli.out()).contains("distance").contains("explain").contains("at-risk").contains("watch");
    }

    @Test
    void writesAScriptThatBashTakes() throws Exception
    {
        assertThat(cli.run("generate", "completion", "bash")).isEqualTo(ExitCode.OK);
        final Path script = Files.writeString(profiles.resolve("flatbook.bash"), cli.out());

        final Process bash = new ProcessBuilder("bash", "-c", "source " + script + "; COMP_WORDS=(flatbook que); " +
            "COMP_CWORD=1; _complete_flatbook; echo \"${COMPREPLY[@]}\"").start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains("queue");
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    @Tag("long")
    void writesAScriptThatFishCompletesWith() throws Exception
    {
        assertThat(cli.run("generate", "completion", "fish")).isEqualTo(ExitCode.OK);
        final Path script = Files.writeString(profiles.resolve("flatbook.fish"), cli.out());

        final List<String> completed = shell("fish", "--no-config", "-c", "source " + script + "; cd " + profiles +
            "; for line in 'queue BTC-PERP --side ' 'history report ac' 'history report account ' " +
            "'--profile home clus' 'generate completion z' 'log replay fl'; string join -- ' ' $line: " +
            "(complete -C \"flatbook $line\" | string replace -r '\\t.*' ''); end");

        assertThat(completed).containsExactly("queue BTC-PERP --side : LONG SHORT", "history report ac: account",
            "history report account :", "--profile home clus: cluster", "generate completion z: zsh",
            "log replay fl: flatbook.fish");
    }

    @Test
    @Tag("long")
    void writesAScriptThatZshCompletesWith() throws Exception
    {
        assertThat(cli.run("generate", "completion", "zsh")).isEqualTo(ExitCode.OK);
        final Path script = Files.writeString(profiles.resolve("flatbook.zsh"), cli.out());
        // A terminal of its own, in which somebody types and presses Tab.
        final List<String> typed = shell("zsh", "-f", "-c", "zmodload zsh/zpty; zpty shell zsh -f -i; " +
            "zpty -w shell \"autoload -Uz compinit; compinit -u -D; source " + script + "; print lo\"aded; " +
            "zpty -r shell seen '*loaded*'; zpty -w -n shell $'flatbook queue BTC-PERP --si\\tSH\\t'; " +
            "zpty -r shell seen '*SHORT*'; print -r -- $seen");

        assertThat(String.join(" ", typed)).contains("--side").contains("SHORT");
    }

    private static List<String> shell(final String... command) throws Exception
    {
        final Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
        final String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }

    /** A terminal on which keys count, Tab and Ctrl-C among them. */
    private static Terminal xterm(final String typed) throws IOException
    {
        return new ExternalTerminal("typed", "xterm",
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream(),
            StandardCharsets.UTF_8);
    }

    private int repl(final String typed, final String... before) throws Exception
    {
        return repl(withVerb(before), typed);
    }

    private int repl(final List<String> arguments, final String typed) throws Exception
    {
        try (Terminal terminal = new DumbTerminal(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new ByteArrayOutputStream()))
        {
            return repl(terminal, arguments);
        }
    }

    private int repl(final Terminal terminal, final String... before)
    {
        return repl(terminal, withVerb(before));
    }

    private static List<String> withVerb(final String... before)
    {
        final List<String> arguments = new ArrayList<>(List.of(before));
        arguments.add("repl");
        return arguments;
    }

    private int repl(final Terminal terminal, final List<String> arguments)
    {
        final CommandLine line = cli.profiles(profiles).root();
        line.parseArgs(arguments.toArray(new String[0]));
        final ReplCommand repl = line.getSubcommands().get("repl").getCommand();
        return repl.run(terminal);
    }
}
