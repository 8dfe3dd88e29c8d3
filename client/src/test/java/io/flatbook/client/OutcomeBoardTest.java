package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.Switch;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class OutcomeBoardTest
{
    private static final long PATIENCE_NS = 2_000_000_000;

    private final List<String> heard = new ArrayList<>();
    private final CallbackErrors errors = new CallbackErrors();
    private boolean fails;
    private final OutcomeBoard board = new OutcomeBoard(new ClientListener()
    {
        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            heard.add(commandId + " " + reason + " " + field + " " + detail + " " + firstEventSequence);
            failIfWanted();
        }

        @Override
        public void onTradeOutcome(
            final long commandId, final int index, final RejectReason reason, final RejectField field)
        {
            heard.add(commandId + "." + index + " " + reason + " " + field);
            failIfWanted();
        }

        @Override
        public void onOutcomeUnknown(final long commandId)
        {
            heard.add(commandId + " unknown");
            failIfWanted();
        }

        @Override
        public void onFenced(final long lastCommandId)
        {
            heard.add("fenced " + lastCommandId);
            failIfWanted();
        }
    }, PATIENCE_NS, errors);
    private final CommandStream stream = new CommandStream(new CommandWindow(8), 0, 1_000, 100, board);

    OutcomeBoardTest()
    {
        stream.onReport(0, RejectReason.NONE, RejectField.NONE);
        stream.commit(8);
        stream.commit(8);
    }

    @Test
    void givesTheTradesOfABatchToListenerAndFuture()
    {
        final CompletableFuture<Outcome> future = board.futureOf(1);
        board.onOutcome(outcome(1, RejectReason.NONE, Switch.OFF, RejectReason.NONE, RejectReason.SAME_OWNER), stream,
            0);
        assertThat(heard).containsExactly("1.0 NONE SELLER", "1.1 SAME_OWNER SELLER", "1 NONE SELLER 31 900");
        final Outcome outcome = future.join();
        assertThat(outcome.isAccepted()).isTrue();
        assertThat(outcome.detail()).isEqualTo(31);
        assertThat(outcome.trades()).containsExactly(
            new Outcome.TradeOutcome(RejectReason.NONE, RejectField.SELLER),
            new Outcome.TradeOutcome(RejectReason.SAME_OWNER, RejectField.SELLER));
    }

    @Test
    void tellsEveryOutcomeThoughTheListenerThrows()
    {
        fails = true;
        board.onOutcome(outcome(1, RejectReason.NONE, Switch.OFF, RejectReason.NONE, RejectReason.SAME_OWNER), stream,
            0);
        assertThat(heard).containsExactly("1.0 NONE SELLER", "1.1 SAME_OWNER SELLER", "1 NONE SELLER 31 900");
        assertThatThrownBy(errors::throwKept).hasMessage("of the listener").satisfies(
            ex -> assertThat(ex.getSuppressed()).hasSize(2));

        heard.clear();
        stream.commit(8);
        stream.onReport(1, RejectReason.FENCED, RejectField.NONE);
        assertThat(heard).containsExactly("fenced 1", "2 unknown", "3 unknown");
        assertThatThrownBy(errors::throwKept).hasMessage("of the listener");
    }

    @Test
    void keepsAnExceptionThatTheListenerThrowsAgain()
    {
        final IllegalStateException same = new IllegalStateException("of the listener");
        errors.keep(same);
        errors.keep(same);
        assertThatThrownBy(errors::throwKept).isSameAs(same);
    }

    private void failIfWanted()
    {
        if (fails)
        {
            throw new IllegalStateException("of the listener");
        }
    }

    @Test
    void answersAQuestionForAnEarlierOutcomeWithoutCallingTheListener()
    {
        final CompletableFuture<Outcome> answer = board.ask(77, 5);
        assertThat(board.isQuestionDue(0)).isTrue();
        board.questionSent(true, 0);
        assertThat(board.isQuestionDue(PATIENCE_NS - 1)).isFalse();
        assertThat(board.isQuestionDue(PATIENCE_NS)).as("without an answer").isTrue();
        board.onOutcome(outcome(77, RejectReason.NO_MARK, Switch.ON), stream, 0);
        assertThat(answer.join().reason()).isEqualTo(RejectReason.NO_MARK);
        assertThat(answer.join().isRejected()).isTrue();
        assertThat(heard).isEmpty();
    }

    @Test
    void leavesNoFutureOpenOnClose()
    {
        final CompletableFuture<Outcome> first = board.futureOf(1);
        final CompletableFuture<Outcome> second = board.futureOf(2);
        final CompletableFuture<Outcome> asked = board.ask(77, 5);
        board.onOutcome(outcome(2, RejectReason.NO_MARK, Switch.OFF), stream, 0);
        board.close();
        assertThat(first.join()).isEqualTo(Outcome.unknown(1));
        assertThat(second.join().isRejected()).isTrue();
        assertThat(asked.join().isUnknown()).isTrue();
    }

    private static CommandOutcomeDecoder outcome(
        final long id, final RejectReason reason, final Switch duplicate, final RejectReason... trades)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final CommandOutcomeEncoder.TradesEncoder group = new CommandOutcomeEncoder()
            .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .commandId(id).reason(reason).field(RejectField.SELLER).detail(31).firstEventSequence(900)
            .duplicate(duplicate).tradesCount(trades.length);
        for (final RejectReason trade : trades)
        {
            group.next().tradeReason(trade).tradeField(RejectField.SELLER);
        }
        return new CommandOutcomeDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    }
}
