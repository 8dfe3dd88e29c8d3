package io.flatbook.ops.risk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * One side of an instrument in the order in which it is offset, and where a quantity that is closed against it stops.
 */
public final class OffsetLadder
{
    private final InstrumentTerms terms;
    private final String policy;
    private final String side;
    private final long nextLots;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<WireRow> reported = new ArrayList<>();
    private long sideLots;
    private long positions;
    private long leftLots;
    private int stop = -1;

    /**
     * A side without positions.
     *
     * @param terms    of the instrument.
     * @param policy   of the instrument.
     * @param side     LONG or SHORT.
     * @param nextLots that a default would close; 0: no mark is wanted.
     */
    public OffsetLadder(final InstrumentTerms terms, final String policy, final String side, final long nextLots)
    {
        this.terms = terms;
        this.policy = policy;
        this.side = side;
        this.nextLots = nextLots;
        leftLots = nextLots;
    }

    /**
     * Takes the next page.
     *
     * @param report OffsetQueueReport.
     * @param view   shows its positions to people.
     */
    public void add(final WireMessage report, final JsonView view)
    {
        sideLots = report.row().required("sideLots");
        positions = report.row().required("positions");
        for (final WireRow row : report.row().rows("queue"))
        {
            add(row, view.entry(report, row));
        }
    }

    private void add(final WireRow row, final ObjectNode json)
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
        reported.add(row);
    }

    /**
     * The positions in order; with {@code gives} if a quantity was asked for that the queue alone divides.
     *
     * @return the rows.
     */
    public List<ObjectNode> rows()
    {
        return rows;
    }

    /**
     * The same as they were reported.
     *
     * @return entries of OffsetQueueReport.
     */
    public List<WireRow> reported()
    {
        return reported;
    }

    /**
     * What the side is and how it is divided, in a sentence.
     *
     * @return the sentence.
     */
    public String sentence()
    {
        final String plural = "LONG".equals(side) ? "longs" : "shorts";
        final String other = "LONG".equals(side) ? "short" : "long";
        return terms.symbol() + " " + plural + ": " + Figure.grouped(terms.quantity(sideLots)) + " in " +
            positions + (1 == positions ? " position" : " positions") + ". If a " + other + " is in default, " +
            switch (policy)
            {
                case "PRO_RATA" -> "all give in proportion to what they hold (POL-2); this is the order of the scores.";
                case "WATERFILL" -> "the most leveraged give until all are alike (POL-3); this is the order of the " +
                    "scores.";
                default -> "they close in this order (POL-1).";
            };
    }

    /**
     * Whether a quantity was asked for that the queue alone divides.
     *
     * @return whether there can be a stop.
     */
    public boolean isStopped()
    {
        return 0 < nextLots && "QUEUE".equals(policy);
    }

    /**
     * The row in which the quantity ends.
     *
     * @return its index; below 0 if it does not end within the rows.
     */
    public int stop()
    {
        return stop;
    }

    /**
     * Where the quantity ends, in a sentence.
     *
     * @param hint how to see more rows, if it ends beyond these.
     * @return the sentence.
     */
    public String stopSentence(final String hint)
    {
        if (stop < 0)
        {
            return "The next " + Figure.grouped(terms.quantity(nextLots)) + (sideLots < nextLots ?
                " take the whole side, and " + Figure.grouped(terms.quantity(nextLots - sideLots)) +
                " find nobody on it." :
                " take all of these and " + Figure.grouped(terms.quantity(leftLots)) + " more" + hint + '.');
        }
        return "the next " + Figure.grouped(terms.quantity(nextLots)) + ' ' + terms.symbol() +
            " stop here, at rank " + (stop + 1);
    }
}
