package io.flatbook.ops.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * The refused trades of a batch. Each is reported where it would have been if the trades had come alone: before the
 * next trade that was booked.
 */
final class BatchRefusals
{
    private final ScenarioLine line;
    private final WireMessage command;
    private final List<WireRow> trades;
    private final List<WireRow> outcomes;
    private int next;
    private boolean none = true;

    BatchRefusals(final ScenarioLine line, final WireMessage command, final WireRow outcome)
    {
        this.line = line;
        this.command = command;
        trades = command.row().rows("trades");
        outcomes = outcome.rows("trades");
    }

    boolean isNone()
    {
        return none;
    }

    /**
     * Refusals of trades that come before the one whose booking this event reports.
     */
    List<ObjectNode> before(final WireMessage event)
    {
        if (!outcomes.isEmpty() && "TradeRegistered".equals(event.name()))
        {
            for (int i = next; i < outcomes.size(); i++)
            {
                if (isBooked(i) && trades.get(i).number("tradeId").equals(event.row().number("tradeId")))
                {
                    final List<ObjectNode> told = upTo(i);
                    next = i + 1;
                    return told;
                }
            }
        }
        return List.of();
    }

    /**
     * Refusals that are left.
     */
    List<ObjectNode> rest()
    {
        return upTo(outcomes.size());
    }

    private List<ObjectNode> upTo(final int end)
    {
        final List<ObjectNode> told = new ArrayList<>();
        for (; next < end; next++)
        {
            if (!isBooked(next))
            {
                final WireRow outcome = outcomes.get(next);
                final ObjectNode json =
                    Refusal.json(line, command, outcome.text("tradeReason"), outcome.text("tradeField"));
                told.add(json.put("tradeId", trades.get(next).number("tradeId")));
                none = false;
            }
        }
        return told;
    }

    private boolean isBooked(final int index)
    {
        return "NONE".equals(outcomes.get(index).text("tradeReason"));
    }
}
