package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;

import java.util.ArrayList;
import java.util.List;

/**
 * A round of default runs while it is applied (RUN-2): what its runs share, and whose turn it is.
 */
final class Round
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A run of the round, with what is captured of it, null if nobody wants it. */
    static final class Run
    {
        private final long number;
        private final RunPlan plan;
        private final RunCapture capture;
        private final Long capLeft;
        private int pairs;

        private Run(final long number, final RunPlan plan, final RunCapture capture, final Long capLeft)
        {
            this.number = number;
            this.plan = plan;
            this.capture = capture;
            this.capLeft = capLeft;
        }

        long number()
        {
            return number;
        }

        RunPlan plan()
        {
            return plan;
        }
    }

    private final EngineView engine;
    private final List<Run> runs = new ArrayList<>();
    private final HaircutCapture haircuts;
    private int collectionsSeen;
    private int completed;

    Round(final EngineView engine)
    {
        this.engine = engine;
        haircuts = new HaircutCapture(engine);
    }

    boolean isOver()
    {
        return completed == runs.size();
    }

    /** A run starts: the book is at the freeze. */
    void start(final long number, final RunPlan plan, final RunCapture capture)
    {
        final long capLeft = plan.account().asset().ownerCapLeft(plan.account().owner(), engine.timeMs());
        runs.add(new Run(number, plan, capture, Long.MAX_VALUE == capLeft ? null : capLeft));
        haircuts.freeze(number, plan);
    }

    /** Orders are canceled: of a defaulter when it starts, of a counterparty before the pair is booked. */
    void orders(final long number, final Account account, final Instrument instrument)
    {
        final int index = index(number);
        final Run run = runs.get(index);
        if (account != run.plan.account())
        {
            final int ownPairs = run.plan.ownAndDefaulters().size();
            final boolean isOffset = run.pairs >= ownPairs;
            seeCollections(isOffset ? runs.size() : index, null, 0);
            if (isOffset && null != run.capture)
            {
                final List<PlannedOffset> offsets = run.plan.offsets();
                final int pair = run.pairs - ownPairs;
                if (0 == pair || offsets.get(pair - 1).instrument() != instrument)
                {
                    run.capture.leg(instrument);
                }
            }
            run.pairs++;
        }
    }

    /** An own account has given. */
    void collected(final long number, final Account account, final long minorUnits)
    {
        seeCollections(index(number) + 1, account, minorUnits);
    }

    /** Haircut was taken. */
    void haircut(final RoundPlan.Haircut haircut)
    {
        seeCollections(runs.size(), null, 0);
        haircuts.taken(haircut, runs);
    }

    /** A run is over; its dossier comes back if it is wanted. */
    ProvenDocument complete(final long number)
    {
        seeCollections(runs.size(), null, 0);
        haircuts.begin(null, 0, runs);
        completed++;
        final Run run = runs.get(index(number));
        if (null == run.capture)
        {
            return null;
        }
        run.capture.body().set("fund", fund(run.plan.account().asset(), run.capture.body()));
        run.capture.body().set("haircut", haircuts.json());
        return run.capture.complete(runs);
    }

    private int index(final long number)
    {
        return (int)(number - runs.get(0).number);
    }

    // What the runs before one could collect is looked at as late as can be; an account that just gave is put back.
    private void seeCollections(final int until, final Account giver, final long given)
    {
        for (; collectionsSeen < until; collectionsSeen++)
        {
            final RunCapture capture = runs.get(collectionsSeen).capture;
            if (null != capture)
            {
                capture.collections(runs, giver, given);
            }
        }
    }

    private ObjectNode fund(final Asset asset, final ObjectNode body)
    {
        final ObjectNode fund = (ObjectNode)body.get("fund");
        final ArrayNode needs = JSON.arrayNode();
        for (final Run run : runs)
        {
            final RunPlan plan = run.plan;
            if (plan.account().asset() == asset && plan.deficit() - plan.ownAccounts() > 0)
            {
                needs.add(JSON.objectNode().put("run", run.number).put("owner", firstRunOf(plan))
                    .put("deficit", plan.deficit() - plan.ownAccounts()).put("capLeft", run.capLeft)
                    .put("drawn", plan.fundDrawn()));
            }
        }
        fund.set("runs", needs);
        return fund;
    }

    private long firstRunOf(final RunPlan plan)
    {
        for (final Run run : runs)
        {
            if (run.plan.account().owner() == plan.account().owner())
            {
                return run.number;
            }
        }
        throw new IllegalStateException("a run of no round");
    }
}
