package io.flatbook.ops.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.risk.Distances;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.Figure;
import io.flatbook.ops.view.InstrumentTerms;
import io.flatbook.ops.wire.WireRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * How far each price may move until something happens to an account.
 */
@Command(name = "distance", description = {"How far each mark may move, alone, until an account is liquidated, " +
    "bankrupt, or offset.", "Liquidated and bankrupt are exact as long as the other marks, the positions and the " +
    "balance stay; the margin of an option is held at today's. Offset assumes today's queue, and that all whom that " +
    "move alone would make bankrupt default, since no liquidation succeeds."})
final class DistanceCommand extends ReadingCommand
{
    private static final int MOVE_SCALE = 4;
    private static final List<String> KEPT =
        List.of("instrument", "mark", "liquidatedAt", "bankruptAt", "offsetAt", "quantity");

    @Parameters(paramLabel = "ACCOUNT", description = "Number of the account.")
    private long accountId;

    @Override
    int run()
    {
        final BookReader.Holding holding = book().holding(accountId);
        final BookReader.Entry account = holding.account();
        final String status = account.row().text("status");
        final Answer answer = answer().keeping(KEPT);
        final List<ObjectNode> rows = new ArrayList<>();
        answer.text("Account " + accountId + " is " + Figure.words(status) + ": equity " +
            money(account.row(), "equity") + ", maintenance margin " + money(account.row(), "maintenanceMargin") + '.',
            "");
        for (final Distances.Row each : new Distances(book()).of(holding))
        {
            rows.add(row(each));
            sentence(answer, each);
        }
        if (rows.isEmpty())
        {
            answer.text("It holds no position: at-risk lists who does and is near.", "");
        }
        return end(answer.rows("distances", rows));
    }

    private ObjectNode row(final Distances.Row each)
    {
        final InstrumentTerms terms = catalog().instrument((int)each.position().required("instrument"));
        final ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("instrument", terms.symbol());
        row.set("quantity",
            Figure.of(Figure.Unit.QUANTITY, terms.quantity(each.position().required("quantityLots"))));
        if (null != each.markTicks())
        {
            row.set("mark", Figure.of(Figure.Unit.QUOTE, terms.priceOf(each.markTicks())));
            put(row, "liquidated", each.liquidatedAt(), each, terms);
            put(row, "bankrupt", each.bankruptAt(), each, terms);
            put(row, "offset", each.offsetAt(), each, terms);
        }
        return row;
    }

    private static void put(final ObjectNode row, final String name, final Long atTicks, final Distances.Row each,
        final InstrumentTerms terms)
    {
        row.set(name + "At", null == atTicks ? null : Figure.of(Figure.Unit.QUOTE, terms.priceOf(atTicks)));
        row.set(name + "Move", null == atTicks || 0 == each.markTicks() ? null : move(atTicks, each.markTicks()));
    }

    private static Figure move(final long atTicks, final long markTicks)
    {
        return Figure.of(Figure.Unit.RATIO, BigDecimal.valueOf(atTicks).subtract(BigDecimal.valueOf(markTicks))
            .divide(BigDecimal.valueOf(Math.abs(markTicks)), MOVE_SCALE, RoundingMode.HALF_EVEN).toPlainString());
    }

    private void sentence(final Answer answer, final Distances.Row each)
    {
        final InstrumentTerms terms = catalog().instrument((int)each.position().required("instrument"));
        if (null == each.markTicks())
        {
            answer.text(terms.symbol() + " has no mark.", "");
            return;
        }
        final boolean isLong = 0 < each.position().required("quantityLots");
        answer.text(terms.symbol() + ", now " + Figure.grouped(terms.priceOf(each.markTicks())) + ": if it " +
            (isLong ? "falls" : "rises") + " alone, the account " +
            (each.markTicks().equals(each.liquidatedAt()) ? "is below its maintenance margin already" :
                "is liquidated " + at(each.liquidatedAt(), each, terms)) + " and bankrupt " +
            at(each.bankruptAt(), each, terms) + "; if it " + (isLong ? "rises" : "falls") +
            ", defaults of the other side reach its place in the queue " + at(each.offsetAt(), each, terms) + '.', "");
    }

    private static String at(final Long atTicks, final Distances.Row each, final InstrumentTerms terms)
    {
        if (null == atTicks)
        {
            return "at no price within its bounds";
        }
        if (atTicks.equals(each.markTicks()))
        {
            return "already";
        }
        final String moved = 0 == each.markTicks() ? "" : " (" + (atTicks > each.markTicks() ? "+" : "") +
            Figure.shown(move(atTicks, each.markTicks())) + " %)";
        return "at " + Figure.grouped(terms.priceOf(atTicks)) + moved;
    }

    private String money(final WireRow account, final String name)
    {
        return Figure.withSymbol(
            Figure.money(catalog().asset((int)account.required("asset")), account.required(name)));
    }
}
