package io.flatbook.ops.link;

import io.aeron.security.AuthenticationException;
import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.NoAnswerException;
import io.flatbook.client.NotSentException;
import io.flatbook.client.Outcome;
import io.flatbook.client.Queries;
import io.flatbook.client.Query;
import io.flatbook.client.QueryRefusedException;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AssetsReportDecoder;
import io.flatbook.sbe.AuditReportDecoder;
import io.flatbook.sbe.FundReportDecoder;
import io.flatbook.sbe.GatewaysReportDecoder;
import io.flatbook.sbe.InstrumentReportDecoder;
import io.flatbook.sbe.InstrumentsReportDecoder;
import io.flatbook.sbe.OffsetPolicyKind;
import io.flatbook.sbe.OffsetPreviewReportDecoder;
import io.flatbook.sbe.PositionsReportDecoder;
import io.flatbook.sbe.ProposalsReportDecoder;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import org.agrona.DirectBuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A link to a cluster through the client.
 */
final class ClusterLink implements BookLink
{
    private static final int HEADER_LENGTH = Protocol.HEADER_LENGTH;
    /** Before a query is asked again that was too much for the service at that moment. */
    private static final long BUSY_PAUSE_NS = 20_000_000;

    private final Protocol protocol = Protocol.wire();
    private final FlatbookClient client;
    private final String principal;
    private final Events events;
    private final Duration timeout;

    ClusterLink(final FlatbookClient client, final String principal, final Events events, final long timeoutMs)
    {
        this.client = client;
        this.principal = principal;
        this.events = events;
        this.timeout = Duration.ofMillis(timeoutMs);
    }

    @Override
    public WireMessage submit(final WireMessage command)
    {
        final Outcome outcome;
        try
        {
            outcome = client.submit((buffer, offset, commandId) ->
                protocol.encode(command.with("commandId", commandId), buffer, offset), timeout);
        }
        catch (final NotSentException | NoAnswerException ex)
        {
            throw new NoLeaderException("no leader took the command: " + ex.getMessage(), ex);
        }
        if (outcome.isUnknown())
        {
            throw new OutcomeUnknownException(principal, outcome.commandId());
        }
        return outcomeMessage(outcome);
    }

    private WireMessage outcomeMessage(final Outcome outcome)
    {
        final WireMessage message = protocol.create("CommandOutcome")
            .with("commandId", outcome.commandId())
            .with("reason", outcome.reason().name())
            .with("field", outcome.field().name())
            .with("detail", outcome.detail())
            .with("firstEventSequence", outcome.firstEventSequence());
        final List<WireRow> trades = new ArrayList<>();
        for (final Outcome.TradeOutcome trade : outcome.trades())
        {
            trades.add(new WireRow(List.of())
                .put("tradeReason", trade.reason().name()).put("tradeField", trade.field().name()));
        }
        return message.with("trades", trades);
    }

    @Override
    public List<WireMessage> ask(final WireMessage query)
    {
        return askAll(List.of(query)).get(0);
    }

    @Override
    public List<List<WireMessage>> askAll(final List<WireMessage> queries)
    {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        try
        {
            final List<Asked<?>> asked = queries.stream().<Asked<?>>map(this::asked).toList();
            final List<List<WireMessage>> answers = new ArrayList<>();
            for (int at = 0; at < asked.size(); at++)
            {
                answers.add(answer(queries.get(at), asked.get(at), deadlineNs));
            }
            return answers;
        }
        catch (final NotSentException | NoAnswerException ex)
        {
            throw new NoLeaderException("no leader answers: " + ex.getMessage(), ex);
        }
    }

    private List<WireMessage> answer(final WireMessage query, final Asked<?> first, final long deadlineNs)
    {
        Asked<?> asked = first;
        while (true)
        {
            try
            {
                return asked.await(client, timeout);
            }
            catch (final QueryRefusedException ex)
            {
                if (RejectReason.QUERY_BUSY != ex.reason() || System.nanoTime() - deadlineNs > 0)
                {
                    return List.of(protocol.create("QueryRefused")
                        .with("reason", ex.reason().name()).with("field", ex.field().name()));
                }
                LockSupport.parkNanos(BUSY_PAUSE_NS);
                asked = asked(query);
            }
        }
    }

    @Override
    public void poll()
    {
        client.poll();
    }

    @Override
    public List<WireMessage> takeEvents()
    {
        client.poll();
        return events.take();
    }

    @Override
    public void close()
    {
        client.close();
    }

