package io.flatbook.twin;

import static io.flatbook.twin.Scene.step;

import io.flatbook.sbe.InstrumentStatus;
import io.flatbook.sbe.MarginModel;
import io.flatbook.twin.Scene.Step;
import io.flatbook.twin.TwinNouns.Instrument;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes marks and funding: small moves, gaps, and moves of a whole family together. */
final class MarkMaker
{
    private static final long HOME = 1_000;
    private static final long HOME_OF_OPTIONS = 40;

    private final Scene scene;
    private final Twin twin;
    private final Chance chance;
    private final int gapPercent;

    MarkMaker(final Scene scene)
    {
        this.scene = scene;
        this.twin = scene.twin;
        this.chance = scene.chance;
        this.gapPercent = chance.one(1, 4, 12);
    }

    Step marks()
    {
        final List<Instrument> left = new ArrayList<>(twin.instruments.values());
        if (!chance.percent(2))
        {
            left.removeIf(instrument -> InstrumentStatus.SETTLED == instrument.status);
        }
        if (left.isEmpty())
        {
            return update(new int[] {1}, new long[] {HOME});
        }
        return chance.percent(45) ? family(left) : some(left);
    }

    private Step some(final List<Instrument> left)
    {
        final int count = Math.min(left.size(), chance.percent(20) ? left.size() : 1 + chance.below(3));
        final int[] ids = new int[count];
        final long[] ticks = new long[count];
        for (int i = 0; i < count; i++)
        {
            final Instrument instrument = left.remove(chance.below(left.size()));
            ids[i] = chance.percent(1) ? chance.below(12) - 1 : instrument.id;
            ticks[i] = chance.junk(markOf(instrument));
        }
        return update(ids, ticks);
    }

    /** All of a family go the same way, nearly as far. */
    private Step family(final List<Instrument> left)
    {
        final String family = chance.of(left).family;
        final List<Instrument> all = left.stream().filter(instrument -> instrument.family.equals(family)).toList();
        final int percent = chance.percent(2 * gapPercent) ? 45 : chance.percent(30) ? 12 : 4;
        final long move = chance.about(0, percent);
        final int[] ids = all.stream().mapToInt(instrument -> instrument.id).toArray();
        final long[] ticks = all.stream().mapToLong(instrument -> moved(instrument, move)).toArray();
        return update(ids, ticks);
    }

    private long moved(final Instrument instrument, final long percent)
    {
        final long home = home(instrument);
        final long last = null == instrument.mark ? home : instrument.mark;
        final long way = instrument.option() && io.flatbook.sbe.InstrumentKind.PUT == instrument.kind ?
            -percent : percent;
        final long noise = chance.percent(40) ? chance.about(0, Math.max(1, Math.abs(last) / 200)) : 0;
        final long moved = last + Math.max(Math.abs(last), belowZero(instrument) ? home : 1) * way / 100 + noise;
        return drawnBack(instrument, moved);
    }

    private Step update(final int[] ids, final long[] ticks)
    {
        final long sequence = chance.percent(2) ? scene.lastSequence - chance.below(3) : ++scene.lastSequence;
        final String gateway = chance.percent(40) ? "gateway/marks" : chance.percent(50) ? "gateway/a" : "gateway/b";
        return step(gateway, (clearing, by) -> clearing.updateMarkPrices(by, sequence, ids, ticks),
            "marks", sequence, IntStream.of(ids).boxed().toList(), LongStream.of(ticks).boxed().toList());
    }

    private static boolean belowZero(final Instrument instrument)
    {
        return instrument.minTicks < 0;
    }

    private static long home(final Instrument instrument)
    {
        return instrument.option() ? HOME_OF_OPTIONS : MarginModel.BOUNDED == instrument.margins.model() ?
            HOME / 2 : belowZero(instrument) ? HOME / 5 : HOME;
    }

    /** The next mark: mostly a small move, now and then a gap, drawn back to where prices began. */
    private long markOf(final Instrument instrument)
    {
        final long home = home(instrument);
        final long last = null == instrument.mark ? home : instrument.mark;
        if (null != instrument.held && chance.percent(50))
        {
            return chance.about(instrument.held, Math.max(1, Math.min(home, Math.abs(instrument.held) / 25)));
        }
        final int dice = chance.below(100);
        final int percent = dice < gapPercent ? 45 : dice < 2 * gapPercent ? 12 : 3;
        final long width = Math.max(Math.abs(last), belowZero(instrument) ? home : 1);
        final long moved = 99 == dice ? chance.about(home, home * 9 / 10) :
            chance.about(last, Math.max(1, width * percent / 100));
        return drawnBack(instrument, moved);
    }

    private long drawnBack(final Instrument instrument, final long moved)
    {
        final long home = home(instrument);
        if (belowZero(instrument))
        {
            return Math.abs(moved) > 4 * home ? chance.about(home, 2 * home) : moved;
        }
        if (MarginModel.BOUNDED == instrument.margins.model())
        {
            return chance.percent(99) ? Math.max(0, Math.min(2 * home, moved)) : moved;
        }
        final boolean worthless = instrument.option() && chance.percent(2);
        return worthless ? 0 : moved > 4 * home || moved < home / 4 ? chance.near(home, 20) : moved;
    }

    Step funding()
    {
        final List<Instrument> perpetuals = twin.instruments.values().stream().filter(Instrument::perpetual).toList();
        final int instrumentId = perpetuals.isEmpty() || chance.percent(5) ? scene.instrumentId() :
            chance.of(perpetuals).id;
        final long ratePpb = chance.percent(90) ? chance.about(0, chance.percent(10) ? 400_000_000 : 10_000_000) :
            chance.junk(1);
        final long fundingId = chance.percent(5) ? scene.lastFundingId - chance.below(20) : ++scene.lastFundingId;
        return step(chance.percent(80) ? "gateway/a" : "gateway/b", (clearing, by) ->
            clearing.applyFunding(by, instrumentId, ratePpb, fundingId), "fund", instrumentId, ratePpb, fundingId);
    }
}
