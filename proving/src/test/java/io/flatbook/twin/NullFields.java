package io.flatbook.twin;

import io.flatbook.client.Command;
import io.flatbook.sbe.DefineInstrumentEncoder;
import io.flatbook.sbe.MessageHeaderEncoder;
import io.flatbook.sbe.SetOffsetPolicyEncoder;
import io.flatbook.sbe.Switch;

/**
 * Commands with a null that the client's own methods cannot make.
 */
final class NullFields
{
    private NullFields()
    {
    }

    static Command definition(final Command command)
    {
        return (buffer, offset, commandId) ->
        {
            final int length = command.encode(buffer, offset, commandId);
            new DefineInstrumentEncoder().wrap(buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH).terms()
                .spareHedges(Switch.NULL_VAL);
            return length;
        };
    }

    static Command offsetPolicy(final Command command)
    {
        return (buffer, offset, commandId) ->
        {
            final int length = command.encode(buffer, offset, commandId);
            new SetOffsetPolicyEncoder().wrap(buffer, offset + MessageHeaderEncoder.ENCODED_LENGTH)
                .spareHedges(Switch.NULL_VAL);
            return length;
        };
    }
}
