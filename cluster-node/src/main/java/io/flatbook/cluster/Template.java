package io.flatbook.cluster;

import io.flatbook.sbe.Role;

/**
 * What the service knows of one message that it takes, before any of it is decoded.
 *
 * @param templateId of the message.
 * @param kind command or query.
 * @param senders who may send it.
 * @param isApprovable whether four eyes can hold it back, so that it can be proposed (EYES-1).
 * @param blockLength length of the root block, bytes.
 * @param groupEntryLength length of an entry of its one group, bytes; 0 for a message without a group.
 * @param endsVariable whether a field of variable length ends it.
 */
record Template(
    int templateId,
    Kind kind,
    Senders senders,
    boolean isApprovable,
    int blockLength,
    int groupEntryLength,
    boolean endsVariable)
{
    /** What a message wants. */
    enum Kind
    {
        /** An effect; it carries a command id. */
        COMMAND,
        /** An answer; it carries a correlation id. */
        QUERY
    }

    /** Roles that may send a message. */
    enum Senders
    {
        /** Risk officers. */
        RISK,
        /** Gateways. */
        GATEWAYS,
        /** All but gateways. */
        PEOPLE,
        /** Everybody who is admitted. */
        ALL;

        boolean include(final Role role)
        {
            switch (role)
            {
                case GATEWAY:
                    return GATEWAYS == this || ALL == this;
                case RISK:
                    return GATEWAYS != this;
                case OPS:
                case AUDIT:
                    return PEOPLE == this || ALL == this;
                default:
                    return false;
            }
        }
    }

    Template approvable()
    {
        return new Template(templateId, kind, senders, true, blockLength, groupEntryLength, endsVariable);
    }

    Template group(final int entryLength)
    {
        return new Template(templateId, kind, senders, isApprovable, blockLength, entryLength, endsVariable);
    }

    Template variable()
    {
        return new Template(templateId, kind, senders, isApprovable, blockLength, groupEntryLength, true);
    }

    boolean isQuery()
    {
        return Kind.QUERY == kind;
    }

    boolean isRisk()
    {
        return Senders.RISK == senders;
    }
}
