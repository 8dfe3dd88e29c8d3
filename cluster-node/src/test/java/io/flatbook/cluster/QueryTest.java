package io.flatbook.cluster;

import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.FundReportDecoder;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.InstrumentKind;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentsReportDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewReportDecoder;
import io.flatbook.sbe.OffsetQueueReportDecoder;
import io.flatbook.sbe.PositionsReportDecoder;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.flatbook.cluster.Messages.NULL_INT;
import static io.flatbook.cluster.Messages.NULL_LONG;
import static org.assertj.core.api.Assertions.assertThat;

class QueryTest
{
    private static final String OPS = "ops/olga";
    private static final int PAGE_BYTES = 8_192;
    private static final int FIRST = 1_001;
    private static final int HOLDERS = 150;

    private final Desk desk = Books.traded();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private long replicaHash;

    /** Accounts 1,001 to 1,150 of venue 1 sell one lot each to account 5; the last ones sold highest. */
    @BeforeEach
    void populate()
    {
        desk.accepted(Desk.GATEWAY, Messages.deposit(5, 100_000_000, 9));
        for (int i = 0; i < HOLDERS; i++)
        {
            desk.accepted(Desk.GATEWAY, Messages.openAccount(FIRST + i, FIRST + i, 1));
            desk.accepted(Desk.GATEWAY, Messages.deposit(FIRST + i, 100_000, FIRST + i));
            desk.accepted(Desk.GATEWAY, Messages.registerTrade(FIRST + i, 5, FIRST + i, 1, 1_000 + i));
        }
        replicaHash = desk.replicaHash();
    }

    private UnsafeBuffer ask(final String asker, final UnsafeBuffer query)
    {
        final Desk.Answer answer = desk.raw(asker, query);
        assertThat(answer.bytes().length).isLessThanOrEqualTo(PAGE_BYTES);
        assertThat(desk.replicaHash()).isEqualTo(replicaHash);
        return new UnsafeBuffer(answer.bytes());
    }

    private List<Long> accounts(final String asker)
    {
        final List<Long> ids = new ArrayList<>();
        long after = NULL_LONG;
        while (true)
        {
            final AccountsReportDecoder report = new AccountsReportDecoder()
                .wrapAndApplyHeader(ask(asker, QueryMessages.accountsQuery(after)), 0, header);
            assertThat(report.correlationId()).isEqualTo(Messages.CORRELATION_ID);
            final AccountsReportDecoder.AccountsDecoder rows = report.accounts();
            if (0 == rows.count())
            {
                return ids;
            }
            assertThat(rows.count()).isLessThanOrEqualTo(64);
            for (final AccountsReportDecoder.AccountsDecoder row : rows)
            {
                ids.add(row.account());
                after = row.account();
            }
        }
    }

    @Test
    void accountsComeByPagesAndAGatewaySeesItsOwn()
    {
        assertThat(accounts(OPS)).hasSize(HOLDERS + 4).isSorted().contains(3L);
        assertThat(accounts(Desk.GATEWAY)).hasSize(HOLDERS + 3).doesNotContain(3L);
        assertThat(accounts(Desk.OTHER_GATEWAY)).containsExactly(3L);
    }

    @Test
    void oneAccountComesWithItsMargin()
    {
        final AccountsReportDecoder.AccountsDecoder row = new AccountsReportDecoder()
            .wrapAndApplyHeader(ask(Desk.RISK, QueryMessages.accountQuery(1)), 0, header).accounts().next();
        assertThat(row.collateral()).isEqualTo(5_000_000);
        assertThat(row.equity()).isEqualTo(5_000_000);
        // 10 lots at 1,000 of 100 minor units: 1,000,000 at 5 % and 3 %.
        assertThat(row.initialMargin()).isEqualTo(50_000);
        assertThat(row.maintenanceMargin()).isEqualTo(30_000);
        assertThat(row.deadline()).isEqualTo(NULL_LONG);
    }

