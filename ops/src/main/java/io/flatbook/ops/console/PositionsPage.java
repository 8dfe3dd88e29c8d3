package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * Positions by account and instrument, a page at a time: however many there are, a browser gets one page, and the
 * cluster is asked for no more.
 */
final class PositionsPage
{
    private static final int ROWS_MIN = 50;

    private PositionsPage()
    {
    }

    /**
     * A page.
     *
     * @param book      that is asked.
     * @param accountId only of this account; null: all.
     * @param symbol    only in this instrument; null: all.
     * @param after     {@code ACCOUNT:INSTRUMENT} of the last row before, as an earlier page told it; null: the first.
     * @return the page; with {@code next} if there may be more.
     */
    static ObjectNode of(final Book book, final Long accountId, final String symbol, final String after)
    {
        final Long instrumentId = null == symbol ? null : (Long)(long)book.instrument(symbol).id();
        Long afterAccount = null;
        Long afterInstrument = null;
        if (null != after)
        {
            if (!after.matches("[0-9]{1,18}:[0-9]{1,9}"))
            {
                throw new IllegalArgumentException("after: must be ACCOUNT:INSTRUMENT as a page told it");
            }
            afterAccount = Long.valueOf(after.substring(0, after.indexOf(':')));
            afterInstrument = Long.valueOf(after.substring(after.indexOf(':') + 1));
        }
        final List<ObjectNode> rows = new ArrayList<>();
        boolean isMore = true;
        while (isMore && rows.size() < ROWS_MIN)
        {
            final WireMessage report = book.reader().askOne(book.query("PositionsQuery")
                .with("account", accountId).with("instrument", instrumentId)
                .with("afterAccount", afterAccount).with("afterInstrument", afterInstrument));
            isMore = false;
            for (final WireRow row : report.row().rows("positions"))
            {
                isMore = true;
                rows.add(book.view().entry(report, row));
                afterAccount = row.required("account");
                afterInstrument = row.required("instrument");
            }
        }
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("table", TableJson.of(rows));
        return isMore ? page.put("next", afterAccount + ":" + afterInstrument) : page;
    }
}
