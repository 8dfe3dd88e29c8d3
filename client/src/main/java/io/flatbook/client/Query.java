package io.flatbook.client;

import io.flatbook.sbe.MessageHeaderDecoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.util.List;

/**
 * A question to the cluster without any effect, made by {@link Queries}.
 *
 * @param <T> of the answer: decoders over a copy of it that is the caller's own.
 */
public final class Query<T>
{
    /** Encodes a query with its message header. */
    @FunctionalInterface
    interface Encoding
    {
        int encode(MutableDirectBuffer buffer, long correlationId);
    }

    /** Makes the answer from the messages that came for it. */
    @FunctionalInterface
    interface Decoding<T>
    {
        T decode(List<DirectBuffer> messages);
    }

    /** Whether a message is the last of an answer. */
    @FunctionalInterface
    interface Ending
    {
        boolean isLast(DirectBuffer message);
    }

    private final Encoding encoding;
    private final int reportTemplateId;
    private final Decoding<T> decoding;
    private final Ending ending;

    Query(final Encoding encoding, final int reportTemplateId, final Decoding<T> decoding)
    {
        this(encoding, reportTemplateId, decoding, message -> true);
    }

    Query(final Encoding encoding, final int reportTemplateId, final Decoding<T> decoding, final Ending ending)
    {
        this.encoding = encoding;
        this.reportTemplateId = reportTemplateId;
        this.decoding = decoding;
        this.ending = ending;
    }

    int encode(final MutableDirectBuffer buffer, final long correlationId)
    {
        return encoding.encode(buffer, correlationId);
    }

    boolean isLast(final DirectBuffer message)
    {
        return ending.isLast(message);
    }

    T decode(final List<DirectBuffer> messages)
    {
        for (final DirectBuffer message : messages)
        {
            final int templateId = new MessageHeaderDecoder().wrap(message, 0).templateId();
            if (reportTemplateId != templateId)
            {
                throw new IllegalStateException("answer " + templateId + ", expected " + reportTemplateId);
            }
        }
        return decoding.decode(messages);
    }
}
