package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the book page by page through queries. What it reads, the catalog learns.
 */
public final class BookReader
{
    private static final String UNKNOWN_ACCOUNT = "UNKNOWN_ACCOUNT";
    private static final int INSTRUMENTS_OF_A_PAGE = 16;
    private static final int QUERIES_AT_ONCE = 256;

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
     * An account and what it holds.
     *
     * @param account   entry of AccountsReport.
     * @param positions entries of PositionsReport.
     */
    public record Holding(Entry account, List<Entry> positions)
    {
    }

    /**
     * An instrument and who holds it.
     *
     * @param instrument InstrumentReport.
     * @param positions  entries of PositionsReport by account.
     */
    public record Holders(WireRow instrument, List<Entry> positions)
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
        return read(assetPages());
    }

    /**
     * All instruments, by number.
     *
     * @return entries of InstrumentsReport.
     */
    public List<Entry> instruments()
    {
        return read(instrumentPages());
    }

    /**
     * All accounts that the asker may see, by id.
     *
     * @return entries of AccountsReport.
     */
    public List<Entry> accounts()
    {
        return read(Pages.ofAccounts());
    }

    /**
     * The first accounts that the asker may see, by id; no more pages are asked for than they fill.
     *
     * @param most how many are enough, 1 or more.
     * @return entries of AccountsReport, at most as many and those that share their last page.
     */
    public List<Entry> accounts(final int most)
    {
        final Pages pages = Pages.ofAccounts();
        while (!pages.isLast() && pages.entries().size() < most)
        {
            readNext(List.of(pages));
        }
        return pages.entries();
    }

    /**
     * All gateways, by number.
     *
     * @return entries of GatewaysReport.
     */
    public List<Entry> gateways()
    {
        return read(Pages.numbered("GatewaysQuery", "gateways", "gatewayNumber"));
    }

    /**
     * All proposals that wait for approval, by number.
     *
     * @return entries of ProposalsReport.
     */
    public List<Entry> proposals()
    {
        return read(Pages.numbered("ProposalsQuery", "proposals", "proposal"));
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
        return account(accountId, List.of());
    }

    /**
     * One account and what it holds, in one round trip if it is not too much.
     *
     * @param accountId of the account.
     * @return both.
     * @throws RefusedException when there is no such account.
     */
    public Holding holding(final long accountId)
    {
        final Pages positions = Pages.ofPositions(accountId, null);
        return new Holding(account(accountId, List.of(positions)), positions.entries());
    }

    private Entry account(final long accountId, final List<Pages> more)
    {
        final Pages account = Pages.one(protocol.create("AccountQuery").with("account", accountId));
        final List<Pages> all = new ArrayList<>(List.of(account));
        all.addAll(more);
        try
        {
            read(all);
        }
        catch (final RefusedException ex)
        {
            throw UNKNOWN_ACCOUNT.equals(ex.reason()) ?
                new RefusedException("there is no account " + accountId, ex) : ex;
        }
        final WireMessage report = account.entries().get(0).report();
        return new Entry(report, report.row().rows("accounts").get(0));
    }

    /**
     * Accounts by id, many at a time: for a part of a book, cheaper than all pages.
     *
     * @param accountIds of the accounts.
     * @return rows of AccountsReport by id, without those that are gone.
     */
    public Map<Long, WireRow> accounts(final Set<Long> accountIds)
    {
        final Map<Long, WireRow> found = new HashMap<>();
        final List<WireMessage> queries = accountIds.stream()
            .map(accountId -> protocol.create("AccountQuery").with("account", accountId)).toList();
        for (int from = 0; from < queries.size(); from += QUERIES_AT_ONCE)
        {
            for (final List<WireMessage> answer :
                source.askAll(queries.subList(from, Math.min(queries.size(), from + QUERIES_AT_ONCE))))
            {
                if (!isUnknownAccount(answer.get(0)))
                {
                    final WireRow row = learned(answer).get(0).row().rows("accounts").get(0);
                    found.put(row.required("account"), row);
                }
            }
        }
        return found;
    }

    private static boolean isUnknownAccount(final WireMessage answer)
    {
        return "QueryRefused".equals(answer.name()) && UNKNOWN_ACCOUNT.equals(answer.row().text("reason"));
    }

    /**
     * Learns the asset of an account, unless there is only one asset, or no such account.
     *
     * @param accountId of the account.
     */
    public void learnAssetOf(final long accountId)
    {
        if (1 < catalog.assetCount() && !catalog.knowsAccount(accountId))
        {
            catalog.learn(source.ask(protocol.create("AccountQuery").with("account", accountId)).get(0));
        }
    }

    /**
     * Learns in which asset an event's amounts are, if only its account says it.
     *
     * @param event of any kind.
     */
    public void learnAssetOf(final WireMessage event)
    {
        final WireRow row = event.row();
        if (row.value("account") instanceof Long accountId && !row.knows("asset") && !row.knows("instrument"))
        {
            learnAssetOf(accountId);
        }
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
        return read(Pages.ofPositions(accountId, instrumentId));
    }

    /**
     * Some instruments and who holds them: a page of each at a time.
     *
     * @param instrumentIds the instruments.
     * @return for each what there is of it.
     */
    public List<Holders> holders(final List<Long> instrumentIds)
    {
        final List<Pages> all = new ArrayList<>();
        for (final Long id : instrumentIds)
        {
            all.add(Pages.one(protocol.create("InstrumentQuery").with("instrument", id)));
            all.add(Pages.ofPositions(null, id));
        }
        read(all);
        final List<Holders> holders = new ArrayList<>();
        for (int at = 0; at < all.size(); at += 2)
        {
            holders.add(new Holders(all.get(at).entries().get(0).row(), all.get(at + 1).entries()));
        }
        return holders;
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
     * Learns all assets and instruments: pages of both at a time.
     */
    public void learnDefinitions()
    {
        read(List.of(assetPages(), instrumentPages()));
    }

    private static Pages assetPages()
    {
        return Pages.ahead("AssetsQuery", "assets", "asset", 1);
    }

    private static Pages instrumentPages()
    {
        return Pages.ahead("InstrumentsQuery", "instruments", "instrument", INSTRUMENTS_OF_A_PAGE);
    }

    private List<Entry> read(final Pages pages)
    {
        read(List.of(pages));
        return pages.entries();
    }

    private void read(final List<Pages> all)
    {
        List<Pages> open = all;
        while (!open.isEmpty())
        {
            readNext(open);
            open = open.stream().filter(pages -> !pages.isLast()).toList();
        }
    }

    /** In one round trip. */
    private void readNext(final List<Pages> open)
    {
        final List<List<WireMessage>> queries = open.stream().map(Pages::queries).toList();
        final Iterator<List<WireMessage>> answers = askAll(queries.stream().flatMap(List::stream).toList()).iterator();
        for (int at = 0; at < open.size(); at++)
        {
            open.get(at).take(queries.get(at).stream().map(query -> answers.next().get(0)).toList());
        }
    }
}
