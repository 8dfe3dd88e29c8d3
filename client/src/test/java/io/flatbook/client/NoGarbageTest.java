package io.flatbook.client;

import com.sun.management.ThreadMXBean;
import io.flatbook.sbe.CommandOutcomeEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.PositionOffsetEncoder;
import io.flatbook.sbe.PositionPageEncoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.StatusPageEncoder;
import io.flatbook.sbe.Switch;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Counts the bytes allocated by commands on their way out, and by outcomes and events on their way in. */
final class NoGarbageTest
{
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;

    private final OutcomeBoard board = new OutcomeBoard(new ClientListener()
    {
    }, 1_000, new CallbackErrors());
    private final EventDispatcher dispatcher = new EventDispatcher(new ClientListener()
    {
    });
    private final CommandStream stream = new CommandStream(new CommandWindow(16), 0, 1_000, 100, board);
    private final GatewayEncoder encoder = new GatewayEncoder();
    private final Trade trade = new Trade();
    private final List<Trade> batch = Stream.generate(Trade::new).limit(16).toList();
    private final UnsafeBuffer outcomeBytes = new UnsafeBuffer(new byte[256]);
    private final UnsafeBuffer eventBytes = new UnsafeBuffer(new byte[512]);
    private final UnsafeBuffer pageBytes = new UnsafeBuffer(new byte[8 * 1024]);
    private final CommandOutcomeEncoder outcomeEncoder = new CommandOutcomeEncoder();
    private final PositionOffsetEncoder eventEncoder = new PositionOffsetEncoder();
    private final PositionPageEncoder positionPage = new PositionPageEncoder();
    private final StatusPageEncoder statusPage = new StatusPageEncoder();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final EgressAdapter egress = new EgressAdapter(new AdapterReceiver(board, stream, dispatcher));
    private final CommandStream.Sender sender = NoGarbageTest::sent;

    @Test
    void allocatesNothingForCommandsTheirOutcomesAndEvents()
    {
        stream.onReport(0, RejectReason.NONE, RejectField.NONE);
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        run(WARM_UP);
        final long before = threads.getCurrentThreadAllocatedBytes();
        run(MEASURED);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // The question itself may cost a few bytes; one object per turn would be 160,000.
        assertThat(allocated).isLessThan(MEASURED);
    }

    private void run(final int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            long id = stream.admit();
            trade.clear().tradeId(id).instrument(1).buyer(2).seller(3).quantityLots(4).priceTicks(5);
            stream.commit(encoder.registerTrade(stream.nextBuffer(), 0, id, trade));
            stream.flush(sender, i);
            outcome(id, 0);
            id = stream.admit();
            stream.commit(encoder.registerTrades(stream.nextBuffer(), 0, id, batch));
            stream.flush(sender, i);
            outcome(id, 16);
            id = stream.admit();
            stream.commit(encoder.transferCollateral(stream.nextBuffer(), 0, id, 1, 2, 3, id));
            stream.flush(sender, i);
            outcome(id, 0);
            pages(i);
            eventEncoder.wrapAndApplyHeader(eventBytes, 0, header).run(1).header().eventSequence(i);
            egress.onMessage(eventBytes, 0, 256);
        }
    }

    private void pages(final long sequence)
    {
        positionPage.wrapAndApplyHeader(pageBytes, 0, header).header().eventSequence(sequence);
        final PositionPageEncoder.RowsEncoder positions = positionPage.rowsCount(3);
        statusPage.wrapAndApplyHeader(eventBytes, 0, header).header().eventSequence(sequence);
        final StatusPageEncoder.RowsEncoder statuses = statusPage.rowsCount(3);
        for (int i = 0; i < 3; i++)
        {
            positions.next().account(i);
            statuses.next().account(i);
        }
        egress.onMessage(pageBytes, 0, 8 + positionPage.encodedLength());
        egress.onMessage(eventBytes, 0, 8 + statusPage.encodedLength());
    }

    private void outcome(final long id, final int trades)
    {
        final CommandOutcomeEncoder.TradesEncoder group = outcomeEncoder.wrapAndApplyHeader(outcomeBytes, 0, header)
            .commandId(id).reason(RejectReason.NONE).field(RejectField.NONE).detail(0).firstEventSequence(1)
            .duplicate(Switch.OFF).tradesCount(trades);
        for (int i = 0; i < trades; i++)
        {
            group.next().tradeReason(RejectReason.NONE).tradeField(RejectField.NONE);
        }
        egress.onMessage(outcomeBytes, 0, 8 + outcomeEncoder.encodedLength());
    }

    private static boolean sent(final DirectBuffer buffer, final int offset, final int length)
    {
        return true;
    }
}
