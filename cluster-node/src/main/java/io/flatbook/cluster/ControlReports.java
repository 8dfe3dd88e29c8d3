package io.flatbook.cluster;

import io.flatbook.engine.ClearingEngine;
import io.flatbook.engine.Principal;
import io.flatbook.engine.Principals;
import io.flatbook.engine.Proposal;
import io.flatbook.sbe.GatewaysQueryDecoder;
import io.flatbook.sbe.GatewaysReportEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.ProposalsQueryDecoder;
import io.flatbook.sbe.ProposalsReportEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers queries for gateways and for proposals. Their rows differ in length, so a page ends when it is full; a row
 * that fills a page alone is sent alone.
 */
final class ControlReports
{
    private static final int GROUP_HEADER_LENGTH = GatewaysReportEncoder.GatewaysEncoder.HEADER_SIZE;

    private final ClearingEngine engine;
    private final EventPublisher publisher;
    private final UnsafeBuffer page;
    private final int rowsMax;
    private final int bytesMax;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final GatewaysQueryDecoder gatewaysQuery = new GatewaysQueryDecoder();
    private final ProposalsQueryDecoder proposalsQuery = new ProposalsQueryDecoder();
    private final GatewaysReportEncoder gatewaysReport = new GatewaysReportEncoder();
    private final ProposalsReportEncoder proposalsReport = new ProposalsReportEncoder();

    ControlReports(final ClearingEngine engine, final EventPublisher publisher)
    {
        this.engine = engine;
        this.publisher = publisher;
        page = new UnsafeBuffer(new byte[EventRing.EVENT_LENGTH_MAX]);
        rowsMax = engine.limits().pageRows();
        bytesMax = engine.limits().pageBytes() - Pages.HEAD_LENGTH_MAX;
    }

    void gateways(final int venue, final DirectBuffer buffer, final int body, final Replies replies)
    {
        gatewaysQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final List<Principal> gateways = gatewaysAfter(Math.max(0, gatewaysQuery.after()), venue);
        final GatewaysReportEncoder report = gatewaysReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(gatewaysQuery.correlationId())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs());
        final GatewaysReportEncoder.GatewaysEncoder row = report.gatewaysCount(gateways.size());
        for (final Principal gateway : gateways)
        {
            row.next().gatewayNumber(gateway.gatewayNumber()).venue(gateway.venue());
            EventEncoding.putBits(row.capabilities(), gateway.capabilities());
            row.guaranteed(gateway.guaranteed())
                .status(gateway.status())
                .accountFrom(gateway.accountFrom())
                .accountTo(gateway.accountTo())
                .lastCommandId(gateway.outcomes().lastCommandId())
                .gateway(PrincipalNames.withoutRole(gateway.name()));
            final int[] instrumentIds = gateway.instrumentIds();
            final GatewaysReportEncoder.GatewaysEncoder.InstrumentsEncoder instruments =
                row.instrumentsCount(instrumentIds.length);
            for (final int instrumentId : instrumentIds)
            {
                instruments.next().instrument(instrumentId);
            }
        }
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }

    private List<Principal> gatewaysAfter(final int after, final int venue)
    {
        final Principals principals = engine.principals();
        final List<Principal> gateways = new ArrayList<>();
        int bytes = 0;
        for (int number = after; number < principals.gatewayCount() && gateways.size() < rowsMax; number++)
        {
            final Principal gateway = principals.gateway(number + 1);
            if (EventRing.RISK_OPS == venue || venue == gateway.venue())
            {
                bytes += GatewaysReportEncoder.GatewaysEncoder.sbeBlockLength() + GROUP_HEADER_LENGTH +
                    gateway.instrumentIds().length * Integer.BYTES;
                if (bytes > bytesMax && !gateways.isEmpty())
                {
                    return gateways;
                }
                gateways.add(gateway);
            }
        }
        return gateways;
    }

    void proposals(final DirectBuffer buffer, final int body, final Replies replies)
    {
        proposalsQuery.wrapAndApplyHeader(buffer, body - MessageCheck.HEADER_LENGTH, headerDecoder);
        final List<Proposal> proposals = proposalsAfter(Math.max(0, proposalsQuery.after()));
        final ProposalsReportEncoder report = proposalsReport.wrapAndApplyHeader(page, 0, header);
        report.correlationId(proposalsQuery.correlationId())
            .logPosition(publisher.logPosition())
            .timestamp(engine.timeMs());
        final ProposalsReportEncoder.ProposalsEncoder row = report.proposalsCount(proposals.size());
        for (final Proposal proposal : proposals)
        {
            row.next()
                .proposal(proposal.id())
                .expiresMs(proposal.expiresMs())
                .commandTemplateId(proposal.templateId())
                .proposer(proposal.proposer().name())
                .putProposedCommand(proposal.bytes(), 0, proposal.bytes().length);
        }
        replies.offer(page, 0, MessageCheck.HEADER_LENGTH + report.encodedLength());
    }

    private List<Proposal> proposalsAfter(final long after)
    {
        final List<Proposal> proposals = new ArrayList<>();
        int bytes = 0;
        for (final Proposal proposal : engine.proposals())
        {
            if (proposal.id() > after)
            {
                bytes += ProposalsReportEncoder.ProposalsEncoder.sbeBlockLength() +
                    ProposalsReportEncoder.ProposalsEncoder.proposedCommandHeaderLength() + proposal.bytes().length;
                if (proposals.size() == rowsMax || bytes > bytesMax && !proposals.isEmpty())
                {
                    return proposals;
                }
                proposals.add(proposal);
            }
        }
        return proposals;
    }
}
