package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireField;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.ops.wire.WireSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Takes pages apart: what one entry of the log does to many accounts is reported in pages, and who reads them row by
 * row gets an event for each row, as if it had been reported alone (EVT).
 */
public final class PageRows
{
    private static final String ROWS = "rows";
    private static final Map<String, WireSpec> SINGLE = Map.of(
        "CollateralPage", Protocol.wire().spec("CollateralChanged"),
        "PositionPage", Protocol.wire().spec("PositionChanged"),
        "StatusPage", Protocol.wire().spec("AccountStatusChanged"),
        "LiquidationPage", Protocol.wire().spec("AccountStatusChanged"),
        "HaircutPage", gainsHaircut());

    private PageRows()
    {
    }

    /**
     * The rows of a page as events.
     *
     * @param event of any kind.
     * @return an event for each row of a page, in their order; any other event alone.
     */
    public static List<WireMessage> of(final WireMessage event)
    {
        final WireSpec spec = SINGLE.get(event.name());
        if (null == spec)
        {
            return List.of(event);
        }
        final List<WireMessage> events = new ArrayList<>();
        for (final WireRow row : event.row().rows(ROWS))
        {
            final WireMessage single = spec.create();
            for (final WireField field : spec.fields())
            {
                final WireRow source = row.knows(field.name()) ? row : event.row();
                single.with(field.name(), source.value(field.name()));
            }
            events.add(single);
        }
        return events;
    }

    /**
     * A haircut of gains, of which the schema has pages only: account and amount first.
     */
    private static WireSpec gainsHaircut()
    {
        final WireSpec page = Protocol.wire().spec("HaircutPage");
        final List<WireField> fields = new ArrayList<>();
        final List<WireField> ofPage = new ArrayList<>();
        List<WireField> ofRow = List.of();
        for (final WireField field : page.fields())
        {
            if (ROWS.equals(field.name()))
            {
                ofRow = field.children();
            }
            else
            {
                ofPage.add(field);
            }
        }
        fields.addAll(ofRow.subList(0, 2));
        fields.addAll(ofPage);
        fields.addAll(ofRow.subList(2, ofRow.size()));
        return new WireSpec("GainsHaircut", page.templateId(), 0, List.copyOf(fields));
    }
}
