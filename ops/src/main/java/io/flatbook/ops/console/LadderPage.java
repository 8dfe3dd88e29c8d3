package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.risk.OffsetLadder;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Who is offset next in an instrument, and why.
 */
final class LadderPage
{
    private static final int BAR_MAX = 1_000;
    private static final List<String> SIDES = List.of("LONG", "SHORT");

    private LadderPage()
    {
    }

    /**
     * Both sides of an instrument.
     *
     * @param book    that is asked.
     * @param nearest who is next, if no quantity is named.
     * @param symbol  of the instrument.
     * @param top     rows of each side, 1 to 100.
     * @param next    quantity whose end is marked; null: that of who is nearest to bankruptcy on the other side.
     * @return the page.
     */
    static ObjectNode of(
        final Book book, final NextDefault nearest, final String symbol, final int top, final BigDecimal next)
    {
        final InstrumentTerms terms = book.instrument(symbol);
        final WireMessage instrument =
            book.reader().askOne(book.query("InstrumentQuery").with("instrument", (long)terms.id()));
        final String policy = instrument.row().text("offsetPolicy");
        final Long nextLots = null == next ? null : (Long)lots(terms, next);
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("instrument", symbol).put("policy", policy);
        if (null != instrument.row().number("markTicks"))
        {
            final String mark = terms.priceOf(instrument.row().number("markTicks"));
            page.put("mark", mark).put("markShown", Figure.grouped(mark));
        }
        final ArrayNode sides = page.putArray("sides");
        for (final String side : SIDES)
        {
            final NextDefault.Nearest other =
                null == nextLots ? nearest.of(book, terms, !"LONG".equals(side)) : null;
            final long lots = null != nextLots ? nextLots : null == other ? 0 : other.lots();
            final ObjectNode told = side(book, new OffsetLadder(terms, policy, side, lots), terms, side, top);
            if (null != other)
            {
                told.put("next", "Nearest to bankruptcy on the other side is account " + other.accountId() +
                    " with " + Figure.grouped(terms.quantity(other.lots())) + '.');
            }
            sides.add(told);
        }
        return page;
    }

    private static ObjectNode side(final Book book, final OffsetLadder ladder, final InstrumentTerms terms,
        final String side, final int top)
    {
        book.reader().ask(book.query("OffsetQueueQuery").with("instrument", (long)terms.id()).with("side", side)
            .with("top", (long)top)).forEach((report) -> ladder.add(report, book.view()));
        final ObjectNode told = JsonNodeFactory.instance.objectNode().put("side", side);
        told.put("sentence", ladder.sentence()).set("table", TableJson.of(ladder.rows()));
        final ArrayNode why = told.putArray("why");
        for (int at = 0; at < ladder.rows().size(); at++)
        {
            why.add(why(terms, ladder.reported().get(at), ladder.rows().get(at)));
        }
        if (ladder.isStopped())
        {
            told.put("stop", ladder.stop()).put("stopSentence", ladder.stopSentence(""));
        }
        final ArrayNode bars = told.putArray("bars");
        ladder.reported().forEach(row ->
            bars.add(bar(row.required("score"), ladder.reported().get(0).required("score"))));
        return told;
    }

    /**
     * Length of a bar in thousandths of the longest; a loser has none.
     */
    private static int bar(final long score, final long highest)
    {
        return score <= 0 || highest <= 0 ? 0 : Math.max(1, BigDecimal.valueOf(score)
            .multiply(BigDecimal.valueOf(BAR_MAX)).divide(BigDecimal.valueOf(highest), RoundingMode.HALF_EVEN)
            .intValue());
    }

    private static ArrayNode why(final InstrumentTerms terms, final WireRow row, final ObjectNode json)
    {
        final ArrayNode sentences = JsonNodeFactory.instance.arrayNode();
        final boolean isLong = 0 < row.required("quantityLots");
        final String quantity = Figure.grouped(terms.quantity(Math.abs(row.required("quantityLots"))));
        sentences.add("Account " + row.required("account") + " is " + (isLong ? "long " : "short ") + quantity + ' ' +
            terms.symbol() + ", with an unrealized profit of " + shown(json, "unrealizedPnl") + " and an equity of " +
            shown(json, "equity") + '.');
        sentences.add("Its return is " + shown(json, "roe") + " % of what the position cost, and its value " +
            shown(json, "leverage") + " times its equity.");
        sentences.add(0 <= row.required("roe") ? "The score is the return multiplied by the leverage: " +
            "who gained most with the least money of its own comes first (POL-1)." :
            "It has a loss, so its score is the return divided by the leverage: it comes after who gained (POL-1).");
        sentences.add("It is number " + row.required("offsetRank") + " of its side: " +
            (0 == row.required("lotsAhead") ? "nobody is ahead of it." :
                Figure.grouped(terms.quantity(row.required("lotsAhead"))) + " must be closed before it is touched."));
        return sentences;
    }

    private static String shown(final ObjectNode json, final String name)
    {
        return Figure.withSymbol(json.get(name));
    }

    private static long lots(final InstrumentTerms terms, final BigDecimal quantity)
    {
        try
        {
            return terms.lotsAboveZero(quantity);
        }
        catch (final ArithmeticException ex)
        {
            throw new IllegalArgumentException("next: " + quantity.toPlainString() + ' ' + ex.getMessage(), ex);
        }
    }
}