    private Asked<?> asked(final WireMessage query)
    {
        final WireRow row = query.row();
        return switch (query.name())
        {
            case "AccountQuery" -> one(Queries.account(row.required("account")),
                AccountsReportDecoder::buffer, AccountsReportDecoder::offset);
            case "AccountsQuery" -> one(Queries.accounts(row.number("after")),
                AccountsReportDecoder::buffer, AccountsReportDecoder::offset);
            case "AssetsQuery" -> one(Queries.assets(integer(row.number("after"))),
                AssetsReportDecoder::buffer, AssetsReportDecoder::offset);
            case "InstrumentsQuery" -> one(Queries.instruments(integer(row.number("after"))),
                InstrumentsReportDecoder::buffer, InstrumentsReportDecoder::offset);
            case "InstrumentQuery" -> one(Queries.instrument((int)row.required("instrument")),
                InstrumentReportDecoder::buffer, InstrumentReportDecoder::offset);
            case "GatewaysQuery" -> one(Queries.gateways(integer(row.number("after"))),
                GatewaysReportDecoder::buffer, GatewaysReportDecoder::offset);
            case "ProposalsQuery" -> one(Queries.proposals(row.number("after")),
                ProposalsReportDecoder::buffer, ProposalsReportDecoder::offset);
            case "PositionsQuery" -> one(Queries.positions(row.number("account"), integer(row.number("instrument")),
                row.number("afterAccount"), integer(row.number("afterInstrument"))),
                PositionsReportDecoder::buffer, PositionsReportDecoder::offset);
            case "OffsetPreview" -> one(Queries.offsetPreview(row.required("account"),
                null == row.text("policy") ? null : OffsetPolicyKind.valueOf(row.text("policy"))),
                OffsetPreviewReportDecoder::buffer, OffsetPreviewReportDecoder::offset);
            case "FundQuery" -> one(Queries.fund((int)row.required("asset")),
                FundReportDecoder::buffer, FundReportDecoder::offset);
            case "AuditQuery" -> one(Queries.audit((int)row.required("asset")),
                AuditReportDecoder::buffer, AuditReportDecoder::offset);
            case "OffsetQueueQuery" -> new Asked<>(client.queryAsync(Queries.offsetQueue(
                (int)row.required("instrument"), Side.valueOf(row.text("side")), (int)row.required("top"))),
                reports -> reports.stream().map(report ->
                    protocol.decode(report.buffer(), report.offset() - HEADER_LENGTH)).toList());
            case "CommandOutcomeQuery" -> new Asked<>(CompletableFuture.completedFuture(row.required("commandId")),
                commandId -> List.of(outcomeOf(commandId)));
            default -> throw new IllegalArgumentException("the client cannot ask " + query.name());
        };
    }

    private WireMessage outcomeOf(final long commandId)
    {
        final Outcome outcome = client.outcomeOf(commandId, timeout);
        if (outcome.isUnknown())
        {
            throw new NoLeaderException("no leader answers within " + timeout);
        }
        return outcomeMessage(outcome);
    }

    private <T> Asked<T> one(
        final Query<T> query, final Function<T, DirectBuffer> buffer, final ToIntFunction<T> offset)
    {
        return new Asked<>(client.queryAsync(query), report ->
            List.of(protocol.decode(buffer.apply(report), offset.applyAsInt(report) - HEADER_LENGTH)));
    }

    /** A query that was sent, and how its answer is read. */
    private record Asked<T>(CompletableFuture<T> answer, Function<T, List<WireMessage>> read)
    {
        private List<WireMessage> await(final FlatbookClient client, final Duration timeout)
        {
            return read.apply(client.await(answer, timeout));
        }
    }

    private static Integer integer(final Long number)
    {
        return null == number ? null : (Integer)number.intValue();
    }

    /**
     * Takes events as they come, and ends the call of a principal that is not let in: its secret does not get better by
     * being tried again.
     */
    static final class Events implements ClientListener
    {
        private final String principal;
        private List<WireMessage> waiting = new ArrayList<>();

        Events(final String principal)
        {
            this.principal = principal;
        }

        @Override
        public void onConnectionError(final Throwable cause)
        {
            if (cause instanceof AuthenticationException)
            {
                throw NotPermittedException.notLetIn(principal, cause);
            }
        }

        @Override
        public void onEvent(final int templateId, final long eventSequence, final DirectBuffer buffer,
            final int offset, final int length)
        {
            waiting.add(Protocol.wire().decode(buffer, offset));
        }

        List<WireMessage> take()
        {
            final List<WireMessage> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        }
    }
}
