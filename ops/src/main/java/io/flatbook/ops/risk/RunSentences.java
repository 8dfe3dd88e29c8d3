package io.flatbook.ops.risk;

import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Explains a default run in sentences: why there was one and who paid its deficit. Each sentence ends with the clauses
 * that it follows from.
 */
public final class RunSentences
{
    private static final int LEGS_TOLD = 3;

    private final RunStory story;
    private final Catalog catalog;
    private final AssetTerms asset;
    private final OffsetPrices offsetPrices;

    /**
     * Constructs it for a run.
     *
     * @param story   a whole one.
     * @param catalog that knows the assets and instruments.
     * @param offsetPrices of linear instruments.
     */
    public RunSentences(final RunStory story, final Catalog catalog, final OffsetPrices offsetPrices)
    {
        this.story = story;
        this.catalog = catalog;
        this.offsetPrices = offsetPrices;
        asset = catalog.asset((int)story.completed().row().required("asset"));
    }

    /**
     * Why there was a run, and what it closed.
     *
     * @return sentences in order.
     */
    public List<String> cause()
    {
        final WireRow started = story.started().row();
        final long equity = started.required("equity");
        final long kept = started.required("kept");
        final long deficit = story.completed().row().required("deficit");
        final List<String> sentences = new ArrayList<>();
        final String account = "Account " + started.required("account") + " had an equity of " + money(equity) +
            " at the marks of update " + started.required("markSequence");
        sentences.add(equity < 0 ? account + ": less than nothing. Its run closes what it holds at mark, and others " +
            "must cover the deficit (STAT-0, RUN-1)." : account + ". It was not bankrupt: its liquidation had failed " +
            "or its default was declared, so its positions were closed at mark (STAT-4, RUN-1).");
        final List<WireRow> legs = new ArrayList<>(started.rows("legs"));
        if (LEGS_TOLD < legs.size())
        {
            sentences.add("It held " + legs.size() + " positions worth " + money(started.required("notional")) +
                " at mark, of which these cost most:");
            legs.sort(Comparator.comparingLong(leg -> -Math.abs(leg.required("cost"))));
        }
        for (final WireRow leg : legs.subList(0, Math.min(LEGS_TOLD, legs.size())))
        {
            sentences.add(leg(leg, 1 == legs.size() && 0 == kept ? equity : 0));
        }
        if (kept > 0)
        {
            sentences.add("What stays has lost " + money(kept) + ", which waits with it: the deficit of this run is " +
                money(deficit) + " (RUN-1).");
        }
        return sentences;
    }

    private String leg(final WireRow leg, final long equity)
    {
        final InstrumentTerms instrument = catalog.instrument((int)leg.required("instrument"));
        final long lots = leg.required("quantityLots");
        final Long mark = leg.number("markTicks");
        final String entry = offsetPrices.average(instrument, lots, leg.required("cost"));
        final StringBuilder sentence = new StringBuilder("It was ").append(lots > 0 ? "long " : "short ")
            .append(quantity(instrument, Math.abs(lots)));
        if (null != entry)
        {
            sentence.append(" from ").append(entry).append(" on average");
        }
        sentence.append(null == mark ? ", which had no mark" : ", marked " + quote(instrument, mark));
        sentence.append("; ").append(leg.required("closingLots") == Math.abs(lots) ? "all of it was closed" :
            quantity(instrument, leg.required("closingLots")) + " of it were closed");
        if (equity < 0 && null != mark)
        {
            final String bankruptcy = offsetPrices.atMoney(instrument, mark, lots, -equity);
            sentence.append(null == bankruptcy ? "" : ". Its bankruptcy price, at which nothing of its equity was " +
                "left, was " + bankruptcy);
        }
        return sentence.append(" (BOOK-3).").toString();
    }

    /**
     * Who paid the deficit, layer by layer.
     *
     * @return sentences in order.
     */
    public List<String> payers()
    {
        final WireRow completed = story.completed().row();
        final List<String> sentences = new ArrayList<>();
        if (0 == completed.required("deficit"))
        {
            sentences.add("There was no deficit: nobody had to pay (RUN-0).");
        }
        else
        {
            sentences.add("The deficit of " + money(completed.required("deficit")) + " was paid by each layer only " +
                "after the one above it was exhausted or capped (RUN-0):");
            ownAccounts(sentences, completed.required("ownAccounts"));
            sentences.add("2. The insurance fund paid " + money(completed.required("fund")) + "; it held " +
                money(completed.required("fundAfter")) + " after the run (RUN-5).");
            sentences.add("3. Counterparties paid " + money(completed.required("surcharge")) + " as a surcharge on " +
                "what they closed, out of their gain on it (RUN-7).");
            sentences.add("4. A haircut took " + money(completed.required("haircut")) + " from all who had gained on " +
                "the other side" + haircuts(completed.required("haircut")) + " (RUN-8).");
            sentences.add("5. The house was left with " + money(completed.required("houseDeficit")) + " (RUN-9).");
        }
        if (0 < completed.required("closeOutFee"))
        {
            sentences.add("The account paid a close-out fee of " + money(completed.required("closeOutFee")) +
                " to the fund (RUN-9).");
        }
        if (0 < completed.required("debtRepaid"))
        {
            sentences.add("It paid back " + money(completed.required("debtRepaid")) + " of what earlier runs had " +
                "given it (RUN-9).");
        }
        return sentences;
    }

    private void ownAccounts(final List<String> sentences, final long total)
    {
        final StringBuilder sentence = new StringBuilder("1. The owner's other accounts paid ").append(money(total));
        for (final WireMessage each : story.collected())
        {
            sentence.append(each == story.collected().get(0) ? ": account " : ", account ")
                .append(each.row().required("account")).append(" gave ").append(money(each.row().required("amount")));
        }
        sentences.add(sentence.append(story.collected().isEmpty() ? " (RUN-4)." :
            ", since they answer for it (RUN-3, RUN-4).").toString());
    }

    private String haircuts(final long total)
    {
        return 0 == total ? "" : " (" + story.haircuts().size() + (1 == story.haircuts().size() ? " account)" :
            " accounts)");
    }

    String money(final long minorUnits)
    {
        return Figure.grouped(asset.money(minorUnits)) + ' ' + asset.symbol();
    }

    static String quantity(final InstrumentTerms instrument, final long lots)
    {
        return null == instrument ? lots + " lots" :
            Figure.grouped(instrument.quantity(lots)) + ' ' + instrument.symbol();
    }

    static String quote(final InstrumentTerms instrument, final long ticks)
    {
        return null == instrument ? ticks + " ticks" : Figure.grouped(instrument.priceOf(ticks));
    }
}
