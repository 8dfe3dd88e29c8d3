package io.flatbook.ops.history;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reports out of a history: the tables of each by name, in order.
 */
public final class HistoryReports
{
    private static final String OF_DAY = " WHERE time >= ?::DATE AND time < ?::DATE + INTERVAL 1 DAY";

    private final History history;

    /**
     * Reports of a history.
     *
     * @param history to ask.
     */
    public HistoryReports(final History history)
    {
        this.history = history;
    }

    /**
     * What happened in a default run: the loss as it went down the waterfall, who was offset, what the counterparties'
     * positions were before and after it, and everything else that names the run.
     *
     * @param run its number.
     * @return tables; without rows if the history has no such run.
     */
    public Map<String, List<ObjectNode>> run(final long run)
    {
        final Map<String, List<ObjectNode>> tables = new LinkedHashMap<>();
        tables.put("run", history.rows(
            "SELECT run, time, account, asset, deficit, kept, close_out_fee, debt, notional_closed, " +
            "fund_after + fund AS fund_before, fund_after FROM runs WHERE run = ?", run));
        tables.put("waterfall", history.rows(
            "SELECT step, paid, deficit - sum(paid) OVER (ORDER BY number) AS left FROM (" +
            "SELECT unnest([1, 2, 3, 4, 5]) AS number, " +
            "unnest(['own accounts', 'insurance fund', 'surcharge', 'gains haircut', 'house deficit']) AS step, " +
            "unnest([own_accounts, fund, surcharge, haircut, house_deficit]) AS paid, deficit FROM runs " +
            "WHERE run = ?) ORDER BY number", run));
        tables.put("counterparties", history.rows(
            "SELECT layer, instrument, rank, counterparty, policy, quantity, mark, surcharge, realized_pnl " +
            "FROM offsets WHERE run = ? ORDER BY event_sequence", run));
        tables.put("positions", history.rows(
            "SELECT instrument, counterparty AS account, arg_min(before, event_sequence) AS before, " +
            "arg_max(before - sign(before) * quantity, event_sequence) AS after FROM (" +
            "SELECT body->>'instrument' AS instrument, (body->>'counterparty')::BIGINT AS counterparty, " +
            "(body->>'counterpartyQuantity')::DECIMAL(38, 18) AS before, " +
            "(body->>'quantity')::DECIMAL(38, 18) AS quantity, event_sequence FROM events " +
            "WHERE event = 'PositionOffset' AND (body->>'run')::BIGINT = ?) " +
            "GROUP BY instrument, counterparty ORDER BY min(event_sequence)", run));
        tables.put("haircuts", history.rows(
            "WITH ended AS (SELECT log_position, event_sequence FROM events WHERE event = 'DefaultRunCompleted' " +
            "AND (body->>'run')::BIGINT = ?) SELECT s.instrument, s.account, s.amount, s.collateral " +
            "FROM statements s JOIN events e USING (event_sequence), ended WHERE s.event = 'HaircutPage' " +
            "AND e.log_position = ended.log_position AND s.event_sequence < ended.event_sequence " +
            "ORDER BY s.event_sequence", run));
        tables.put("events", history.rows(
            "SELECT time, event_sequence, event, body FROM events WHERE (body->>'run')::BIGINT = ? " +
            "AND event NOT IN ('PositionOffset', 'DefaultRunCompleted') ORDER BY event_sequence", run));
        return tables;
    }

    /**
     * The end of a day: money of each asset and how it changed, the last marks, accounts by status, runs, and what
     * happened how often. Money and accounts are there once the day is over.
     *
     * @param day in UTC.
     * @return tables; without rows if nothing happened.
     */
    public Map<String, List<ObjectNode>> day(final LocalDate day)
    {
        final String date = day.toString();
        final Map<String, List<ObjectNode>> tables = new LinkedHashMap<>();
        tables.put("assets", history.rows(
            "SELECT * EXCLUDE (day, fund_before), insurance_fund - fund_before AS fund_change FROM (" +
            "SELECT *, lag(insurance_fund) OVER (PARTITION BY asset ORDER BY day) AS fund_before FROM asset_days) " +
            "WHERE day = ?::DATE ORDER BY asset", date));
        tables.put("accounts", history.rows(
            "SELECT asset, status, count(*) AS accounts, sum(collateral) AS collateral, sum(equity) AS equity, " +
            "sum(debt) AS debt FROM account_days WHERE day = ?::DATE GROUP BY asset, status ORDER BY ALL", date));
        tables.put("marks", history.rows(
            "SELECT instrument, count(*) AS updates, arg_min(mark, event_sequence) AS first, min(mark) AS low, " +
            "max(mark) AS high, arg_max(mark, event_sequence) AS last FROM marks" + OF_DAY +
            " GROUP BY instrument ORDER BY instrument", date, date));
        tables.put("runs", history.rows(
            "SELECT run, time, account, asset, deficit, fund, surcharge, haircut, house_deficit FROM runs" + OF_DAY +
            " ORDER BY event_sequence", date, date));
        tables.put("events", history.rows(
            "SELECT event, count(*) AS count FROM events" + OF_DAY + " GROUP BY event ORDER BY count DESC, event",
            date, date));
        return tables;
    }

    /**
     * The statement of an account: what it had at the end of each day, and every change.
     *
     * @param account its number.
     * @return tables; without rows if the history does not know it.
     */
    public Map<String, List<ObjectNode>> account(final long account)
    {
        final Map<String, List<ObjectNode>> tables = new LinkedHashMap<>();
        tables.put("days", history.rows(
            "SELECT day, asset, status, collateral, equity, debt FROM account_days WHERE account = ? ORDER BY day",
            account));
        tables.put("offsets", history.rows(
            "SELECT time, run, instrument, defaulter, quantity, mark, rank, policy, surcharge, realized_pnl " +
            "FROM offsets WHERE counterparty = ? ORDER BY event_sequence", account));
        tables.put("statement", history.rows(
            "SELECT time, event, cause, instrument, quantity, realized_pnl, fee, amount, collateral, equity, status " +
            "FROM statements WHERE account = ? ORDER BY event_sequence", account));
        return tables;
    }
}