    private int positions(final long account, final int instrument)
    {
        int count = 0;
        long afterAccount = NULL_LONG;
        int afterInstrument = NULL_INT;
        while (true)
        {
            final UnsafeBuffer page = ask(
                OPS, QueryMessages.positionsQuery(account, instrument, afterAccount, afterInstrument));
            final PositionsReportDecoder.PositionsDecoder rows =
                new PositionsReportDecoder().wrapAndApplyHeader(page, 0, header).positions();
            if (0 == rows.count())
            {
                return count;
            }
            for (final PositionsReportDecoder.PositionsDecoder row : rows)
            {
                assertThat(row.account()).isGreaterThan(Math.max(0, afterAccount));
                afterAccount = row.account();
                afterInstrument = row.instrument();
                count++;
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
    }

    @Test
    void theQueueComesInOrderAndItsLastPageSaysSo()
    {
        final List<Desk.Answer> pages = desk.all(OPS, QueryMessages.offsetQueueQuery(1, Side.SHORT, 100));
        assertThat(pages).hasSize(2);
        final List<Long> ids = new ArrayList<>();
        int rank = 0;
        for (final Desk.Answer page : pages)
        {
            final OffsetQueueReportDecoder report = new OffsetQueueReportDecoder()
                .wrapAndApplyHeader(new UnsafeBuffer(page.bytes()), 0, header);
            assertThat(report.positions()).isEqualTo(HOLDERS + 1);
            assertThat(report.sideLots()).isEqualTo(HOLDERS + 10);
            assertThat(report.last()).isEqualTo(page == pages.get(1) ? Switch.ON : Switch.OFF);
            for (final OffsetQueueReportDecoder.QueueDecoder row : report.queue())
            {
                rank++;
                assertThat(row.offsetRank()).isEqualTo(rank);
                ids.add(row.account());
            }
        }
        assertThat(ids).hasSize(100);
        assertThat(ids.get(0)).isEqualTo(FIRST + HOLDERS - 1L);
        assertThat(desk.all(Desk.OTHER_GATEWAY, QueryMessages.offsetQueueQuery(1, Side.SHORT, 100))).hasSize(1);
    }

    @Test
    void aPreviewPlansARunWithoutEffect()
    {
        final OffsetPreviewReportDecoder report = new OffsetPreviewReportDecoder().wrapAndApplyHeader(
            ask(Desk.RISK, QueryMessages.offsetPreview(1, OffsetPolicyKind.QUEUE)), 0, header);
        assertThat(report.offsets()).isEqualTo(10);
        assertThat(report.accountsTouched()).isEqualTo(10);
        assertThat(report.accountsClosed()).isEqualTo(10);
        assertThat(report.deficit()).isZero();
        assertThat(report.pairs().count()).isEqualTo(10);
    }

    @Test
    void definitionsFundsAndTotalsAreAnswered()
    {
        assertThat(new AssetsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.assetsQuery(NULL_INT)), 0, header).assets().next().symbol()).isEqualTo("USD");
        assertThat(new InstrumentsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentsQuery(0)), 0, header).instruments().next().kind())
            .isEqualTo(InstrumentKind.LINEAR_PERPETUAL);
        assertThat(new InstrumentsReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentsQuery(Integer.MAX_VALUE)), 0, header).instruments().count()).isZero();
        assertThat(new InstrumentReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.instrumentQuery(1)), 0, header).marginTiers().count()).isEqualTo(2);
        assertThat(new FundReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.fundQuery(1)), 0, header).insuranceFund()).isEqualTo(1_000_000);
        final AuditReportDecoder audit =
            new AuditReportDecoder().wrapAndApplyHeader(ask(OPS, QueryMessages.auditQuery(1)), 0, header);
        assertThat(audit.balanced()).isEqualTo(Switch.ON);
        assertThat(audit.quantitySumZero()).isEqualTo(Switch.ON);
        assertThat(audit.accounts()).isEqualTo(HOLDERS + 4);
        assertThat(audit.positions()).isEqualTo(HOLDERS + 3);
        assertThat(audit.stateHash()).isEqualTo(desk.stateHash());
    }

    @Test
    void gatewaysAreListedToWhomTheyConcern()
    {
        assertThat(new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.gatewaysQuery(NULL_INT)), 0, header).gateways().count()).isEqualTo(2);
        assertThat(new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(OPS, QueryMessages.gatewaysQuery(Integer.MAX_VALUE)), 0, header).gateways().count()).isZero();
        final GatewaysReportDecoder.GatewaysDecoder own = new GatewaysReportDecoder().wrapAndApplyHeader(
            ask(Desk.OTHER_GATEWAY, QueryMessages.gatewaysQuery(NULL_INT)), 0, header).gateways();
        assertThat(own.count()).isEqualTo(1);
        assertThat(own.next().gateway()).isEqualTo("b");
    }

    @Test
    void anOutcomeCanBeAskedFor()
    {
        final CommandOutcomeDecoder outcome = new CommandOutcomeDecoder().wrapAndApplyHeader(
            ask(Desk.GATEWAY, QueryMessages.commandOutcomeQuery(2)), 0, header);
        assertThat(outcome.commandId()).isEqualTo(2);
        assertThat(outcome.duplicate()).isEqualTo(Switch.ON);
    }
}
