package io.flatbook.client;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/** Takes what a stream sends, as far as it is told to; commands are eight bytes with a value. */
final class SentCommands implements CommandStream.Sender
{
    private final List<Long> values = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    @Override
    public boolean send(final DirectBuffer buffer, final int offset, final int length)
    {
        if (0 == room)
        {
            return false;
        }
        room--;
        values.add(buffer.getLong(offset));
        return true;
    }

    void room(final int messages)
    {
        room = messages;
    }

    List<Long> take()
    {
        final List<Long> taken = List.copyOf(values);
        values.clear();
        return taken;
    }
}
