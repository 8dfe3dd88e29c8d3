package io.flatbook.cluster;

import io.flatbook.engine.book.Limits;
import io.flatbook.sbe.CommandOutcomeDecoder;
import io.flatbook.sbe.MessageHeaderDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import io.flatbook.sbe.SessionReportDecoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sends messages to a clearing service in the same process and remembers what came back.
 */
final class Desk
{
    static final String RISK = "risk/rita";
    static final String SECOND_RISK = "risk/sam";
    static final String GATEWAY = "gateway/a";
    static final String OTHER_GATEWAY = "gateway/b";

    /** An answer, decoded as far as tests look at it. */
    record Answer(int templateId, long commandId, RejectReason reason, RejectField field, long detail, byte[] bytes)
    {
    }

    private final List<Answer> answers = new ArrayList<>();
    private final Map<String, Long> lastCommandIds = new HashMap<>();
    private final LocalClearing clearing;
    private long timeMs;

    Desk()
    {
        this(new LocalClearing(new Limits()));
    }

    Desk(final LocalClearing clearing)
    {
        this.clearing = clearing;
        timeMs = clearing.timeMs();
    }

    LocalClearing clearing()
    {
        return clearing;
    }

    void time(final long newTimeMs)
    {
        timeMs = newTimeMs;
        clearing.advanceTo(newTimeMs);
    }

    /** Sends a command under the principal's next id; the message's own is overwritten. */
    Answer command(final String principal, final UnsafeBuffer message)
    {
        final long commandId = clearing.lastCommandId(principal) + 1;
        message.putLong(MessageHeaderDecoder.ENCODED_LENGTH, commandId, ByteOrder.LITTLE_ENDIAN);
        lastCommandIds.put(principal, commandId);
        return raw(principal, message);
    }

    /** Sends a command that must be accepted. */
    Answer accepted(final String principal, final UnsafeBuffer message)
    {
        final Answer answer = command(principal, message);
        if (RejectReason.NONE != answer.reason())
        {
            throw new AssertionError(
                "template " + MessageCheck.templateId(message, 0) + " refused: " + answer);
        }
        return answer;
    }

    /** Sends bytes as they are and gives the first answer. */
    Answer raw(final String principal, final UnsafeBuffer message)
    {
        final List<Answer> all = all(principal, message);
        return all.isEmpty() ? null : all.get(0);
    }

    List<Answer> all(final String principal, final UnsafeBuffer message)
    {
        answers.clear();
        clearing.onMessage(timeMs, principal, message, 0, message.capacity(), this::onAnswer);
        return List.copyOf(answers);
    }

    /** Takes the events since the last call. */
    List<UnsafeBuffer> events()
    {
        final List<UnsafeBuffer> events = new ArrayList<>();
        clearing.takeEvents((buffer, offset, length) ->
        {
            final byte[] bytes = new byte[length];
            buffer.getBytes(offset, bytes);
            events.add(new UnsafeBuffer(bytes));
        });
        return events;
    }

    /** Takes the events since the last call, those of one template. */
    List<UnsafeBuffer> events(final int templateId)
    {
        return events().stream().filter((event) -> templateId == MessageCheck.templateId(event, 0)).toList();
    }

    long stateHash()
    {
        return clearing.stateHash();
    }

    long replicaHash()
    {
        return clearing.engine().replicaHash();
    }

    private void onAnswer(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        answers.add(decode(bytes));
    }

    static Answer decode(final byte[] bytes)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, 0);
        if (CommandOutcomeDecoder.TEMPLATE_ID == header.templateId())
        {
            final CommandOutcomeDecoder outcome =
                new CommandOutcomeDecoder().wrapAndApplyHeader(buffer, 0, header);
            return new Answer(header.templateId(), outcome.commandId(), outcome.reason(), outcome.field(),
                outcome.detail(), bytes);
        }
        if (SessionReportDecoder.TEMPLATE_ID == header.templateId())
        {
            final SessionReportDecoder report = new SessionReportDecoder().wrapAndApplyHeader(buffer, 0, header);
            return new Answer(header.templateId(), report.lastCommandId(), report.reason(), report.field(), 0, bytes);
        }
        if (io.flatbook.sbe.QueryRefusedDecoder.TEMPLATE_ID == header.templateId())
        {
            final io.flatbook.sbe.QueryRefusedDecoder refused =
                new io.flatbook.sbe.QueryRefusedDecoder().wrapAndApplyHeader(buffer, 0, header);
            return new Answer(
                header.templateId(), refused.correlationId(), refused.reason(), refused.field(), 0, bytes);
        }
        return new Answer(header.templateId(), 0, RejectReason.NULL_VAL, RejectField.NULL_VAL, 0, bytes);
    }
}
