package io.flatbook.cluster;

import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.PositionsReportDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;
import static org.assertj.core.api.Assertions.assertThat;

/** Contract: CMD-12, POL-5. */
class QueryPagesTest extends QueryFixture
{
    private List<Long> accounts(final String asker)
    {
        final List<Long> ids = new ArrayList<>();
        long after = NULL_LONG;
        while (true)
        {
            final AccountsReportDecoder report = new AccountsReportDecoder()
                .wrapAndApplyHeader(ask(asker, QueryMessages.accountsQuery(after)), 0, header);
            assertThat(report.correlationId()).isEqualTo(Messages.CORRELATION_ID);
            after = report.nextAfter();
            final AccountsReportDecoder.AccountsDecoder rows = report.accounts();
            assertThat(rows.count()).isLessThanOrEqualTo(64);
            for (final AccountsReportDecoder.AccountsDecoder row : rows)
            {
                ids.add(row.account());
            }
            if (NULL_LONG == after)
            {
                return ids;
            }
        }
    }

    @Test
    void accountsComeByPagesAndAGatewaySeesItsOwn()
    {
        assertThat(accounts(OPS)).hasSize(HOLDERS + 5).isSorted().contains(3L);
        assertThat(accounts(Desk.GATEWAY)).hasSize(HOLDERS + 4).doesNotContain(3L);
        assertThat(accounts(Desk.OTHER_GATEWAY)).containsExactly(3L);
    }

    private int positions(final long account, final int instrument)
    {
        return positions(OPS, account, instrument).size();
    }

    private List<Long> positions(final String asker, final long account, final int instrument)
    {
        final List<Long> holders = new ArrayList<>();
        long afterAccount = NULL_LONG;
        int afterInstrument = NULL_INT;
        while (true)
        {
            final UnsafeBuffer page = ask(
                asker, QueryMessages.positionsQuery(account, instrument, afterAccount, afterInstrument));
            final PositionsReportDecoder report =
                new PositionsReportDecoder().wrapAndApplyHeader(page, 0, header);
            afterAccount = report.nextAfterAccount();
            afterInstrument = report.nextAfterInstrument();
            for (final PositionsReportDecoder.PositionsDecoder row : report.positions())
            {
                holders.add(row.account());
            }
            if (NULL_LONG == afterAccount)
            {
                return holders;
            }
        }
    }

    @Test
    void positionsComeByPagesOfAllOfOneAccountOrOfOneInstrument()
    {
        assertThat(positions(NULL_LONG, NULL_INT)).isEqualTo(HOLDERS + 3);
        assertThat(positions(NULL_LONG, 1)).isEqualTo(HOLDERS + 3);
        assertThat(positions(1_001, NULL_INT)).isEqualTo(1);
        assertThat(positions(1_001, 1)).isEqualTo(1);
        assertThat(positions(3, NULL_INT)).isZero();
        assertThat(positions(OPS, NULL_LONG, NULL_INT)).isSorted().doesNotHaveDuplicates().contains(1L, 2L, 5L);
        assertThat(positions(Desk.OTHER_GATEWAY, NULL_LONG, NULL_INT)).isEmpty();
    }

    @Test
    void placesInTheQueueComeWithThePositionsOfOneAccountOnly()
    {
        final long worst = FIRST;
        final PositionsReportDecoder.PositionsDecoder own = new PositionsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.positionsQuery(worst, NULL_INT, NULL_LONG, NULL_INT)), 0, header).positions().next();
        assertThat(own.offsetRank()).as("behind those who sold higher, and ten lots").isEqualTo(HOLDERS + 1);
        assertThat(own.lotsAhead()).isEqualTo(HOLDERS - 1 + 10);
        assertThat(own.offsetQuintile()).isZero();
        final long visitedBefore = visited();
        for (final PositionsReportDecoder.PositionsDecoder row : new PositionsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.positionsQuery(NULL_LONG, 1, NULL_LONG, NULL_INT)), 0, header).positions())
        {
            assertThat(row.offsetRank()).isEqualTo(NULL_INT);
            assertThat(row.offsetQuintile()).isEqualTo(NULL_INT);
            assertThat(row.lotsAhead()).isEqualTo(NULL_LONG);
        }
        assertThat(visited() - visitedBefore).as("a page looks at its rows").isEqualTo(64);
    }

    /** More accounts of another venue than a page goes past come before what the asker may see. */
    @Test
    void aPageThatHasNoRowsYetSaysWhereToGoOn()
    {
        for (int i = 0; i < Pages.ROWS_PASSED_MAX; i++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(10_000 + i, 10_000 + i, 1));
        }
        desk.accepted(Desk.OTHER_GATEWAY, Messages.openAccount(20_000, 20_000, 1));
        desk.accepted(Desk.OTHER_GATEWAY, Messages.deposit(20_000, 100_000, 2));
        desk.accepted(Desk.RISK, RiskMessages.transferPosition(FIRST, 20_000, 1, 1));
        replicaHash = desk.replicaHash();
        final long visitedBefore = visited();
        final AccountsReportDecoder first = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.OTHER_GATEWAY, QueryMessages.accountsQuery(3)), 0, header);
        assertThat(visited() - visitedBefore).isEqualTo(Pages.ROWS_PASSED_MAX);
        assertThat(first.nextAfter()).isNotEqualTo(NULL_LONG);
        assertThat(first.accounts().count()).isZero();
        assertThat(accounts(Desk.OTHER_GATEWAY)).containsExactly(3L, 20_000L);
        assertThat(positions(Desk.OTHER_GATEWAY, NULL_LONG, NULL_INT)).containsExactly(20_000L);
    }

    private long visited()
    {
        return desk.clearing().engine().work().positionsVisited();
    }
}
