package io.flatbook.ops.cli;

import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.NotPermittedException;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.InstrumentTerms;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A shell: one verb a line, with history and completion.
 */
@Command(name = "repl", description = {"A shell with history and completion of verbs, options, symbols and accounts.",
    "Its options, such as --profile, hold for every line. It ends with exit, quit or the end of input."})
final class ReplCommand implements Callable<Integer>
{
    private static final String PROMPT = "flatbook> ";
    private static final int ACCOUNTS_MAX = 5_000;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call()
    {
        try (Terminal terminal = TerminalBuilder.builder().name("flatbook").system(true).dumb(true).build())
        {
            return run(terminal);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Reads lines and runs them until there are no more.
     *
     * @return exit code of the last verb.
     */
    int run(final Terminal terminal)
    {
        final RootCommand root = (RootCommand)spec.root().userObject();
        // Each completion parses what was typed so far, and the root then knows no other arguments.
        final List<String> given = given();
        final WordCompleter words = new WordCompleter(spec.root());
        learn(root, words);
        final LineReader reader = LineReaderBuilder.builder().terminal(terminal).appName("flatbook")
            .parser(new DefaultParser()).completer(words)
            .variable(LineReader.HISTORY_FILE, root.surroundings().profiles().resolve("history"))
            .build();
        int exitCode = ExitCode.OK;
        while (true)
        {
            try
            {
                final List<String> line = words(reader.readLine(PROMPT), reader);
                if (line.equals(List.of("exit")) || line.equals(List.of("quit")))
                {
                    return exitCode;
                }
                if (!line.isEmpty())
                {
                    exitCode = executed(terminal, root.surroundings(), arguments(given, line));
                }
            }
            catch (final UserInterruptException ignore)
            {
                // The line is given up, not the shell.
            }
            catch (final EndOfFileException ex)
            {
                return exitCode;
            }
        }
    }

    /** Runs a line; Ctrl-C ends what it repeats or waits for, not the shell. */
    private static int executed(final Terminal terminal, final Surroundings surroundings, final String[] line)
    {
        final Thread running = Thread.currentThread();
        final Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, signal -> running.interrupt());
        try
        {
            return RootCommand.execute(surroundings, line);
        }
        finally
        {
            terminal.handle(Terminal.Signal.INT, before);
            // It may have come when there was nothing left to end.
            Thread.interrupted();
        }
    }

    private static List<String> words(final String line, final LineReader reader)
    {
        return reader.getParser().parse(line, 0).words().stream().filter(word -> !word.isEmpty()).toList();
    }

    /**
     * What stood around the verb of the shell itself, which is no value of an option: a profile may have its name.
     */
    private List<String> given()
    {
        final List<String> given = new ArrayList<>(spec.root().commandLine().getParseResult().expandedArgs());
        int at = 0;
        while (!spec.name().equals(given.get(at)))
        {
            final OptionSpec option = spec.findOption(given.get(at));
            at += null == option ? 1 : 1 + option.arity().min();
        }
        given.remove(at);
        return List.copyOf(given);
    }

    private static String[] arguments(final List<String> given, final List<String> line)
    {
        final List<String> arguments = new ArrayList<>(given);
        arguments.addAll(RootCommand.helped(line));
        return arguments.toArray(new String[0]);
    }

    /**
     * Symbols and accounts of the cluster, if it answers.
     */
    private static void learn(final RootCommand root, final WordCompleter words)
    {
        try (BookLink link = root.surroundings().links().openToRead(
            root.profile(), root.profile().principal(), BookLink.NO_EVENTS, root.timeoutMs()))
        {
            final Catalog catalog = new Catalog();
            final BookReader book = new BookReader(link, catalog);
            book.learnDefinitions();
            for (final InstrumentTerms instrument : catalog.instruments())
            {
                words.instrument(instrument.symbol());
            }
            for (final AssetTerms asset : catalog.assets())
            {
                words.asset(asset.symbol());
            }
            book.accounts(ACCOUNTS_MAX).forEach(account -> words.account(account.row().required("account")));
        }
        catch (final NoLeaderException | NotPermittedException ex)
        {
            root.surroundings().err().println("no symbols and accounts are completed: " + ex.getMessage());
        }
    }
}
