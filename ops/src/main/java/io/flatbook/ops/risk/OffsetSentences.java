package io.flatbook.ops.risk;

import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Explains one offset of a default run: why this account, why so many lots, why that much money.
 */
public final class OffsetSentences
{
    private final RunStory story;
    private final Catalog catalog;
    private final RunSentences run;
    private final OffsetPrices offsetPrices;

    /**
     * Constructs it for a run.
     *
     * @param story        a whole one.
     * @param catalog      that knows the assets and instruments.
     * @param offsetPrices of linear instruments.
     */
    public OffsetSentences(final RunStory story, final Catalog catalog, final OffsetPrices offsetPrices)
    {
        this.story = story;
        this.catalog = catalog;
        this.offsetPrices = offsetPrices;
        run = new RunSentences(story, catalog, offsetPrices);
    }

    /**
     * What happened, then the three answers.
     *
     * @param offset one of the story.
     * @return four sentences, or two if nothing was chosen and nothing paid.
     */
    public List<String> of(final WireMessage offset)
    {
        final WireRow row = offset.row();
        final InstrumentTerms instrument = instrument(row);
        final List<String> sentences = new ArrayList<>();
        final long held = row.required("counterpartyLots");
        final String paid = 0 == row.required("surcharge") ? "and paid nothing" :
            "and paid " + run.money(row.required("surcharge")) + " beyond it" + offsetPrice(row);
        sentences.add("Account " + row.required("counterparty") + ", " + (held > 0 ? "long " : "short ") +
            RunSentences.quantity(instrument, Math.abs(held)) + ", closed " +
            RunSentences.quantity(instrument, row.required("quantityLots")) + " at the mark of " +
            RunSentences.quote(instrument, row.required("markTicks")) + ' ' + paid + '.');
        switch (row.text("layer"))
        {
            case "DEFAULTERS" -> sentences.add("Why: it belongs to another owner and had to be closed anyway in this " +
                "round. Defaulters close against each other first, at mark, unpaid (RUN-4).");
            case "OWN_HEDGE" -> sentences.add("Why: it belongs to the owner of the account in default. What an owner " +
                "holds on the other side closes at mark, unpaid (RUN-4, RUN-7).");
            default ->
            {
                sentences.add("Why this account: " + choice(row));
                sentences.add("Why so many: " + lots(row, instrument));
                sentences.add("Why that much: " + surcharge(row));
            }
        }
        return sentences;
    }

    /**
     * Clauses that decide about the offsets of the run.
     *
     * @return ids in order.
     */
    public Set<String> clauses()
    {
        final Set<String> clauses = new TreeSet<>(Set.of("RUN-0", "RUN-1", "RUN-5", "RUN-7"));
        story.offsets().forEach(offset ->
        {
            final String policy = offset.row().text("policy");
            if (null != policy)
            {
                clauses.add(clause(policy));
            }
            if (!"OFFSET".equals(offset.row().text("layer")))
            {
                clauses.add("RUN-4");
            }
        });
        if (!story.collected().isEmpty())
        {
            clauses.addAll(Set.of("RUN-3", "RUN-4"));
        }
        if (0 < story.completed().row().required("haircut"))
        {
            clauses.add("RUN-8");
        }
        if (0 < story.completed().row().required("houseDeficit"))
        {
            clauses.add("RUN-9");
        }
        return clauses;
    }

    private static String clause(final String policy)
    {
        return switch (policy)
        {
            case "PRO_RATA" -> "POL-2";
            case "WATERFILL" -> "POL-3";
            default -> "POL-1";
        };
    }

    private InstrumentTerms instrument(final WireRow row)
    {
        return catalog.instrument((int)row.required("instrument"));
    }

    private String offsetPrice(final WireRow row)
    {
        final long lots = -Long.signum(row.required("counterpartyLots")) * row.required("quantityLots");
        final String offsetPrice =
            offsetPrices.atMoney(instrument(row), row.required("markTicks"), lots, row.required("surcharge"));
        return null == offsetPrice ? "" : ", an offset price of " + offsetPrice;
    }

