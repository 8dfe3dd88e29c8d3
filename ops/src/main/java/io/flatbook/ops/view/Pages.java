package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

import java.util.ArrayList;
import java.util.List;

/**
 * The pages of a report as far as they were read: what came, and what to ask for next.
 */
abstract class Pages
{
    private final String query;
    private final String group;
    private final List<BookReader.Entry> entries = new ArrayList<>();
    private boolean isLast;

    private Pages(final String query, final String group)
    {
        this.query = query;
        this.group = group;
    }

    /** One report, as if it were a page of one row. */
    static Pages one(final WireMessage query)
    {
        return new One(query);
    }

    /** Accounts in ascending id. */
    static Pages ofAccounts()
    {
        return new Accounts();
    }

    /** Positions in order of account and instrument; null: of all. */
    static Pages ofPositions(final Long accountId, final Long instrumentId)
    {
        return new Positions(accountId, instrumentId);
    }

    /** What has a number, a page at a time. */
    static Pages numbered(final String query, final String group, final String id)
    {
        return new Numbered(query, group, id, 1, 0);
    }

    /**
     * What is numbered without holes, or nearly so, in rows of one length: some pages at a time, each begun where the
     * one before it will have ended.
     *
     * @param stride what a page brings at most, or what is enough if there are few.
     */
    static Pages ahead(final String query, final String group, final String id, final int stride)
    {
        return new Numbered(query, group, id, Numbered.PAGES_AHEAD, stride);
    }

    /** What came so far. */
    final List<BookReader.Entry> entries()
    {
        return entries;
    }

    final boolean isLast()
    {
        return isLast;
    }

    /** What to ask for next, none of which needs the answer of another. */
    abstract List<WireMessage> queries();

    /** Takes the answers, in the order of the queries. */
    abstract void take(List<WireMessage> reports);

    final WireMessage query()
    {
        return Protocol.wire().create(query);
    }

    final List<WireRow> rows(final WireMessage report)
    {
        return report.row().rows(group);
    }

    final void add(final WireMessage report, final WireRow row)
    {
        entries.add(new BookReader.Entry(report, row));
    }

    final void lastIf(final boolean wasLast)
    {
        isLast |= wasLast;
    }

    private static final class One extends Pages
    {
        private final WireMessage asked;

        private One(final WireMessage asked)
        {
            super(asked.name(), null);
            this.asked = asked;
        }

        @Override
        List<WireMessage> queries()
        {
            return List.of(asked);
        }

        @Override
        void take(final List<WireMessage> reports)
        {
            add(reports.get(0), reports.get(0).row());
            lastIf(true);
        }
    }

    private static final class Accounts extends Pages
    {
        private Long after;

        private Accounts()
        {
            super("AccountsQuery", "accounts");
        }

        @Override
        List<WireMessage> queries()
        {
            return List.of(query().with("after", after));
        }

        @Override
        void take(final List<WireMessage> reports)
        {
            final WireMessage report = reports.get(0);
            rows(report).forEach(row -> add(report, row));
            after = report.row().number("nextAfter");
            lastIf(null == after);
        }
    }

    private static final class Positions extends Pages
    {
        private final Long accountId;
        private final Long instrumentId;
        private Long afterAccount;
        private Long afterInstrument;

        private Positions(final Long accountId, final Long instrumentId)
        {
            super("PositionsQuery", "positions");
            this.accountId = accountId;
            this.instrumentId = instrumentId;
        }

        @Override
        List<WireMessage> queries()
        {
            return List.of(query().with("account", accountId).with("instrument", instrumentId)
                .with("afterAccount", afterAccount).with("afterInstrument", afterInstrument));
        }

        @Override
        void take(final List<WireMessage> reports)
        {
            final WireMessage report = reports.get(0);
            rows(report).forEach(row -> add(report, row));
            afterAccount = report.row().number("nextAfterAccount");
            afterInstrument = report.row().number("nextAfterInstrument");
            lastIf(null == afterAccount);
        }
    }

    private static final class Numbered extends Pages
    {
        private static final int PAGES_AHEAD = 4;

        private final String id;
        private final int pages;
        private final int stride;
        /** All up to this one came. */
        private long passed;
        private int rowsMax;

        private Numbered(
            final String query, final String group, final String id, final int pages, final int stride)
        {
            super(query, group);
            this.id = id;
            this.pages = pages;
            this.stride = stride;
        }

        @Override
        List<WireMessage> queries()
        {
            final List<WireMessage> queries = new ArrayList<>();
            for (int page = 0; page < pages; page++)
            {
                final long after = passed + (long)page * stride;
                queries.add(query().with("after", 0 == after ? null : after));
            }
            return queries;
        }

        /**
         * A page that begins beyond what came is of no use. One that is shorter than another was the last, if rows have
         * one length; without rows it was the last in any case.
         */
        @Override
        void take(final List<WireMessage> reports)
        {
            long after = passed;
            for (final WireMessage report : reports)
            {
                final List<WireRow> rows = rows(report);
                if (after <= passed)
                {
                    rows.forEach(row -> addNew(report, row));
                    lastIf(rows.isEmpty() || 1 < pages && rows.size() < rowsMax);
                    rowsMax = Math.max(rowsMax, rows.size());
                }
                after += stride;
            }
        }

        private void addNew(final WireMessage report, final WireRow row)
        {
            if (passed < row.required(id))
            {
                passed = row.required(id);
                add(report, row);
            }
        }
    }
}
