package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the book page by page through queries. What it reads, the catalog learns.
 */
public final class BookReader
{
    private final Protocol protocol = Protocol.wire();
    private final QuerySource source;
    private final Catalog catalog;
    private long logPosition;
    private long timestampMs;

    /**
     * Constructs a reader.
     *
     * @param source  that answers.
     * @param catalog that learns.
     */
    public BookReader(final QuerySource source, final Catalog catalog)
    {
        this.source = source;
        this.catalog = catalog;
    }

    /**
     * An entry of a report.
     *
     * @param report that holds it.
     * @param row    its values.
     */
    public record Entry(WireMessage report, WireRow row)
    {
    }

    /**
     * Log position of the last answer, in bytes.
     */
    public long logPosition()
    {
        return logPosition;
    }

    /**
     * Engine time of the last answer, in milliseconds.
     */
    public long timestampMs()
    {
        return timestampMs;
    }

    /**
     * Asks one query.
     *
     * @param query to ask.
     * @return its answer.
     * @throws RefusedException when it is refused.
     */
    public List<WireMessage> ask(final WireMessage query)
    {
        return learned(source.ask(query));
    }

    /**
     * Asks queries none of which needs the answer of another, in one round trip.
     *
     * @param queries to ask.
     * @return for each its answer.
     * @throws RefusedException when one is refused.
     */
    public List<List<WireMessage>> askAll(final List<WireMessage> queries)
    {
        final List<List<WireMessage>> answers = source.askAll(queries);
        answers.forEach(this::learned);
        return answers;
    }

    private List<WireMessage> learned(final List<WireMessage> reports)
    {
        for (final WireMessage report : reports)
        {
            if ("QueryRefused".equals(report.name()))
            {
                throw new RefusedException(report.row());
            }
            if (report.row().knows("logPosition"))
            {
                logPosition = report.row().required("logPosition");
                timestampMs = report.row().required("timestamp");
            }
            catalog.learn(report);
        }
        return reports;
    }

    /**
     * Asks one query that is answered by one report.
     *
     * @param query to ask.
     * @return its answer.
     * @throws RefusedException when it is refused.
     */
    public WireMessage askOne(final WireMessage query)
    {
        return ask(query).get(0);
    }

    /**
     * All assets, by number.
     *
     * @return entries of AssetsReport.
     */
    public List<Entry> assets()
    {
        return pages("AssetsQuery", "assets", "asset");
    }

    /**
     * All instruments, by number.
     *
     * @return entries of InstrumentsReport.
     */
    public List<Entry> instruments()
    {
        return pages("InstrumentsQuery", "instruments", "instrument");
    }

    /**
     * All accounts that the asker may see, by id.
     *
     * @return entries of AccountsReport.
     */
    public List<Entry> accounts()
    {
        return pages("AccountsQuery", "accounts", "account");
    }

    /**
     * The first accounts that the asker may see, by id; no more pages are asked for than they fill.
     *
     * @param most how many are enough, 1 or more.
     * @return entries of AccountsReport, at most as many and those that share their last page.
     */
    public List<Entry> accounts(final int most)
    {
        return pages("AccountsQuery", "accounts", "account", most);
    }

    /**
     * All gateways, by number.
     *
     * @return entries of GatewaysReport.
     */
    public List<Entry> gateways()
    {
        return pages("GatewaysQuery", "gateways", "gatewayNumber");
    }

    /**
     * All proposals that wait for approval, by number.
     *
     * @return entries of ProposalsReport.
     */
    public List<Entry> proposals()
    {
        return pages("ProposalsQuery", "proposals", "proposal");
    }

    /**
     * One account.
     *
     * @param accountId of the account.
     * @return the entry of AccountsReport.
     * @throws RefusedException when there is no such account.
     */
    public Entry account(final long accountId)
    {
        try
        {
            final WireMessage report = askOne(protocol.create("AccountQuery").with("account", accountId));
            return new Entry(report, report.row().rows("accounts").get(0));
        }
        catch (final RefusedException ex)
        {
            throw "UNKNOWN_ACCOUNT".equals(ex.reason()) ?
                new RefusedException("there is no account " + accountId, ex) : ex;
        }
    }

    /**
     * Learns the asset of an account, if there is such an account.
     *
     * @param accountId of the account.
     */
    public void accountIfKnown(final long accountId)
    {
        catalog.learn(source.ask(protocol.create("AccountQuery").with("account", accountId)).get(0));
    }

    /**
     * Positions by account and instrument.
     *
     * @param accountId    only this account; null: all.
     * @param instrumentId only this instrument; null: all.
     * @return entries of PositionsReport.
     */
    public List<Entry> positions(final Long accountId, final Long instrumentId)
    {
        final List<Entry> entries = new ArrayList<>();
        Long afterAccount = null;
        Long afterInstrument = null;
        while (true)
        {
            final WireMessage report = askOne(protocol.create("PositionsQuery")
                .with("account", accountId)
                .with("instrument", instrumentId)
                .with("afterAccount", afterAccount)
                .with("afterInstrument", afterInstrument));
            for (final WireRow row : report.row().rows("positions"))
            {
                entries.add(new Entry(report, row));
            }
            afterAccount = report.row().number("nextAfterAccount");
            afterInstrument = report.row().number("nextAfterInstrument");
            if (null == afterAccount)
            {
                return entries;
            }
        }
    }

    /**
     * Totals of an asset and the hashes.
     *
     * @param assetId of the asset.
     * @return AuditReport.
     */
    public WireMessage audit(final long assetId)
    {
        return askOne(protocol.create("AuditQuery").with("asset", assetId));
    }

    /**
     * Learns all assets and instruments: a page of both at a time.
     */
    public void learnDefinitions()
    {
        final Pages assets = new Pages("AssetsQuery", "assets", "asset");
        final Pages instruments = new Pages("InstrumentsQuery", "instruments", "instrument");
        while (!assets.isLast && !instruments.isLast)
        {
            final List<List<WireMessage>> answers = askAll(List.of(assets.query(), instruments.query()));
            assets.add(answers.get(0).get(0));
            instruments.add(answers.get(1).get(0));
        }
        assets.read(Integer.MAX_VALUE);
        instruments.read(Integer.MAX_VALUE);
    }

    private List<Entry> pages(final String query, final String group, final String id)
    {
        return pages(query, group, id, Integer.MAX_VALUE);
    }

    private List<Entry> pages(final String query, final String group, final String id, final int most)
    {
        return new Pages(query, group, id).read(most);
    }

    /** The pages of a report, each asked for with where the one before ended. */
    private final class Pages
    {
        private final List<Entry> entries = new ArrayList<>();
        private final String query;
        private final String group;
        private final String id;
        private Long after;
        private boolean isLast;

        private Pages(final String query, final String group, final String id)
        {
            this.query = query;
            this.group = group;
            this.id = id;
        }

        private WireMessage query()
        {
            return protocol.create(query).with("after", after);
        }

        private void add(final WireMessage report)
        {
            final List<WireRow> rows = report.row().rows(group);
            for (final WireRow row : rows)
            {
                entries.add(new Entry(report, row));
            }
            after = report.row().knows("nextAfter") ? report.row().number("nextAfter") :
                rows.isEmpty() ? null : Long.valueOf(rows.get(rows.size() - 1).required(id));
            isLast = null == after;
        }

        private List<Entry> read(final int most)
        {
            while (!isLast && entries.size() < most)
            {
                add(askOne(query()));
            }
            return entries;
        }
    }
}
