package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * One side of an instrument in the order in which it is offset, with a bar for each score and a mark where the next
 * quantity stops.
 */
final class Ladder
{
    private static final int BAR_WIDTH = 16;
    private static final int EIGHTHS = 8;
    private static final String PARTS = " ▏▎▍▌▋▊▉";
    private static final int HEADING_LINES = 1;
    private static final String RULE = "─".repeat(3);
    private static final List<String> COLUMNS = List.of("offsetRank", "account", "quantity", "bar", "gives",
        "lotsAhead", "roe", "leverage", "unrealizedPnl", "equity", "score", "offsetQuintile");

    private final InstrumentTerms terms;
    private final String policy;
    private final String side;
    private final long nextLots;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<Long> scores = new ArrayList<>();
    private long sideLots;
    private long positions;
    private long leftLots;
    private int stop = -1;

    /**
     * @param terms    of the instrument.
     * @param policy   of the instrument.
     * @param side     LONG or SHORT.
     * @param nextLots that a default would close; 0: no mark is wanted.
     */
    Ladder(final InstrumentTerms terms, final String policy, final String side, final long nextLots)
    {
        this.terms = terms;
        this.policy = policy;
        this.side = side;
        this.nextLots = nextLots;
        leftLots = nextLots;
    }

    /**
     * Takes the totals of the side.
     */
    void side(final WireRow report)
    {
        sideLots = report.required("sideLots");
        positions = report.required("positions");
    }

    /**
     * Takes the next position in order.
     *
     * @param row  of the report.
     * @param json the same for people.
     */
    void add(final WireRow row, final ObjectNode json)
    {
        final ObjectNode withSide = json.objectNode();
        withSide.set("side", Figure.of(Figure.Unit.WORD, side));
        withSide.setAll(json);
        final long held = Math.abs(row.required("quantityLots"));
        if (isStopped() && 0 < leftLots)
        {
            final long gives = Math.min(held, leftLots);
            withSide.set("gives", Figure.of(Figure.Unit.QUANTITY, terms.quantity(gives)));
            leftLots -= gives;
            if (0 == leftLots && stop < 0)
            {
                stop = rows.size();
            }
        }
        rows.add(withSide);
        scores.add(row.required("score"));
    }

    /**
     * The positions in order; with {@code gives} if a quantity was asked for that the queue alone divides.
     */
    List<ObjectNode> rows()
    {
        return rows;
    }

    void draw(final Answer answer)
    {
        final String plural = "LONG".equals(side) ? "longs" : "shorts";
        final String other = "LONG".equals(side) ? "short" : "long";
        answer.text(terms.symbol() + " " + plural + ": " + Figure.grouped(terms.quantity(sideLots)) + " in " +
            positions + (1 == positions ? " position" : " positions") + ". If a " + other + " is in default, " +
            switch (policy)
            {
                case "PRO_RATA" -> "all give in proportion to what they hold (POL-2); this is the order of the scores.";
                case "WATERFILL" -> "the most leveraged give until all are alike (POL-3); this is the order of the " +
                    "scores.";
                default -> "they close in this order (POL-1).";
            }, "");
        if (!rows.isEmpty())
        {
            table(answer);
        }
        answer.line("");
    }

    private void table(final Answer answer)
    {
        final long highest = Math.max(1, scores.get(0));
        final List<ObjectNode> drawn = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++)
        {
            drawn.add(RowChoice.only(rows.get(row).deepCopy().put("bar", bar(scores.get(row), highest)), COLUMNS));
        }
        final List<String> lines = new ArrayList<>(answer.drawn(drawn).lines().toList());
        if (0 <= stop)
        {
            lines.add(stop + 1 + HEADING_LINES, mark(lines.get(0).length()));
        }
        lines.forEach(answer::line);
        if (isStopped() && stop < 0)
        {
            answer.text("The next " + terms.quantity(nextLots) + " take all of these and " +
                terms.quantity(leftLots) + (sideLots < nextLots ? " more than the side has." : " more (--top)."), "");
        }
    }

    private String mark(final int width)
    {
        final String text = RULE + " the next " + Figure.grouped(terms.quantity(nextLots)) + ' ' + terms.symbol() +
            " stop here, at rank " + (stop + 1) + ' ';
        return text + "─".repeat(Math.max(RULE.length(), width - text.length()));
    }

    private boolean isStopped()
    {
        return 0 < nextLots && "QUEUE".equals(policy);
    }

    /**
     * A bar as long as a score is high, in eighths of a character; a loser has none.
     */
    static String bar(final long score, final long highest)
    {
        if (score <= 0)
        {
            return "";
        }
        final int eighths = Math.max(1, BigDecimal.valueOf(score).multiply(BigDecimal.valueOf(BAR_WIDTH * EIGHTHS))
            .divide(BigDecimal.valueOf(highest), 0, RoundingMode.HALF_EVEN).intValue());
        final int part = eighths % EIGHTHS;
        return "█".repeat(eighths / EIGHTHS) + (0 == part ? "" : PARTS.substring(part, part + 1));
    }
}
