package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.engine.book.Absent;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Asset;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Instrument;
import io.flatbook.engine.book.InstrumentDefinition;
import io.flatbook.ops.replay.ReplayListener;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Writes a line for every event of a replay, as {@code events tail} prints it.
 */
final class EventLines implements ReplayListener
{
    private final Catalog catalog = new Catalog();
    private final JsonView view = new JsonView(catalog);
    private final Writer writer;
    private long count;
    private long lastSequence;

    /**
     * @param writer of the lines; the caller closes it.
     */
    EventLines(final Writer writer)
    {
        this.writer = writer;
    }

    /** Events that were written. */
    long count()
    {
        return count;
    }

    /** Sequence of the last event that was written, 0 if none was. */
    long lastSequence()
    {
        return lastSequence;
    }

    /** What events name by number and do not define: decimals and symbols of the state that the replay begins with. */
    @Override
    public void onStart(final EngineView engine)
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
        for (Account next = book.nextAccount(0); null != next && book.assetCount() > 1;
            next = book.nextAccount(next.id()))
        {
            catalog.learn(Protocol.wire().create("AccountOpened").with("account", next.id())
                .with("asset", (long)next.asset().id()));
        }
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

    @Override
    public void onEvent(final DirectBuffer buffer, final int offset, final int length)
    {
        final WireMessage event = Protocol.wire().decode(buffer, offset);
        catalog.learn(event);
        final ObjectNode json = view.event(event);
        final WireRow header = (WireRow)event.row().value("header");
        lastSequence = header.required("eventSequence");
        count++;
        json.put("eventSequence", lastSequence);
        json.put("previousSequence", header.required("previousSequence"));
        json.put("logPosition", header.required("logPosition"));
        json.put("timestamp", header.required("timestampMs"));
        try
        {
            writer.write(json.toString() + '\n');
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("the events cannot be written", ex);
        }
    }
}
