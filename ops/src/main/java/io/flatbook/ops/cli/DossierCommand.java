package io.flatbook.ops.cli;

import io.flatbook.ops.dossier.Dossiers;
import io.flatbook.ops.dossier.ProvenDocument;
import io.flatbook.ops.scenario.BadLineException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * What a default run was computed from, for others to check.
 */
@Command(name = "dossier", description = {
    "Writes the dossier of a default run: all that it was computed from and what came out, accounts by salted hashes.",
    "It is made off the log; all nodes and backups give the same bytes. verify/flatbook_verify.py checks it, and " +
    "verify/flatbook_verify_book.py its margin.",
    "Exit code 14 if the run is not in the log."},
    subcommands = {DossierCommand.Proof.class, DossierCommand.Day.class})
final class DossierCommand extends OfflineCommand
{
    @Mixin
    private LogSource source;

    @Mixin
    private Key key;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Number of the run, as its events carry it.")
    private Long run;

    /**
     * A further secret for the hashes of accounts.
     */
    static final class Key
    {
        @Option(names = "--key", paramLabel = "FILE", description = {
            "A secret that goes into the hashes of accounts, for a book so small that it could be guessed.",
            "The same file gives the same bytes."})
        private Path file;

        private byte[] bytes()
        {
            try
            {
                final byte[] bytes = null == file ? new byte[0] : Files.readAllBytes(file);
                if (null != file && 0 == bytes.length)
                {
                    throw new CliException(ExitCode.USAGE, "--key: " + file + " is empty, which hides nothing");
                }
                return bytes;
            }
            catch (final IOException ex)
            {
                throw CliException.unreadable(file, ex);
            }
        }
    }

    @Override
    int run()
    {
        if (null == run)
        {
            throw new CliException(ExitCode.USAGE, "which run?");
        }
        return print(this, dossier(source, run, key).text());
    }

    private static int print(final OfflineCommand command, final String document)
    {
        command.surroundings().out().print(document + "\n");
        return ExitCode.OK;
    }

    private static ProvenDocument dossier(final LogSource source, final long run, final Key key)
    {
        RootCommand.atLeast(1, "RUN", run);
        if (null == source.scenario())
        {
            return source.with((replay) -> Dossiers.ofLog(replay, run, key.bytes()));
        }
        try
        {
            return Dossiers.ofScenario(source.scenario().toString(), lines(source.scenario()), key.bytes()).stream()
                .filter((dossier) -> dossier.number("run") == run).findFirst()
                .orElseThrow(() -> new CliException(ExitCode.NOT_FOUND, "the scenario has no run " + run));
        }
        catch (final BadLineException ex)
        {
            throw new CliException(ExitCode.USAGE, ex.getMessage());
        }
    }

    private static List<String> lines(final Path scenario)
    {
        try
        {
            return Files.readAllLines(scenario);
        }
        catch (final IOException ex)
        {
            throw CliException.unreadable(scenario, ex);
        }
    }

    private static String proof(final ProvenDocument document, final long account)
    {
        final String proof = document.proof(account);
        if (null == proof)
        {
            throw new CliException(ExitCode.NOT_FOUND, "account " + account + " has no leaf there");
        }
        return proof;
    }

    /**
     * What one account may see of a dossier.
     */
    @Command(name = "proof", description = {
        "Writes what one account may see of a dossier: its leaf, its rank, the lots ahead, and the way to the root.",
        "Exit code 14 if it was no candidate."})
    static final class Proof extends OfflineCommand
    {
        @Mixin
        private LogSource source;

        @Mixin
        private Key key;

        @Parameters(index = "0", paramLabel = "RUN", description = "Number of the run.")
        private long run;

        @Parameters(index = "1", paramLabel = "ACCOUNT", description = "The account.")
        private long account;

        @Override
        int run()
        {
            return print(this, proof(dossier(source, run, key), account));
        }
    }

    /**
     * The book at the close of a business day.
     */
    @Command(name = "day", description = {
        "Writes the whole book at the close of a business day, or the proof for one account.",
        "The book is a leaf for every account, in trees that sum up what is owed, and a root. Exit code 14 if the " +
        "day was not closed in the log."})
    static final class Day extends OfflineCommand
    {
        @Mixin
        private LogSource source;

        @Mixin
        private Key key;

        @Parameters(paramLabel = "DATE", description = "The day, such as 20251010.")
        private int date;

        @Option(names = "--account", paramLabel = "ACCOUNT", description = "Write the proof for this account.")
        private Long account;

        @Override
        int run()
        {
            final ProvenDocument day = day();
            return print(this, null == account ? day.text() : proof(day, account));
        }

        private ProvenDocument day()
        {
            if (null == source.scenario())
            {
                return source.with((replay) -> Dossiers.dayOfLog(replay, date, key.bytes()));
            }
            try
            {
                return Dossiers.dayOfScenario(
                    source.scenario().toString(), lines(source.scenario()), date, key.bytes());
            }
            catch (final BadLineException ex)
            {
                throw new CliException(ExitCode.USAGE, ex.getMessage());
            }
            catch (final NoSuchElementException ex)
            {
                throw new CliException(ExitCode.NOT_FOUND, ex.getMessage());
            }
        }
    }
}
