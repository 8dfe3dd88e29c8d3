package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.EntryLedger;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.PendingRun;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.book.Sides;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.Side;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gains haircut of a round was computed from (RUN-8).
 */
final class HaircutCapture
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Who gained on a side: the gain of its position at the freeze, and what a settlement or funding gave. */
    private record Winner(long pnl, long entryGain)
    {
    }

    /** A side that runs charge. */
    private static final class ChargedSide
    {
        private final Instrument instrument;
        private final Side side;
        private final TreeMap<Long, Winner> winners = new TreeMap<>();
        private final TreeMap<Long, Long> taken = new TreeMap<>();
        private final List<Account> chargers = new ArrayList<>();

        private ChargedSide(final Instrument instrument, final Side side)
        {
            this.instrument = instrument;
            this.side = side;
        }
    }

    private final EngineView engine;
    private final TreeMap<Long, ChargedSide> sides = new TreeMap<>();
    private final TreeMap<Long, Long> givenBefore = new TreeMap<>();
    private final ArrayNode charging = JSON.arrayNode();
    private ArrayNode accounts;

    HaircutCapture(final EngineView engine)
    {
        this.engine = engine;
    }

    /** Sees a run at the freeze. */
    void freeze(final long number, final RunPlan plan)
    {
        if (plan.uncollected() > 0)
        {
            final TreeMap<Long, ChargedSide> ofRun = new TreeMap<>();
            for (final RunPlan.Leg leg : plan.legs())
            {
                if (leg.lotsToClose() > 0)
                {
                    charge(leg.instrument(), Sides.of(leg.quantityLots()), ofRun);
                }
            }
            final EntryLedger.Settled settled = engine.ledger().settledOf(plan.account());
            if (null != settled)
            {
                charge(settled.instrument(), Sides.of(settled.quantityLots()), ofRun);
            }
            for (final PendingRun.GivenAway given : engine.pendingRuns().of(plan.account()).givenAway())
            {
                final Instrument instrument = engine.book().instrument(given.instrumentId());
                if (null != instrument)
                {
                    charge(instrument, given.side(), ofRun);
                }
            }
            final ArrayNode charged = JSON.arrayNode();
            for (final ChargedSide side : ofRun.values())
            {
                side.chargers.add(plan.account());
                charged.add(JSON.arrayNode().add(side.instrument.id()).add(side.side.name()));
            }
            final ObjectNode row = JSON.objectNode().put("run", number).put("uncollected", plan.uncollected());
            row.set("sides", charged);
            charging.add(row.put("credited", plan.haircut()));
        }
    }

    private void charge(final Instrument instrument, final Side ofDefaulter, final TreeMap<Long, ChargedSide> ofRun)
    {
        final Side opposite = Sides.opposite(ofDefaulter);
        final long key = instrument.id() * 2L + (Side.LONG == opposite ? 0 : 1);
        ChargedSide side = sides.get(key);
        if (null == side)
        {
            side = new ChargedSide(instrument, opposite);
            sides.put(key, side);
            findWinners(side);
        }
        ofRun.put(key, side);
    }

    private void findWinners(final ChargedSide side)
    {
        final TreeMap<Long, Long> entryGains = engine.ledger().gainsOf(side.instrument, side.side);
        for (final Position position : side.instrument.positions())
        {
            if (Sides.of(position.quantityLots()) == side.side)
            {
                final long id = position.account().id();
                add(side, position.account(), Math.max(0, position.unrealizedPnl()), entryGains.getOrDefault(id, 0L));
            }
        }
        for (final Map.Entry<Long, Long> gain : entryGains.entrySet())
        {
            if (!side.winners.containsKey(gain.getKey()))
            {
                add(side, engine.book().account(gain.getKey()), 0, gain.getValue());
            }
        }
    }

    private void add(final ChargedSide side, final Account account, final long pnl, final long entryGain)
    {
        if (pnl > 0 || entryGain > 0)
        {
            side.winners.put(account.id(), new Winner(pnl, entryGain));
            givenBefore.put(account.id(), engine.ledger().givenToRuns(account));
        }
    }

    /** An account has given. */
    void taken(final RoundPlan.Haircut haircut, final List<Round.Run> runs)
    {
        begin(haircut.account(), haircut.minorUnits(), runs);
        sides.get(haircut.instrument().id() * 2L + (Side.LONG == haircut.side() ? 0 : 1))
            .taken.put(haircut.account().id(), haircut.minorUnits());
    }

    /** The haircut begins, or just took a first amount, which is put back. */
    void begin(final Account giver, final long given, final List<Round.Run> runs)
    {
        if (null != accounts)
        {
            return;
        }
        accounts = JSON.arrayNode();
        for (final Round.Run run : runs)
        {
            givenBefore.remove(run.plan().account().id());
            sides.values().forEach((side) -> side.winners.remove(run.plan().account().id()));
        }
        for (final ChargedSide side : sides.values())
        {
            side.winners.keySet().removeIf((id) -> side.chargers.stream()
                .anyMatch((charger) -> charger.owner() == engine.book().account(id).owner()));
        }
        for (final Map.Entry<Long, Long> before : givenBefore.entrySet())
        {
            final Account account = engine.book().account(before.getKey());
            final long back = account == giver ? given : 0;
            accounts.add(JSON.objectNode().put("account", account.id())
                .put("equity", engine.margin().equity(account) + back)
                .put("given", engine.ledger().givenToRuns(account) - back - before.getValue())
                .put("givenBefore", before.getValue()));
        }
    }

    /** What it came from; sides in order, accounts in order. */
    JsonNode json()
    {
        final ObjectNode json = JSON.objectNode();
        json.set("runs", charging.deepCopy());
        json.set("accounts", accounts.deepCopy());
        final ArrayNode rows = JSON.arrayNode();
        for (final ChargedSide side : sides.values())
        {
            final ArrayNode winners = JSON.arrayNode();
            side.winners.forEach((id, winner) -> winners.add(JSON.objectNode().put("account", id)
                .put("gainAtFreeze", winner.pnl()).put("entryGain", winner.entryGain())
                .put("taken", side.taken.getOrDefault(id, 0L))));
            final ObjectNode row = JSON.objectNode().put("instrument", side.instrument.id())
                .put("side", side.side.name());
            row.set("winners", winners);
            rows.add(row);
        }
        json.set("sides", rows);
        return json;
    }
}
