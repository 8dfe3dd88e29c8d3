package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.stress.StressBook;
import io.flatbook.ops.view.AssetTerms;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.Decimals;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What would happen at other marks: lots offset, accounts hit, fund left. The book is read once; then a copy of it is
 * made for every point of the curve, one after the other, on the caller's thread. One curve is drawn at a time, and a
 * few callers wait for theirs.
 */
final class DistanceCurve
{
    /** A copy of a larger book takes longer than somebody waits. */
    static final long POSITIONS_MAX = 20_000;

    private static final int POINTS_OF_A_SIDE = 8;
    private static final int PERCENT_MAX = 90;
    private static final int SCALE = 4;
    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int WAITING_MAX = 3;

    private final BookPoller poller;
    private final Turns turns = new Turns(WAITING_MAX);
    private String lastKey;
    private ObjectNode last;
    private long lastNs;
    private long curves;

    DistanceCurve(final BookPoller poller)
    {
        this.poller = poller;
    }

    /**
     * A curve.
     *
     * @param symbol of the instrument whose mark moves.
     * @param span   largest move to either side in per cent, 1 to 90.
     * @param all    whether the marks of all other instruments move by as much.
     * @return the curve; one that was asked for within ten seconds again.
     * @throws BusyException if others ask for more.
     */
    ObjectNode of(final String symbol, final int span, final boolean all)
    {
        if (span < 1 || PERCENT_MAX < span)
        {
            throw new IllegalArgumentException("span: from 1 to " + PERCENT_MAX);
        }
        return turns.take(() -> drawn(symbol, span, all));
    }

    private ObjectNode drawn(final String symbol, final int span, final boolean all)
    {
        final String key = symbol + ' ' + span + ' ' + all;
        if (key.equals(lastKey) && System.nanoTime() - lastNs < FRESH_NS)
        {
            return last;
        }
        final AtomicReference<RememberedAnswers> read = new AtomicReference<>();
        final ObjectNode curve = read(symbol, read);
        final RememberedAnswers answers = read.get().withoutLive();
        final List<ObjectNode> points = new ArrayList<>();
        for (int point = -POINTS_OF_A_SIDE; point <= POINTS_OF_A_SIDE; point++)
        {
            points.add(point(answers, symbol,
                BigDecimal.valueOf((long)span * point).divide(BigDecimal.valueOf(POINTS_OF_A_SIDE)), all));
        }
        curve.put("instrument", symbol).set("table", TableJson.of(points));
        last = curve;
        lastKey = key;
        lastNs = System.nanoTime();
        return curve;
    }

    private ObjectNode read(final String symbol, final AtomicReference<RememberedAnswers> read)
    {
        return poller.ask("distance " + ++curves, book ->
        {
            final InstrumentTerms terms = book.instrument(symbol);
            final long positions = book.reader().audit(terms.settlementAsset()).row().required("positions");
            if (POSITIONS_MAX < positions)
            {
                throw new IllegalArgumentException("the book has " + positions +
                    " positions; this page copies one of " + POSITIONS_MAX + " at most");
            }
            final RememberedAnswers answers = new RememberedAnswers(book.source());
            copy(answers);
            read.set(answers);
            return JsonNodeFactory.instance.objectNode();
        });
    }

    private static StressBook copy(final RememberedAnswers answers)
    {
        final Catalog catalog = new Catalog();
        final BookReader reader = new BookReader(answers, catalog);
        reader.learnDefinitions();
        try
        {
            return new StressBook(reader, catalog);
        }
        catch (final IllegalStateException ex)
        {
            throw new IllegalArgumentException(ex.getMessage(), ex);
        }
    }

    private static ObjectNode point(
        final RememberedAnswers answers, final String symbol, final BigDecimal percent, final boolean all)
    {
        final Catalog live = new Catalog();
        final BookReader reader = new BookReader(answers, live);
        reader.learnDefinitions();
        final InstrumentTerms terms = live.instrument(symbol);
        final AssetTerms asset = live.asset(terms.settlementAsset());
        final StressBook copy = copy(answers);
        final int instrument = copy.catalog().instrument(symbol).id();
        long lots = 0;
        long runs = 0;
        BigInteger house = BigInteger.ZERO;
        Long fund = null;
        final Set<Long> hit = new TreeSet<>();
        for (final WireMessage event : copy.moveMarks(Map.of(symbol, percent, "ALL", all ? percent : BigDecimal.ZERO)))
        {
            final WireRow row = event.row();
            switch (event.name())
            {
                case "PositionOffset" ->
                {
                    lots += instrument == row.required("instrument") ? row.required("quantityLots") : 0;
                    hit.add(row.required("counterparty"));
                }
                case "DefaultRunCompleted" ->
                {
                    runs++;
                    if (copy.catalog().asset(asset.symbol()).id() == row.required("asset"))
                    {
                        fund = row.required("fundAfter");
                        house = row.wide("houseDeficitTotal");
                    }
                }
                default ->
                {
                    // The rest follows from these.
                }
            }
        }
        final ObjectNode point = JsonNodeFactory.instance.objectNode();
        point.set("move", Figure.of(Figure.Unit.PERCENT, Decimals.plain(percent)));
        point.set("mark", moved(reader, terms, percent));
        point.set("offset", Figure.of(Figure.Unit.QUANTITY, terms.quantity(lots)));
        point.put("accountsHit", hit.size()).put("defaults", runs);
        point.set("fundLeft", Figure.money(asset, null == fund ? fundNow(reader, asset) : fund));
        point.set("houseDeficit", Figure.money(asset, house));
        return point;
    }

    private static long fundNow(final BookReader reader, final AssetTerms asset)
    {
        for (final BookReader.Entry entry : reader.assets())
        {
            if (asset.id() == entry.row().required("asset"))
            {
                return entry.row().required("insuranceFund");
            }
        }
        throw new IllegalStateException("no asset " + asset.symbol());
    }

    private static Figure moved(final BookReader reader, final InstrumentTerms terms, final BigDecimal percent)
    {
        for (final BookReader.Entry entry : reader.instruments())
        {
            if (terms.id() == entry.row().required("instrument") && null != entry.row().number("markTicks"))
            {
                final BigDecimal mark = new BigDecimal(terms.priceOf(entry.row().number("markTicks")));
                final BigDecimal moved = mark.add(mark.multiply(percent).movePointLeft(2)).stripTrailingZeros();
                return Figure.of(Figure.Unit.QUOTE, moved.setScale(Math.max(0, Math.min(moved.scale(),
                    terms.tickSize().scale() + SCALE)), RoundingMode.HALF_EVEN).toPlainString());
            }
        }
        throw new IllegalArgumentException(terms.symbol() + " has no mark");
    }
}
