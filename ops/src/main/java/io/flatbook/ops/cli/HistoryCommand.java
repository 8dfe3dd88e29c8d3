package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.history.History;
import io.flatbook.ops.history.HistoryReports;
import io.flatbook.ops.history.HistorySink;
import io.flatbook.ops.risk.OffsetPolicies;
import io.flatbook.ops.whatif.Rules;
import io.flatbook.ops.whatif.RunUnderRules;
import io.flatbook.ops.whatif.WhatIf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verbs about the history.
 */
@Command(name = "history", description = {
    "Everything that happened, in one DuckDB file: followed, reported, asked by SQL.",
    "Needs no cluster; questions may be asked while it is followed."}, synopsisSubcommandLabel = "VERB",
    subcommands = {HistoryCommand.Follow.class, HistoryCommand.Report.class, HistoryCommand.Sql.class})
final class HistoryCommand
{
    private HistoryCommand()
    {
    }

    /**
     * Which file.
     */
    static final class Place
    {
        @Option(names = "--history", paramLabel = "FILE", defaultValue = "flatbook.duckdb",
            description = "The history (default: ${DEFAULT-VALUE}).")
        private Path file;

        private History history()
        {
            return new History(file);
        }
    }

    /**
     * Fills a history.
     */
    @Command(name = "follow", description = {"Writes every event and the balances of every day into the history.",
        "The same as `feed --to duckdb`: killed and started again it misses nothing."})
    static final class Follow extends OfflineCommand
    {
        @Mixin
        private Place place;

        @Mixin
        private FeedSource source;

        @Override
        int run()
        {
            return source.into(this, () -> HistorySink.open(place.file, this::talk));
        }
    }

    /**
     * Reports.
     */
    @Command(name = "report", description = "Reports out of the history.", synopsisSubcommandLabel = "WHAT",
        subcommands = {Run.class, Day.class, OfAccount.class})
    static final class Report
    {
    }

    /**
     * A report: tables, of which at least one must have rows.
     */
    abstract static class Tables extends OfflineCommand
    {
        @Mixin
        private Place place;

        abstract Map<String, List<ObjectNode>> tables(HistoryReports reports);

        /** What it is about, for the message if there is nothing. */
        abstract String subject();

        @Override
        final int run()
        {
            final Map<String, List<ObjectNode>> tables = tables(new HistoryReports(place.history()));
            if (tables.values().stream().allMatch(List::isEmpty))
            {
                throw new CliException(ExitCode.NOT_FOUND, "the history knows nothing of " + subject());
            }
            final Answer answer = answer();
            tables.forEach((name, rows) ->
            {
                if (!rows.isEmpty() || OutputFormat.json == root().format())
                {
                    answer.line(name.toUpperCase(Locale.ROOT)).rows(name, rows);
                }
            });
            answer.end();
            return ExitCode.OK;
        }
    }

    /**
     * The report of a default run.
     */
    @Command(name = "run", description = {
        "A default run: how the loss went down the waterfall, and whom it hit.",
        "With --backup or --node-dir also what the other policies would have done, as `log what-if` computes it."})
    static final class Run extends Tables
    {
        @Mixin
        private LogSource source;

        @Parameters(paramLabel = "RUN", description = "Number of the run.")
        private long run;

        @Override
        Map<String, List<ObjectNode>> tables(final HistoryReports reports)
        {
            final Map<String, List<ObjectNode>> tables = new LinkedHashMap<>(reports.run(run));
            if (source.isGiven())
            {
                final WhatIf whatIf = new WhatIf(OffsetPolicies.ALL.stream().map(Rules::ofPolicy).toList());
                tables.put("policies", source.withReplays((replays) -> whatIf.ofLog(replays, run)).stream()
                    .filter((each) -> run == each.run()).map(RunUnderRules::row).toList());
            }
            return tables;
        }

        @Override
        String subject()
        {
            return "run " + run;
        }
    }

    /**
     * The report of a day.
     */
    @Command(name = "day", description = "The end of a day: money, accounts, marks, runs, events; of today so far.")
    static final class Day extends Tables
    {
        @Parameters(paramLabel = "DATE", description = "The day in UTC, such as 2025-10-10.")
        private String date;

        @Override
        Map<String, List<ObjectNode>> tables(final HistoryReports reports)
        {
            try
            {
                return reports.day(LocalDate.parse(date));
            }
            catch (final DateTimeParseException ex)
            {
                throw new CliException(ExitCode.USAGE, date + " is not a date such as 2025-10-10");
            }
        }

        @Override
        String subject()
        {
            return date;
        }
    }

    /**
     * The statement of an account.
     */
    @Command(name = "account", description = "The statement of an account: each day's end, offsets, every change.")
    static final class OfAccount extends Tables
    {
        @Parameters(paramLabel = "ACCOUNT", description = "The account.")
        private long account;

        @Override
        Map<String, List<ObjectNode>> tables(final HistoryReports reports)
        {
            return reports.account(account);
        }

        @Override
        String subject()
        {
            return "account " + account;
        }
    }

    /**
     * Any question.
     */
    @Command(name = "sql", description = {"Asks the history in DuckDB's SQL.",
        "Tables: events, asset_days, account_days; views: runs, offsets, marks, fund, statements (docs/feed.md)."})
    static final class Sql extends OfflineCommand
    {
        @Mixin
        private Place place;

        @Parameters(paramLabel = "SELECT", description = "One question.")
        private String question;

        @Option(names = "--parquet", paramLabel = "FILE", description = "Write the answer into a Parquet file.")
        private Path parquet;

        @Option(names = "--csv", paramLabel = "FILE", description = "Write the answer into a CSV file.")
        private Path csv;

        @Override
        int run()
        {
            place.history().checkQuestion(question);
            if (null == parquet && null == csv)
            {
                answer().rows("rows", place.history().rows(question)).end();
                return ExitCode.OK;
            }
            if (null != parquet)
            {
                export("parquet", parquet);
            }
            if (null != csv)
            {
                export("csv", csv);
            }
            return ExitCode.OK;
        }

        private void export(final String format, final Path into)
        {
            talk(String.format(Locale.ROOT, "%,d rows into %s", place.history().export(question, format, into), into));
        }
    }
}
