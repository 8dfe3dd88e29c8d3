package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.AccountStatus;
import io.flatbook.sbe.OffsetLayer;
import io.flatbook.sbe.Switch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recomputes from the book, lot by lot, whom each leg of a run must have met and in what order (RUN-7, POL-1 to POL-4),
 * and holds it against what the events tell. For small books of linear instruments: figures fit a long with ease.
 */
final class PolicyProperties
{
    private record Leg(long accountId, int instrumentId)
    {
    }

    private final Map<Leg, Long> lotsToClose = new HashMap<>();
    private final Set<Leg> hedgedAtFreeze = new HashSet<>();
    private final List<PlannedOffset> pairs = new ArrayList<>();
    private ClearingEngine engine;
    private List<PolicyChoice> before = List.of();
    private List<PolicyChoice> choices = List.of();
    private Leg leg;
    private long runsOpen;
    private long lots;
    private int legs;

    void watch(final ClearingEngine watched)
    {
        engine = watched;
    }

    /** Legs that met a stranger. */
    int legs()
    {
        return legs;
    }

    /** An event of the engine. */
    void told(final String name, final Object[] arguments)
    {
        switch (name)
        {
            case "defaultRunStarted" -> started((RunPlan)arguments[3]);
            case "cancelOrders" -> before = choices((Instrument)arguments[2]);
            case "positionOffset" -> offset((Account)arguments[1], (PlannedOffset)arguments[2]);
            case "defaultRunCompleted" -> completed();
            default ->
            {
                // Nothing else chooses lots.
            }
        }
    }

    private void started(final RunPlan plan)
    {
        if (0 == runsOpen++)
        {
            freeze();
        }
        plan.legs().forEach((each) -> lotsToClose.put(
            new Leg(plan.account().id(), each.instrument().id()), each.lotsToClose()));
    }

    private void freeze()
    {
        lotsToClose.clear();
        hedgedAtFreeze.clear();
        for (Account account = engine.book().nextAccount(0); null != account;
            account = engine.book().nextAccount(account.id()))
        {
            for (int i = 0; i < account.legCount(); i++)
            {
                if (isHedged(account, account.leg(i)))
                {
                    hedgedAtFreeze.add(new Leg(account.id(), account.leg(i).instrument().id()));
                }
            }
        }
    }

    // POL-4; all instruments are of one family.
    private static boolean isHedged(final Account account, final Position position)
    {
        long opposite = 0;
        for (int i = 0; i < account.legCount(); i++)
        {
            opposite += account.leg(i).isLong() == position.isLong() ? 0 : Math.abs(account.leg(i).value());
        }
        return opposite > 0 && 2 * opposite >= Math.abs(position.value());
    }

    /** All positions as they are now. */
    private List<PolicyChoice> choices(final Instrument instrument)
    {
        final List<PolicyChoice> all = new ArrayList<>();
        for (final Position position : instrument.positions())
        {
            final Account account = position.account();
            final boolean isSpared = Switch.ON == instrument.spareHedges() &&
                hedgedAtFreeze.contains(new Leg(account.id(), instrument.id()));
            final int group = AccountStatus.DEFAULTED == account.status() ? 4 :
                (position.unrealizedPnl() > 0 ? 0 : 2) + (isSpared ? 1 : 0);
            all.add(new PolicyChoice(account, position.quantityLots(), engine.margin().equity(account),
                position.unrealizedPnl(), position.cost(), position.value(), group));
        }
        return all;
    }

    private void offset(final Account defaulter, final PlannedOffset pair)
    {
        final Leg now = new Leg(defaulter.id(), pair.instrument().id());
        if (OffsetLayer.OFFSET == pair.layer())
        {
            if (!now.equals(leg))
            {
                legEnds();
                leg = now;
                lots = lotsToClose.get(now);
                choices = before.stream().filter((each) -> each.account().owner() != defaulter.owner() &&
                    each.quantityLots() > 0 == pair.lotsBefore() > 0).toList();
            }
            pairs.add(pair);
        }
        close(now, pair.lots());
        close(new Leg(pair.counterparty().account().id(), pair.instrument().id()), pair.lots());
    }

    private void close(final Leg closed, final long closedLots)
    {
        lotsToClose.computeIfPresent(closed, (key, left) -> Math.max(0, left - closedLots));
    }

    private void completed()
    {
        legEnds();
        runsOpen--;
    }

    /** What the leg met against what it must have met. */
    private void legEnds()
    {
        if (null != leg)
        {
            final List<String> met = new ArrayList<>();
            pairs.forEach((pair) -> met.add(PolicyChoice.line(
                pair.counterparty().account().id(), pair.lots(), pair.rank(), pair.score().score())));
            assertThat(met).as("%s of %s, %d lots, of %s", pairs.get(0).policy(), leg, lots, choices)
                .isEqualTo(PolicyChoice.expected(pairs.get(0).policy(), lots, choices));
            legs++;
            pairs.clear();
            leg = null;
        }
    }
}
