package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountHashes;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.OwnerAccounts;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.offset.OffsetQueue;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Recourse;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * One default run while it is applied. Accounts stand by their ids here; the dossier replaces them.
 */
final class RunCapture
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FORMAT = "flatbook-dossier-1";
    /** The clauses of the contract that a dossier is checked against. */
    private static final List<String> CLAUSES = List.of("NUM-3", "NUM-5", "NUM-6", "BOOK-3", "MAR-1", "MAR-2", "MAR-3",
        "MAR-4", "RUN-0", "RUN-1", "RUN-4", "RUN-5", "RUN-7", "RUN-8", "RUN-9", "RUN-10", "POL-0", "POL-1", "POL-2",
        "POL-3", "POL-4", "I4", "I5", "I6");
    /** Groups of candidates (RUN-7, POL-4). */
    private static final int OTHERS = 2;
    private static final int IN_DEFAULT = 4;

    /** How an account's position is hedged at the freeze: its value, and that of what hedges it, null for nothing. */
    private record Hedge(long value, Long opposite)
    {
        private boolean isHedged()
        {
            return null != opposite && opposite >= Math.abs(value) - opposite;
        }
    }

    /** A candidate in its group. */
    private record Ranked(OffsetQueue.Place place, int group)
    {
    }

    private final EngineView engine;
    private final RunPlan plan;
    private final AccountHashes hashes;
    private final long givenBefore;
    private final ObjectNode body = JSON.objectNode();
    private final TreeMap<Integer, ObjectNode> offsetLegs = new TreeMap<>();
    private final List<ProvenDocument.Leaves> candidates = new ArrayList<>();
    private final TreeMap<Integer, TreeMap<Long, Hedge>> hedges = new TreeMap<>();

    /** Looks at the book at the freeze. */
    RunCapture(
        final EngineView engine, final long run, final RunPlan plan, final long logPosition, final long markSequence,
        final byte[] key)
    {
        this.engine = engine;
        this.plan = plan;
        hashes = AccountHashes.of(engine.book(), "run " + run, key);
        final Account account = plan.account();
        final Asset asset = account.asset();
        givenBefore = engine.ledger().givenToRuns(account);
        body.put("run", run).put("logPosition", logPosition).put("timeMs", engine.timeMs())
            .put("markSequence", markSequence).put("defaulter", account.id());
        body.set("asset", BookJson.asset(asset));
        body.set("waterfall", BookJson.waterfall(asset.waterfall()));
        body.put("collateral", account.collateral()).put("debt", account.debt())
            .put("declared", engine.pendingRuns().of(account).declared());
        body.set("fund", JSON.objectNode().put("balance", asset.insuranceFund()).put("windowDrawn",
            asset.windowAt(engine.timeMs()) == asset.window() ? asset.windowDrawn() : 0));
        final ArrayNode instruments = JSON.arrayNode();
        for (final RunPlan.Leg leg : plan.legs())
        {
            instruments.add(BookJson.instrument(leg.instrument()));
            if (Switch.ON == leg.instrument().spareHedges() && leg.lotsToClose() > 0)
            {
                hedges.put(leg.instrument().id(), hedges(leg));
            }
        }
        body.set("instruments", instruments);
    }

    ObjectNode body()
    {
        return body;
    }

    private static TreeMap<Long, Hedge> hedges(final RunPlan.Leg leg)
    {
        final TreeMap<Long, Hedge> all = new TreeMap<>();
        final Side side = Sides.opposite(Sides.of(leg.quantityLots()));
        for (final Position position : leg.instrument().positions())
        {
            if (Sides.of(position.quantityLots()) == side)
            {
                all.put(position.account().id(), hedge(position));
            }
        }
        return all;
    }

    private static Hedge hedge(final Position position)
    {
        final Instrument instrument = position.instrument();
        final boolean isUp = Sides.isUp(instrument, position.quantityLots());
        Long opposite = null;
        for (int i = 0; i < position.account().legCount(); i++)
        {
            final Position leg = position.account().leg(i);
            if (leg.instrument().family().equals(instrument.family()) &&
                Sides.isUp(leg.instrument(), leg.quantityLots()) != isUp)
            {
                opposite = (null == opposite ? 0 : opposite) + Math.abs(leg.value());
            }
        }
        return new Hedge(position.value(), opposite);
    }

    /** The answerable accounts as they are, before they give. */
    void collections(final List<Round.Run> runs, final Account giver, final long given)
    {
        final ArrayNode rows = JSON.arrayNode();
        final Account defaulter = plan.account();
        final OwnerAccounts accounts = defaulter.ownerAccounts();
        final boolean ofOwner = Recourse.OWNER == defaulter.asset().waterfall().recourse();
        for (int i = 0; i < accounts.count() && plan.deficit() > 0; i++)
        {
            final Account account = accounts.account(i);
            if (account != defaulter && (ofOwner || account.pledged()))
            {
                rows.add(JSON.objectNode().put("account", account.id())
                    .put("equity", engine.margin().equity(account) + (account == giver ? given : 0))
                    .put("maintenance", engine.margin().maintenanceMargin(account))
                    .put("inRound", runs.stream().anyMatch((run) -> run.plan().account() == account))
                    .put("gave", plan.collections().stream().filter((gift) -> gift.account() == account)
                        .mapToLong(RunPlan.Collection::minorUnits).sum()));
            }
        }
        body.set("collections", rows);
    }

    /** The candidates of a leg, right before its first pair. */
    void leg(final Instrument instrument)
    {
        final Account defaulter = plan.account();
        final Side side = Sides.opposite(Sides.of(defaulter.leg(instrument).quantityLots()));
        final List<Ranked> ranked = new ArrayList<>();
        long ownLots = 0;
        for (final OffsetQueue.Place place : engine.queue().side(instrument, side))
        {
            if (place.position().account().owner() == defaulter.owner())
            {
                ownLots += Math.abs(place.position().quantityLots());
            }
            else
            {
                ranked.add(new Ranked(place, group(place)));
            }
        }
        ranked.sort(Comparator.comparingInt(Ranked::group));
        final TreeMap<Long, PlannedOffset> chosen = new TreeMap<>();
        final ArrayNode last = JSON.arrayNode();
        long offsetLots = 0;
        for (final PlannedOffset pair : plan.offsets())
        {
            offsetLots += pair.instrument() == instrument ? pair.lots() : 0;
            if (pair.instrument() == instrument && OffsetLayer.OFFSET == pair.layer())
            {
                chosen.put(pair.counterparty().account().id(), pair);
            }
            else if (pair.instrument() == instrument)
            {
                last.add(JSON.objectNode().put("account", pair.counterparty().account().id())
                    .put("lots", pair.lots()).put("surchargeDue", pair.surchargeDue()));
            }
        }
        final List<ObjectNode> leaves = new ArrayList<>(ranked.size());
        final List<BigInteger> lots = new ArrayList<>(ranked.size());
        for (final Ranked candidate : ranked)
        {
            leaves.add(leaf(candidate, chosen));
            lots.add(BigInteger.valueOf(Math.abs(candidate.place().position().quantityLots())));
        }
        candidates.add(new ProvenDocument.Leaves(instrument.id(), leaves, lots));
        final ObjectNode leg = JSON.objectNode().put("openInterestLots", instrument.openInterestLots())
            .put("ownLots", ownLots).put("offsetLots", offsetLots);
        leg.set("ownLast", last);
        offsetLegs.put(instrument.id(), leg);
    }

    private int group(final OffsetQueue.Place place)
    {
        final Account account = place.position().account();
        final Hedge hedge = hedge(place);
        return AccountStatus.DEFAULTED == account.status() ? IN_DEFAULT :
            (place.score().unrealizedPnl() > 0 ? 0 : OTHERS) + (null != hedge && hedge.isHedged() ? 1 : 0);
    }

    private Hedge hedge(final OffsetQueue.Place place)
    {
        final TreeMap<Long, Hedge> ofInstrument = hedges.get(place.position().instrument().id());
        return null == ofInstrument ? null : ofInstrument.get(place.position().account().id());
    }

    private ObjectNode leaf(final Ranked ranked, final TreeMap<Long, PlannedOffset> chosen)
    {
        final Position position = ranked.place().position();
        final Account account = position.account();
        final long requirement = engine.margin().maintenanceMargin(position.instrument(), position.quantityLots());
        final ObjectNode leaf = JSON.objectNode().put("account", account.id())
            .put("lots", position.quantityLots()).put("cost", position.cost())
            .put("equity", engine.margin().equity(account))
            .put("otherMaintenance", engine.margin().maintenanceMargin(account) - requirement)
            .put("defaulted", AccountStatus.DEFAULTED == account.status())
            .put("group", ranked.group())
            .put("score", ranked.place().score().score());
        final Hedge hedge = hedge(ranked.place());
        if (null != hedge)
        {
            leaf.put("valueAtFreeze", hedge.value()).put("hedge", hedge.opposite());
        }
        final PlannedOffset pair = chosen.get(account.id());
        if (null != pair)
        {
            leaf.put("choice", pair.rank()).put("closedLots", pair.lots()).put("surchargeDue", pair.surchargeDue())
                .put("surcharge", pair.surcharge()).put("gain", pair.gain()).put("headroom", pair.headroom())
                .put("restMaintenance", engine.margin().maintenanceMargin(position.instrument(),
                    position.quantityLots() - Long.signum(position.quantityLots()) * pair.lots()));
        }
        return leaf;
    }

    /** The run is over. */
    ProvenDocument complete(final List<Round.Run> runs)
    {
        weigh();
        final ArrayNode legs = JSON.arrayNode();
        for (final RunPlan.Leg leg : plan.legs())
        {
            final Position left = plan.account().leg(leg.instrument());
            final long lotsAfter = null == left ? 0 : left.quantityLots();
            final ObjectNode row = legs.addObject().put("instrument", leg.instrument().id())
                .put("lots", leg.quantityLots()).put("cost", leg.cost())
                .put("closable", leg.instrument().closable(engine.timeMs()))
                .put("lotsToClose", leg.lotsToClose()).put("lotsAfter", lotsAfter)
                .put("maintenanceAfter", engine.margin().maintenanceMargin(leg.instrument(), lotsAfter));
            if (offsetLegs.containsKey(leg.instrument().id()))
            {
                row.setAll(offsetLegs.get(leg.instrument().id()));
            }
        }
        body.set("legs", legs);
        final ArrayNode ownPairs = JSON.arrayNode();
        for (final PlannedOffset pair : plan.ownAndDefaulters())
        {
            ownPairs.add(JSON.objectNode().put("layer", pair.layer().name()).put("instrument", pair.instrument().id())
                .put("account", pair.counterparty().account().id()).put("lots", pair.lots()));
        }
        body.set("pairsBefore", ownPairs);
        body.set("totals", JSON.objectNode().put("equity", plan.equity()).put("kept", plan.kept())
            .put("deficit", plan.deficit()).put("ownAccounts", plan.ownAccounts()).put("fund", plan.fundDrawn())
            .put("surcharge", plan.surcharge()).put("uncollected", plan.uncollected())
            .put("haircut", plan.haircut()).put("houseDeficit", plan.houseDeficit())
            .put("closeOutFee", plan.closeOutFee()).put("debtRepaid", plan.debtRepaid()).put("debt", plan.debt())
            .put("gave", engine.ledger().givenToRuns(plan.account()) - givenBefore)
            .put("equityAfter", plan.equityAfter()));
        final ArrayNode round = JSON.arrayNode();
        runs.forEach((run) -> round.add(run.number()));
        body.set("round", round);
        final ArrayNode clauses = JSON.arrayNode();
        CLAUSES.forEach(clauses::add);
        body.set("clauses", clauses);
        return ProvenDocument.of(FORMAT, body, candidates, hashes);
    }

    // What the deficit is shared over: by maintenance; by value if no leg has any; by lots if none has a value (RUN-7).
    private void weigh()
    {
        final List<ObjectNode> rows = new ArrayList<>();
        final List<long[]> weights = new ArrayList<>();
        for (final RunPlan.Leg leg : plan.legs())
        {
            final ObjectNode row = offsetLegs.get(leg.instrument().id());
            if (null != row)
            {
                final long lots = Long.signum(leg.quantityLots()) * row.get("offsetLots").longValue();
                rows.add(row);
                weights.add(new long[]{engine.margin().deficitWeight(leg.instrument(), lots),
                    Math.abs(leg.instrument().markValue(lots)), Math.abs(lots)});
            }
        }
        int by = 0;
        while (by < 2 && isZero(weights, by))
        {
            by++;
        }
        for (int i = 0; i < rows.size(); i++)
        {
            rows.get(i).put("weight", weights.get(i)[by]);
        }
    }

    private static boolean isZero(final List<long[]> weights, final int by)
    {
        return weights.stream().allMatch((ofLeg) -> 0 == ofLeg[by]);
    }
}
