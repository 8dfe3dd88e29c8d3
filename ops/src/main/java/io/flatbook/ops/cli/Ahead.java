package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aeron.driver.MediaDriver;
import io.flatbook.ops.view.Catalog;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.FlatRow;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Loads on another core what a verb that asks the book will need, while the command line is read and the session opens.
 * Most of what such a verb takes is to load classes once.
 */
public final class Ahead
{
    private static final Set<String> VERBS = Set.of("positions", "account", "queue", "fund", "offset", "distance",
        "at-risk", "exposure", "instrument", "audit", "proposal");

    private Ahead()
    {
    }

    /**
     * Begins, if the first word of a command line is a verb that asks the book.
     *
     * @param arguments of the command line.
     */
    public static void load(final String... arguments)
    {
        if (0 < arguments.length && VERBS.contains(arguments[0]))
        {
            final Thread thread = new Thread(Ahead::work, "ahead");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** What it makes, nobody sees: a driver's settings, the protocol, and a table. */
    static String work()
    {
        new MediaDriver.Context();
        Protocol.wire();
        JsonView.legible(new Catalog());
        final ObjectNode row = JsonNodeFactory.instance.objectNode().put("account", 1L).put("status", "HEALTHY");
        row.set("roe", Figure.millionths(Figure.Unit.RATIO, 1));
        row.set("quantity", Figure.of(Figure.Unit.QUANTITY, BigDecimal.ONE.toPlainString()));
        final List<ObjectNode> rows = List.of(FlatRow.of(row), FlatRow.of(row));
        final List<String> names = new ArrayList<>(FlatRow.names(rows));
        return new TableText(rows, names, names, false, Screen.NONE).draw();
    }
}
