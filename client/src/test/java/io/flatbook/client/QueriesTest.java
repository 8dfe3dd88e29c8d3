package io.flatbook.client;

import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.AccountsReportEncoder;
import io.flatbook.sbe.CommandOutcomeQueryDecoder;
import io.flatbook.sbe.EventsQueryDecoder;
import io.flatbook.sbe.FundReportEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.OffsetQueueReportDecoder;
import io.flatbook.sbe.OffsetQueueReportEncoder;
import io.flatbook.sbe.ProposalsReportDecoder;
import io.flatbook.sbe.ProposalsReportEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Side;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class QueriesTest
{
    private static final long PATIENCE_NS = 2_000_000_000;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private final PendingQueries queries = new PendingQueries(PATIENCE_NS, SystemNanoClock.INSTANCE);
    private final List<Long> asked = new ArrayList<>();

    @Test
    void thereIsAMethodForEveryQueryOfTheSchema() throws Exception
    {
        final Set<Integer> made = new TreeSet<>();
        // These two are asked by the client itself.
        made.add(EventsQueryDecoder.TEMPLATE_ID);
        made.add(CommandOutcomeQueryDecoder.TEMPLATE_ID);
        for (final Query<?> query : List.of(
            Queries.account(1), Queries.accounts(null), Queries.assets(null), Queries.instruments(1),
            Queries.positions(null, null, null, null), Queries.instrument(1), Queries.offsetQueue(1, Side.LONG, 10),
            Queries.offsetPreview(1, null), Queries.fund(1), Queries.audit(1), Queries.gateways(null),
            Queries.proposals(7L)))
        {
            query.encode(buffer, 99);
            made.add(new MessageHeaderDecoder().wrap(buffer, 0).templateId());
            assertThat(buffer.getLong(8, ByteOrder.LITTLE_ENDIAN)).isEqualTo(99);
        }
        assertThat(made).isEqualTo(new TreeSet<>(SchemaMessages.between(201, 249).keySet()));
    }

    @Test
    void everyAnswerStartsWithItsCorrelationId() throws Exception
    {
        for (final String name : SchemaMessages.between(253, 299).values())
        {
            final Class<?> encoder = Class.forName("io.flatbook.sbe." + name + "Encoder");
            assertThat(encoder.getMethod("correlationIdEncodingOffset").invoke(null)).as(name).isEqualTo(0);
        }
        for (final String name : SchemaMessages.between(101, 199).values())
        {
            final Class<?> encoder = Class.forName("io.flatbook.sbe." + name + "Encoder");
            assertThat(encoder.getMethod("headerEncodingOffset").invoke(null)).as(name).isEqualTo(0);
        }
    }

    @Test
    void anAnswerIsACopyOfTheCallersOwn()
    {
        final CompletableFuture<AccountsReportDecoder> answer = queries.ask(Queries.account(1001));
        flush();
        final int length = 8 + new AccountsReportEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .correlationId(asked.get(0)).logPosition(640).timestamp(5).accountsCount(1).next().account(1001)
            .resetCountToIndex() + 200;
        queries.onAnswer(asked.get(0), buffer, 0, length);
        buffer.setMemory(0, length, (byte)0);
        assertThat(answer.join().logPosition()).isEqualTo(640);
        assertThat(answer.join().accounts().next().account()).isEqualTo(1001);
    }

    @Test
    void aPageOfProposalsCarriesTheWholeCommands()
    {
        final CompletableFuture<ProposalsReportDecoder> answer = queries.ask(Queries.proposals(null));
        flush();
        final ExpandableArrayBuffer command = new ExpandableArrayBuffer();
        final int commandLength = RiskCommands.declareDefault(1001).encode(command, 0, 0);
        final ProposalsReportEncoder encoder = new ProposalsReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).correlationId(asked.get(0));
        final ProposalsReportEncoder.ProposalsEncoder group = encoder.proposalsCount(2);
        for (int id = 5; id < 7; id++)
        {
            group.next().proposal(id).proposer("risk/alice").putProposedCommand(command, 0, commandLength);
        }
        queries.onAnswer(asked.get(0), buffer, 0, 8 + encoder.encodedLength());
        final byte[] bytes = new byte[commandLength];
        final ProposalsReportDecoder.ProposalsDecoder proposals = answer.join().proposals();
        for (int id = 5; id < 7; id++)
        {
            assertThat(proposals.next().proposal()).isEqualTo(id);
            assertThat(proposals.proposer()).isEqualTo("risk/alice");
            assertThat(proposals.getProposedCommand(bytes, 0, bytes.length)).isEqualTo(commandLength);
            assertThat(new UnsafeBuffer(bytes)).isEqualTo(new UnsafeBuffer(command, 0, commandLength));
        }
    }

    @Test
    void aBusyServiceSaysSo()
    {
        final CompletableFuture<?> busy = queries.ask(Queries.offsetPreview(1, null));
        flush();
        queries.onRefused(asked.get(0), RejectReason.QUERY_BUSY, RejectField.NONE);
        assertThatThrownBy(busy::join).hasCauseInstanceOf(QueryRefusedException.class)
            .hasMessageContaining("query refused: QUERY_BUSY: ask again later");
    }

    @Test
    void aQueueIsGatheredToItsLastMessage()
    {
        final CompletableFuture<List<OffsetQueueReportDecoder>> answer =
            queries.ask(Queries.offsetQueue(1, Side.SHORT, 100));
        flush();
        queuePart(asked.get(0), Switch.OFF);
        assertThat(answer).isNotDone();
        queuePart(asked.get(0), Switch.ON);
        assertThat(answer.join()).hasSize(2);
    }

    @Test
    void isAskedAgainUnderAnotherIdSoThatAnOldPartEndsUpNowhere()
    {
        final CompletableFuture<List<OffsetQueueReportDecoder>> answer =
            queries.ask(Queries.offsetQueue(1, Side.SHORT, 100));
        flush();
        queuePart(asked.get(0), Switch.OFF);
        queries.askAllAgain();
        flush();
        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
        queuePart(asked.get(0), Switch.ON);
        assertThat(answer).isNotDone();
        queuePart(asked.get(1), Switch.ON);
        assertThat(answer.join()).hasSize(1);
    }

    @Test
    void isAskedAgainWhenNothingOfTheAnswerComesAndThenMorePatiently()
    {
        final CompletableFuture<List<OffsetQueueReportDecoder>> answer =
            queries.ask(Queries.offsetQueue(1, Side.SHORT, 100));
        final long startNs = System.nanoTime();
        flush(startNs);
        flush(startNs + PATIENCE_NS - 1);
        assertThat(asked).hasSize(1);
        final long againNs = startNs + 2 * PATIENCE_NS;
        flush(againNs);
        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
        flush(againNs + 2 * PATIENCE_NS - 1);
        assertThat(asked).hasSize(2);
        queuePart(asked.get(0), Switch.ON);
        assertThat(answer).as("of the first question").isNotDone();
        queuePart(asked.get(1), Switch.ON);
        assertThat(answer.join()).hasSize(1);
    }

    @Test
    void aRefusalAndAWrongAnswerFailTheQuestion()
    {
        final CompletableFuture<?> refused = queries.ask(Queries.account(1));
        final CompletableFuture<?> wrong = queries.ask(Queries.account(2));
        final CompletableFuture<?> closed = queries.ask(Queries.account(3));
        flush();
        queries.onRefused(asked.get(0), RejectReason.UNKNOWN_ACCOUNT, RejectField.ACCOUNT);
        assertThatThrownBy(refused::join).hasCauseInstanceOf(QueryRefusedException.class)
            .hasMessageContaining("UNKNOWN_ACCOUNT");
        final int length = 8 + new FundReportEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .encodedLength();
        queries.onAnswer(asked.get(1), buffer, 0, length);
        assertThatThrownBy(wrong::join).hasCauseInstanceOf(IllegalStateException.class);
        queries.end(FlatbookClient.CLOSED, "closed");
        assertThatThrownBy(closed::join).hasCauseInstanceOf(NoAnswerException.class);
    }

    @Test
    void questionsAreBounded()
    {
        for (int i = 0; i < PendingQueries.QUERIES_MAX; i++)
        {
            queries.ask(Queries.account(1));
        }
        assertThatThrownBy(() -> queries.ask(Queries.account(1))).isInstanceOf(NotSentException.class);
    }

    private void flush()
    {
        flush(System.nanoTime());
    }

    private void flush(final long nowNs)
    {
        queries.flush((final DirectBuffer bytes, final int offset, final int length) ->
            asked.add(bytes.getLong(offset + 8, ByteOrder.LITTLE_ENDIAN)), nowNs);
    }

    private void queuePart(final long correlationId, final Switch last)
    {
        final OffsetQueueReportEncoder encoder = new OffsetQueueReportEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).correlationId(correlationId).last(last);
        encoder.queueCount(0);
        queries.onAnswer(correlationId, buffer, 0, 8 + encoder.encodedLength());
    }
}