    private String choice(final WireRow row)
    {
        final String profit = "its profit was " + percent(row.required("roe")) + " % of its cost" +
            " and its leverage " + multiple(row.required("leverage"));
        final String group = 0 < row.required("unrealizedPnl") ? "" :
            " It was not in profit: it came only after all who were.";
        return switch (row.text("policy"))
        {
            case "PRO_RATA" -> "all who hold the other side give in proportion to what they hold (POL-2)." + group;
            case "WATERFILL" -> "lots come one by one from whoever is the most leveraged then, and " + profit +
                " (POL-3)." + group;
            default -> "the most profitable and most leveraged close first; " + profit + ", a score of " +
                Figure.grouped(Long.toString(row.required("score"))) + " (the one " +
                (row.required("roe") < 0 ? "divided by" : "times") +
                " the other, in millionths of millionths), which made it number " +
                row.required("rank") + " (POL-1)." + group;
        };
    }

    private String lots(final WireRow row, final InstrumentTerms instrument)
    {
        final long held = Math.abs(row.required("counterpartyLots"));
        final long gave = row.required("quantityLots");
        final String keeps = "it held " + RunSentences.quantity(instrument, held) + " and gave " +
            (held == gave ? "all of it" : RunSentences.quantity(instrument, gave));
        if ("PRO_RATA".equals(row.text("policy")))
        {
            return keeps + "; with the others who gave it held " + RunSentences.quantity(instrument, together(row)) +
                ", of which " + RunSentences.quantity(instrument, closed(row)) + " were to be closed, and lots that " +
                "the division left over went to the largest remainders (POL-2).";
        }
        if ("WATERFILL".equals(row.text("policy")))
        {
            return keeps + ", until nobody was more leveraged than those whose turn did not come (POL-3).";
        }
        return keeps + (held == gave ? "; each gives all its lots until the leg is closed (POL-1)." :
            ", which was all that was left of the leg (POL-1).");
    }

    private long together(final WireRow row)
    {
        return story.offsets().stream().map(WireMessage::row).filter(each -> isOfLeg(each, row))
            .mapToLong(each -> Math.abs(each.required("counterpartyLots"))).sum();
    }

    private long closed(final WireRow row)
    {
        return story.offsets().stream().map(WireMessage::row).filter(each -> isOfLeg(each, row))
            .mapToLong(each -> each.required("quantityLots")).sum();
    }

    private static boolean isOfLeg(final WireRow each, final WireRow row)
    {
        return "OFFSET".equals(each.text("layer")) && each.required("instrument") == row.required("instrument");
    }

    private String surcharge(final WireRow row)
    {
        final long due = row.required("surchargeDue");
        final long paid = row.required("surcharge");
        final long gain = row.required("gain");
        final long headroom = row.required("headroom");
        if (0 == due)
        {
            return "nothing of the deficit was due on these lots (RUN-7).";
        }
        final String owed = "on these lots " + run.money(due) + " of the deficit were due. ";
        if (paid == due)
        {
            return owed + "It had gained " + run.money(gain) + " on them and had " + run.money(headroom) +
                " above its maintenance margin, so it paid all that was due (RUN-7).";
        }
        return owed + (paid == gain ? "It paid " + run.money(gain) + ", all that it had gained on them, and no " +
            "more: an offset never turns a winner into a loser (RUN-7)." : "It paid " + run.money(headroom) + ", all " +
            "that it had above its maintenance margin, and no more: an offset never sends anybody into liquidation " +
            "(RUN-7).");
    }

    private static String percent(final long millionths)
    {
        return Figure.shown(Figure.millionths(Figure.Unit.RATIO, millionths));
    }

    private static String multiple(final long millionths)
    {
        return Figure.shown(Figure.millionths(Figure.Unit.MULTIPLE, millionths));
    }
}
