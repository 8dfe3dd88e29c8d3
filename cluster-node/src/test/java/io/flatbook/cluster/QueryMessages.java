package io.flatbook.cluster;

import io.flatbook.sbe.AccountQueryEncoder;
import io.flatbook.sbe.AccountsQueryEncoder;
import io.flatbook.sbe.AssetsQueryEncoder;
import io.flatbook.sbe.AuditQueryEncoder;
import io.flatbook.sbe.CommandOutcomeQueryEncoder;
import io.flatbook.sbe.EventsQueryEncoder;
import io.flatbook.sbe.FundQueryEncoder;
import io.flatbook.sbe.GatewaysQueryEncoder;
import io.flatbook.sbe.InstrumentQueryEncoder;
import io.flatbook.sbe.InstrumentsQueryEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewEncoder;
import io.flatbook.sbe.OffsetQueueQueryEncoder;
import io.flatbook.sbe.PositionsQueryEncoder;
import io.flatbook.sbe.ProposalsQueryEncoder;
import io.flatbook.sbe.Side;
import org.agrona.concurrent.UnsafeBuffer;

import static io.flatbook.cluster.Messages.CORRELATION_ID;
import static io.flatbook.cluster.Messages.whole;

/**
 * Queries for tests, each whole and of exact length.
 */
final class QueryMessages
{
    private QueryMessages()
    {
    }

    static UnsafeBuffer accountQuery(final long account)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final AccountQueryEncoder m =
            new AccountQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.account(account);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer accountsQuery(final long after)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final AccountsQueryEncoder m =
            new AccountsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.after(after);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer assetsQuery(final int after)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final AssetsQueryEncoder m = new AssetsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.after(after);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer instrumentsQuery(final int after)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final InstrumentsQueryEncoder m =
            new InstrumentsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.after(after);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer positionsQuery(
        final long account, final int instrument, final long afterAccount, final int afterInstrument)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final PositionsQueryEncoder m =
            new PositionsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.account(account).instrument(instrument).afterAccount(afterAccount).afterInstrument(afterInstrument);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer instrumentQuery(final int instrument)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final InstrumentQueryEncoder m =
            new InstrumentQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.instrument(instrument);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer offsetQueueQuery(final int instrument, final Side side, final int top)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final OffsetQueueQueryEncoder m =
            new OffsetQueueQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.instrument(instrument).side(side).top(top);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer offsetPreview(final long account, final OffsetPolicyKind policy)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final OffsetPreviewEncoder m =
            new OffsetPreviewEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.account(account).policy(policy);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer fundQuery(final int asset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final FundQueryEncoder m = new FundQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.asset(asset);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer auditQuery(final int asset)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final AuditQueryEncoder m = new AuditQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.asset(asset);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer eventsQuery(final long from)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final EventsQueryEncoder m = new EventsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.from(from);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer commandOutcomeQuery(final long commandId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final CommandOutcomeQueryEncoder m =
            new CommandOutcomeQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.commandId(commandId);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer gatewaysQuery(final int after)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final GatewaysQueryEncoder m =
            new GatewaysQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.after(after);
        return whole(buffer, m.encodedLength());
    }

    static UnsafeBuffer proposalsQuery(final long after)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
        final ProposalsQueryEncoder m =
            new ProposalsQueryEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
        m.correlationId(CORRELATION_ID);
        m.after(after);
        return whole(buffer, m.encodedLength());
    }
}
