package io.flatbook.cluster;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Margin;
import io.flatbook.engine.book.Position;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.OffsetPreviewReportEncoder;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The figures by which the plans of different policies are compared. Money in minor units.
 *
 * @param accountsTouched accounts that close lots or give something.
 * @param accountsClosed counterparties of which a position is fully closed.
 * @param largestShare most that one account gives: surcharge, haircut, what is collected.
 * @param topTenShare what the ten accounts give that give most.
 * @param highestLeverage highest absolute value of a position that was reduced, in ppm of the account's equity after.
 * @param hedgesBroken sum over touched accounts and families of the rise of the absolute net mark value.
 */
record PreviewFigures(
    int accountsTouched,
    int accountsClosed,
    long largestShare,
    long topTenShare,
    long highestLeverage,
    long hedgesBroken)
{
    private static final int TOP = 10;
    private static final BigInteger PPM = BigInteger.valueOf(1_000_000);
    private static final BigInteger LEVERAGE_MAX = BigInteger.valueOf(1_000_000_000_000L);

    static PreviewFigures of(final RoundPlan round, final Margin margin)
    {
        final RunPlan plan = round.runs().get(0);
        final TreeMap<Long, Touched> touchedById = new TreeMap<>();
        plan.ownAndDefaulters().forEach((pair) -> touch(touchedById, pair));
        plan.collections().forEach(
            (collection) -> touched(touchedById, collection.account()).given += collection.minorUnits());
        plan.offsets().forEach((pair) -> touch(touchedById, pair));
        round.haircuts().forEach((haircut) -> touched(touchedById, haircut.account()).given += haircut.minorUnits());
        final List<Long> given = new ArrayList<>();
        int closed = 0;
        long highestLeverage = 0;
        long hedgesBroken = 0;
        for (final Touched touched : touchedById.values())
        {
            given.add(touched.given);
            closed += touched.isAnyClosed() ? 1 : 0;
            highestLeverage = Math.max(highestLeverage, touched.leverageAfter(margin));
            hedgesBroken += touched.hedgesBroken();
        }
        given.sort((a, b) -> Long.compare(b, a));
        return new PreviewFigures(
            touchedById.size(),
            closed,
            given.isEmpty() ? 0 : given.get(0),
            given.stream().limit(TOP).mapToLong(Long::longValue).sum(),
            highestLeverage,
            hedgesBroken);
    }

    private static void touch(final TreeMap<Long, Touched> touchedById, final PlannedOffset pair)
    {
        final Touched touched = touched(touchedById, pair.counterparty().account());
        touched.given += pair.surcharge();
        touched.closedByInstrument.merge(pair.instrument().id(), pair.lots(), Long::sum);
    }

    private static Touched touched(final TreeMap<Long, Touched> touchedById, final Account account)
    {
        return touchedById.computeIfAbsent(account.id(), (id) -> new Touched(account));
    }

    void encodeTo(final OffsetPreviewReportEncoder report)
    {
        report.accountsTouched(accountsTouched)
            .accountsClosed(accountsClosed)
            .largestShare(largestShare)
            .topTenShare(topTenShare)
            .highestLeverage(highestLeverage)
            .hedgesBroken(hedgesBroken);
    }

    private static final class Touched
    {
        private final Account account;
        private final TreeMap<Integer, Long> closedByInstrument = new TreeMap<>();
        private long given;

        Touched(final Account account)
        {
            this.account = account;
        }

        boolean isAnyClosed()
        {
            for (int i = 0; i < account.legCount(); i++)
            {
                if (0 == lotsAfter(account.leg(i)))
                {
                    return true;
                }
            }
            return false;
        }

        long leverageAfter(final Margin margin)
        {
            final long equityAfter = margin.equity(account) - given;
            long highest = 0;
            for (int i = 0; i < account.legCount(); i++)
            {
                final Position leg = account.leg(i);
                final long lotsAfter = lotsAfter(leg);
                if (lotsAfter != leg.quantityLots() && 0 != lotsAfter)
                {
                    highest = Math.max(highest, leverage(valueOf(leg.instrument(), lotsAfter), equityAfter));
                }
            }
            return highest;
        }

        long hedgesBroken()
        {
            final TreeMap<String, long[]> netByFamily = new TreeMap<>();
            for (int i = 0; i < account.legCount(); i++)
            {
                final Position leg = account.leg(i);
                final Instrument instrument = leg.instrument();
                final long[] net = netByFamily.computeIfAbsent(instrument.family(), (family) -> new long[2]);
                net[0] += leg.value();
                net[1] += valueOf(instrument, lotsAfter(leg));
            }
            long rise = 0;
            for (final long[] net : netByFamily.values())
            {
                rise += Math.max(0, Math.abs(net[1]) - Math.abs(net[0]));
            }
            return rise;
        }

        private long lotsAfter(final Position leg)
        {
            final long closedLots = closedByInstrument.getOrDefault(leg.instrument().id(), 0L);
            return leg.quantityLots() - Long.signum(leg.quantityLots()) * closedLots;
        }

        private static long valueOf(final Instrument instrument, final long lots)
        {
            return 0 == lots ? 0 : instrument.value(lots, instrument.markTicks());
        }

        private static long leverage(final long valueAfter, final long equityAfter)
        {
            if (equityAfter <= 0)
            {
                return LEVERAGE_MAX.longValue();
            }
            return BigInteger.valueOf(Math.abs(valueAfter))
                .multiply(PPM)
                .divide(BigInteger.valueOf(equityAfter))
                .max(BigInteger.ONE)
                .min(LEVERAGE_MAX)
                .longValue();
        }
    }
}
