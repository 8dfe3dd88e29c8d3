package io.flatbook.ops.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes the events of a replay as JSON, with decimals and symbols. It learns them from the book that the replay begins
 * with, and then from the events, so it must see every event.
 */
public final class EventText
{
    private final Catalog catalog = new Catalog();
    private final JsonView view = JsonView.legible(catalog);

    /**
     * Learns what events name by number and do not define.
     *
     * @param engine with the state that the replay begins with.
     */
    public void begin(final EngineView engine)
    {
        final Book book = engine.book();
        for (int id = 1; id <= book.assetCount(); id++)
        {
            final Asset asset = book.asset(id);
            catalog.learn(Protocol.wire().create("AssetDefined").with("asset", (long)id)
                .with("symbol", asset.symbol()).with("scale", (long)asset.scale()));
        }
        for (Instrument next = book.nextInstrument(0); null != next; next = book.nextInstrument(next.id()))
        {
            learn(next.id(), next.definition());
        }
        if (book.assetCount() > 1)
        {
            for (final Account account : book.accounts())
            {
                catalog.learn(Protocol.wire().create("AccountOpened").with("account", account.id())
                    .with("asset", (long)account.asset().id()));
            }
        }
    }

    /**
     * Learns from an event.
     *
     * @param event that comes next.
     */
    public void learn(final WireMessage event)
    {
        catalog.learn(event);
    }

    /**
     * An event that was learned from, as JSON.
     *
     * @param event to write.
     * @return its name and fields, without its header.
     */
    public ObjectNode json(final WireMessage event)
    {
        return view.event(event);
    }

    private void learn(final int id, final InstrumentDefinition definition)
    {
        catalog.learn(Protocol.wire().create("InstrumentDefined")
            .with("instrument", (long)id)
            .with("symbol", definition.symbol())
            .with("kind", definition.kind().name())
            .with("settlementAsset", (long)definition.settlementAssetId())
            .with("underlying", Absent.INT == definition.underlyingId() ? null : (long)definition.underlyingId())
            .with("family", definition.family())
            .with("tickSize", decimal(definition.tickSizeMantissa(), definition.tickSizeExponent()))
            .with("lotSize", decimal(definition.lotSizeMantissa(), definition.lotSizeExponent())));
    }

    private static BigDecimal decimal(final long mantissa, final int exponent)
    {
        return new BigDecimal(BigInteger.valueOf(mantissa), -exponent);
    }
}
