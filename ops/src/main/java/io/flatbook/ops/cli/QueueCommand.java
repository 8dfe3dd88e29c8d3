package io.flatbook.ops.cli;

import io.flatbook.ops.risk.OffsetLadder;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows who is offset next in an instrument, and why.
 */
@Command(name = "queue", description = {"Who is offset next, with the inputs of every score.",
    "Own accounts of the owner in default, and other defaulters, are not in this order: they close before (RUN-4)."})
final class QueueCommand extends ReadingCommand
{
    private static final long TOP_MAX = 100;

    /**
     * Side of a position.
     */
    enum Side
    {
        /**
         * Quantity above zero.
         */
        LONG,
        /**
         * Quantity below zero.
         */
        SHORT
    }

    @Parameters(paramLabel = "INSTRUMENT", description = "Symbol of the instrument.")
    private String symbol;

    @Option(names = "--side", paramLabel = "SIDE", description = "LONG or SHORT; both if left out.")
    private Side side;

    @Option(names = "--top", paramLabel = "N", defaultValue = "20",
        description = "The first N, at most 100 (default: ${DEFAULT-VALUE}).")
    private long top;

    @Option(names = "--next", paramLabel = "QUANTITY",
        description = "Mark where a default that closes this quantity against the side would stop.")
    private BigDecimal next;

    @Override
    int run()
    {
        if (top < 1 || top > TOP_MAX)
        {
            throw new CliException(ExitCode.USAGE, "--top: from 1 to " + TOP_MAX);
        }
        final InstrumentTerms terms = instrument(symbol);
        final long nextLots = nextLots(terms);
        final List<Side> sides = null == side ? List.of(Side.values()) : List.of(side);
        final List<WireMessage> queries = new ArrayList<>();
        sides.forEach(wanted -> queries.add(message("OffsetQueueQuery").with("instrument", (long)terms.id())
            .with("side", wanted.name()).with("top", top)));
        queries.add(message("InstrumentQuery").with("instrument", (long)terms.id()));
        final List<List<WireMessage>> answers = book().askAll(queries);
        final String policy = answers.get(sides.size()).get(0).row().text("offsetPolicy");
        final List<OffsetLadder> ladders = new ArrayList<>();
        for (int at = 0; at < sides.size(); at++)
        {
            final OffsetLadder ladder = new OffsetLadder(terms, policy, sides.get(at).name(), nextLots);
            answers.get(at).forEach((report) -> ladder.add(report, view()));
            ladders.add(ladder);
        }
        final Answer answer = answer();
        if (OutputFormat.table == root().format())
        {
            ladders.forEach(ladder -> Ladder.draw(ladder, answer));
        }
        else
        {
            answer.rows("queue", ladders.stream().flatMap(ladder -> ladder.rows().stream()).toList());
        }
        return end(answer);
    }

    private long nextLots(final InstrumentTerms terms)
    {
        if (null == next)
        {
            return 0;
        }
        try
        {
            return terms.lotsAboveZero(next);
        }
        catch (final ArithmeticException ex)
        {
            throw new CliException(ExitCode.USAGE, "--next: " + next.toPlainString() + ' ' + ex.getMessage());
        }
    }
}
