package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.book.Account;
import io.flatbook.engine.offset.PlannedOffset;
import io.flatbook.engine.offset.RoundPlan;
import io.flatbook.engine.offset.RunPlan;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewDecoder;
import io.flatbook.sbe.OffsetPreviewReportEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;
import java.util.stream.Stream;

/**
 * Answers previews: the plan of a default run on the live book, with the figures by which policies are compared. A
 * gateway may preview its own venue's accounts, and sees only pairs with its own venue's accounts.
 */
final class PreviewReports
{
    private static final int PAIRS_MAX = 32;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final ReportEncoding reports;
    private final UnsafeBuffer page;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final OffsetPreviewDecoder query = new OffsetPreviewDecoder();
    private final OffsetPreviewReportEncoder report = new OffsetPreviewReportEncoder();

    PreviewReports(final ClearingEngine engine, final EventPublisher publisher, final ReportEncoding reports)
    {
        this.engine = engine;
        this.publisher = publisher;
        this.reports = reports;
        page = new UnsafeBuffer(new byte[engine.limits().pageBytes()]);
    }

    void preview(final int venue, final DirectBuffer buffer, final int body, final Replies replies)
    {
        query.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final RejectReason reason = Pages.visible(engine.book(), venue, query.account());
        if (RejectReason.NONE != reason)
        {
            reports.queryRefused(replies, query.correlationId(), reason, RejectField.ACCOUNT);
        }
        else if (OffsetPolicyKind.SBE_UNKNOWN == query.policy())
        {
            reports.queryRefused(replies, query.correlationId(), RejectReason.INVALID_FIELD, RejectField.POLICY);
        }
        else
        {
            final OffsetPolicyKind policy =
                OffsetPolicyKind.NULL_VAL == query.policy() ? null : query.policy();
            final Account account = engine.book().account(query.account());
            send(venue, account, engine.preview(account, policy), replies);
        }
    }

    private void send(final int venue, final Account account, final RoundPlan round, final Replies replies)
    {
        final RunPlan plan = round.runs().get(0);
        report.wrapAndApplyHeader(page, 0, header)
            .correlationId(query.correlationId())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs())
            .account(account.id())
            .policy(query.policy())
            .reason(RejectReason.NONE)
            .deficit(plan.deficit())
            .kept(plan.kept())
            .ownAccounts(plan.ownAccounts())
            .fund(plan.fundDrawn())
            .surcharge(plan.surcharge())
            .haircut(plan.haircut())
            .houseDeficit(plan.houseDeficit())
            .closeOutFee(plan.closeOutFee())
            .uncollected(plan.uncollected())
            .offsets(plan.ownAndDefaulters().size() + plan.offsets().size())
            .legsLeft(plan.legsLeft());
        PreviewFigures.of(round, engine.margin()).encodeTo(report);
        pairs(venue, plan);
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }

    private void pairs(final int venue, final RunPlan plan)
    {
        final List<PlannedOffset> shown = Stream.concat(plan.ownAndDefaulters().stream(), plan.offsets().stream())
            .filter((pair) -> Pages.isVisible(venue, pair.counterparty().account()))
            .limit(PAIRS_MAX)
            .toList();
        final OffsetPreviewReportEncoder.PairsEncoder rows = report.pairsCount(shown.size());
        for (final PlannedOffset pair : shown)
        {
            rows.next()
                .layer(pair.layer())
                .instrument(pair.instrument().id())
                .counterparty(pair.counterparty().account().id())
                .quantityLots(pair.lots())
                .surcharge(pair.surcharge());
        }
    }
}
