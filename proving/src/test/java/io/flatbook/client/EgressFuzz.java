package io.flatbook.client;

import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.QueryRefusedDecoder;
import io.flatbook.sbe.SessionReportDecoder;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a client receives: it is decoded for the listener or ignored. A message that says it is longer than it is may
 * end in an {@link IndexOutOfBoundsException}; it must do nothing else.
 */
public final class EgressFuzz implements Consumer<byte[]>
{
    private final ClientListener listener = new ClientListener()
    {
    };
    private final EgressAdapter adapter = new EgressAdapter(new Decoding(new EventDispatcher(listener)));

    @Override
    public void accept(final byte[] bytes)
    {
        try
        {
            adapter.onMessage(new UnsafeBuffer(bytes), 0, bytes.length);
        }
        catch (final IndexOutOfBoundsException ex)
        {
            // The message says more than there is of it.
        }
    }

    private record Decoding(EventDispatcher dispatcher) implements EgressAdapter.Receiver
    {
        @Override
        public void onOutcome(final CommandOutcomeDecoder outcome)
        {
            outcome.toString();
        }

        @Override
        public void onSessionReport(final SessionReportDecoder report)
        {
            report.toString();
        }

        @Override
        public void onQueryRefused(final QueryRefusedDecoder refusal)
        {
            refusal.toString();
        }

        @Override
        public void onEventsGone(final long retainedFrom)
        {
            // A number, whatever it is.
        }

        @Override
        public void onAnswer(final long correlationId, final DirectBuffer buffer, final int offset, final int length)
        {
            // Who asked decodes it.
        }

        @Override
        public void onEvent(
            final int templateId, final long sequence, final long previousSequence, final DirectBuffer buffer,
            final int offset, final int length)
        {
            dispatcher.dispatch(templateId, sequence, buffer, offset, length);
        }
    }
}
