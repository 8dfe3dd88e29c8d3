package io.flatbook.ops.wire;

import org.agrona.concurrent.UnsafeBuffer;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.IrDecoder;
import uk.co.real_logic.sbe.ir.generated.FrameCodecDecoder;
import uk.co.real_logic.sbe.ir.generated.SignalCodec;
import uk.co.real_logic.sbe.ir.generated.TokenCodecDecoder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A schema as SBE's tool wrote it, token by token, cut into its messages, each of which can be read alone: to read all
 * would take an eighth of the time of a short answer, and that needs five of them.
 */
final class SchemaFile
{
    /** Texts and values at the end of a token, each behind its length; the first is the name. */
    private static final int TEXTS_OF_A_TOKEN = 12;

    private final ByteBuffer bytes;
    private final List<Part> messages = new ArrayList<>();
    /** Where frame and message header end, which every reader begins with. */
    private int headEnd;
    private volatile Ir all;

    /**
     * A message of the file.
     *
     * @param name       of the message.
     * @param templateId of the message.
     * @param from       first byte.
     * @param end        first byte after it.
     */
    record Part(String name, int templateId, int from, int end)
    {
    }

    private SchemaFile(final byte[] content)
    {
        bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        int at = new FrameCodecDecoder()
            .wrap(new UnsafeBuffer(content), 0, FrameCodecDecoder.BLOCK_LENGTH, 0).sbeDecodedLength();
        int from = at;
        while (at < content.length)
        {
            final byte signal = bytes.get(at + TokenCodecDecoder.signalEncodingOffset());
            at = tokenEnd(at);
            if (SignalCodec.END_MESSAGE.value() == signal)
            {
                messages.add(part(from, at));
                from = at;
            }
            else if (SignalCodec.END_COMPOSITE.value() == signal && 0 == headEnd)
            {
                headEnd = at;
                from = at;
            }
        }
    }

    /**
     * Opens a resource.
     *
     * @throws IllegalStateException if it is not on the class path.
     */
    static SchemaFile open(final String resource)
    {
        try (InputStream in = SchemaFile.class.getResourceAsStream(resource))
        {
            if (null == in)
            {
                throw new IllegalStateException(resource + " is not on the class path: build the module sbe-schemas");
            }
            return new SchemaFile(in.readAllBytes());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /** All messages in the order of the file. */
    List<Part> messages()
    {
        return messages;
    }

    /** Reads one message. */
    Ir read(final Part message)
    {
        final byte[] alone = new byte[headEnd + message.end() - message.from()];
        bytes.get(0, alone, 0, headEnd);
        bytes.get(message.from(), alone, headEnd, alone.length - headEnd);
        return read(alone);
    }

    /** Reads all messages. */
    Ir readAll()
    {
        if (null == all)
        {
            all = read(bytes.array());
        }
        return all;
    }

    private static Ir read(final byte[] content)
    {
        try (IrDecoder decoder = new IrDecoder(ByteBuffer.wrap(content)))
        {
            return decoder.decode();
        }
    }

    private int tokenEnd(final int token)
    {
        int end = token + TokenCodecDecoder.BLOCK_LENGTH;
        for (int text = 0; text < TEXTS_OF_A_TOKEN; text++)
        {
            end += TokenCodecDecoder.nameHeaderLength() + (bytes.getShort(end) & 0xFFFF);
        }
        return end;
    }

    private Part part(final int from, final int end)
    {
        final int name = from + TokenCodecDecoder.BLOCK_LENGTH;
        return new Part(
            new String(bytes.array(), name + TokenCodecDecoder.nameHeaderLength(), bytes.getShort(name) & 0xFFFF,
                StandardCharsets.UTF_8), bytes.getInt(from + TokenCodecDecoder.fieldIdEncodingOffset()), from, end);
    }
}
