package io.flatbook.ops.history;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/**
 * What charts and lists of the past are drawn from. However long the past is, a chart has about a thousand points.
 */
public final class HistoryCharts
{
    private static final int POINTS = 1_000;
    private static final int RUNS = 200;
    private static final String BUCKET =
        "(epoch_ms(time) - epoch_ms(first)) // greatest(1, (epoch_ms(last) - epoch_ms(first)) // " + POINTS + ")";

    private final History history;

    /**
     * Charts out of a history.
     *
     * @param history to ask.
     */
    public HistoryCharts(final History history)
    {
        this.history = history;
    }

    /**
     * Up to where the history goes.
     *
     * @return a row with log position, sequence and time of the last event; none if it is empty.
     */
    public List<ObjectNode> end()
    {
        return history.rows("SELECT log_position, event_sequence, time FROM events ORDER BY event_sequence DESC " +
            "LIMIT 1");
    }

    /**
     * The money of each asset at the end of each day.
     *
     * @return rows, the newest day first.
     */
    public List<ObjectNode> days()
    {
        return history.rows("SELECT * FROM asset_days ORDER BY day DESC, asset");
    }

    /**
     * The insurance fund of each asset, as it was after each change or each thousandth of the time.
     *
     * @return rows of asset, time and balance.
     */
    public List<ObjectNode> funds()
    {
        return history.rows("WITH span AS (SELECT min(time) AS first, max(time) AS last FROM fund) " +
            "SELECT asset, max(time) AS time, arg_max(insurance_fund, event_sequence) AS insurance_fund " +
            "FROM fund, span GROUP BY asset, " + BUCKET + " ORDER BY time");
    }

    /**
     * Instruments that had a mark.
     *
     * @return rows of a symbol.
     */
    public List<ObjectNode> instruments()
    {
        return history.rows("SELECT DISTINCT instrument FROM marks ORDER BY instrument");
    }

    /**
     * The marks of an instrument, with the lowest and the highest of each thousandth of the time.
     *
     * @param instrument symbol.
     * @return rows of time, mark, low and high.
     */
    public List<ObjectNode> marks(final String instrument)
    {
        return history.rows("WITH own AS (SELECT * FROM marks WHERE instrument = ?), " +
            "span AS (SELECT min(time) AS first, max(time) AS last FROM own) " +
            "SELECT max(time) AS time, arg_max(mark, event_sequence) AS mark, min(mark) AS low, max(mark) AS high " +
            "FROM own, span GROUP BY " + BUCKET + " ORDER BY time", instrument);
    }

    /**
     * The newest default runs.
     *
     * @return rows, the newest first.
     */
    public List<ObjectNode> runs()
    {
        return history.rows("SELECT run, time, account, asset, deficit, own_accounts, fund, surcharge, haircut, " +
            "house_deficit, fund_after FROM runs ORDER BY event_sequence DESC LIMIT " + RUNS);
    }
}
