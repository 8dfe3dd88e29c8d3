package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.ClearingEvents;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.AccountHashes;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.Position;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.ops.replay.WatchedEvents;
import io.flatbook.ops.view.JsonView;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the whole book when a business day is closed: what every account holds and is owed.
 */
final class DayWatch implements ReplayListener
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FORMAT = "flatbook-day-1";

    private final int date;
    private final byte[] key;
    private ReplayPlace place;
    private ProvenDocument day;

    DayWatch(final int date, final byte[] key)
    {
        this.date = date;
        this.key = key;
    }

    /** The book of the day, null if it was not closed. */
    ProvenDocument day()
    {
        return day;
    }

    @Override
    public boolean isEnough()
    {
        return null != day;
    }

    @Override
    public ClearingEvents listening(final ClearingEvents events, final ReplayPlace where)
    {
        place = where;
        return WatchedEvents.of(events, (event, args) ->
        {
            if ("businessDayClosed".equals(event) && date == (Integer)args[0] && 1 == (Integer)args[1])
            {
                take((Long)args[3], (String)args[4], place.engine());
            }
        });
    }

    private void take(final long stateHash, final String dayRoot, final EngineView engine)
    {
        final Book book = engine.book();
        final ObjectNode body = JSON.objectNode().put("date", date).put("timeMs", engine.timeMs())
            .put("logPosition", place.logPosition()).put("stateHash", JsonView.hash(stateHash));
        if (0 == key.length)
        {
            body.put("dayRoot", dayRoot);
        }
        final ArrayNode assets = body.putArray("assets");
        final List<ProvenDocument.Leaves> groups = new ArrayList<>();
        for (int id = 1; id <= book.assetCount(); id++)
        {
            assets.add(asset(book.asset(id)));
            groups.add(new ProvenDocument.Leaves(id, new ArrayList<>(), new ArrayList<>()));
        }
        final ArrayNode instruments = body.putArray("instruments");
        for (Instrument instrument = book.nextInstrument(0); null != instrument;
            instrument = book.nextInstrument(instrument.id()))
        {
            instruments.add(BookJson.instrument(instrument));
        }
        for (final Account account : book.accounts())
        {
            final long equity = engine.margin().equity(account);
            final ProvenDocument.Leaves group = groups.get(account.asset().id() - 1);
            group.leaves().add(leaf(account, equity));
            group.sums().add(BigInteger.valueOf(Math.max(0, equity)));
        }
        day = ProvenDocument.of(FORMAT, body, groups, AccountHashes.of(book, "day " + date, key));
    }

    private static ObjectNode leaf(final Account account, final long equity)
    {
        final ObjectNode leaf = JSON.objectNode().put("account", account.id())
            .put("collateral", account.collateral()).put("equity", equity);
        final ArrayNode positions = leaf.putArray("positions");
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            positions.add(
                JSON.arrayNode().add(leg.instrument().id()).add(leg.quantityLots()).add(leg.cost()));
        }
        return leaf;
    }

    private static ObjectNode asset(final Asset asset)
    {
        return BookJson.asset(asset).put("insuranceFund", asset.insuranceFund()).put("fees", asset.fees())
            .put("rounding", asset.rounding()).put("houseDeficit", BookJson.wide(asset.houseDeficit()))
            .put("deposits", BookJson.wide(asset.deposits()))
            .put("withdrawals", BookJson.wide(asset.withdrawals()));
    }
}
