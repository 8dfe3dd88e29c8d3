package io.flatbook.cluster;

import io.flatbook.sbe.Role;

import java.util.List;

/**
 * What the service knows about one kind of message before any of it is decoded.
 *
 * @param templateId of the message.
 * @param kind command or query.
 * @param senders who may send it.
 * @param isApprovable whether four eyes can hold it back, so that it can be proposed (EYES-1).
 * @param blockLength length of the root block, bytes.
 * @param groupEntryLength length of an entry of its one group, bytes; 0 for a message without a group.
 * @param endsVariable whether a field of variable length ends it.
 * @param earlier shapes of earlier versions, oldest first; a block length of 0: the message was not there yet.
 */
record Template(
    int templateId,
    Kind kind,
    Senders senders,
    boolean isApprovable,
    int blockLength,
    int groupEntryLength,
    boolean endsVariable,
    List<Earlier> earlier)
{
    /**
     * The shape that a message had in versions of the schema before this one (VER-1).
     *
     * @param upTo             last version that had it.
     * @param blockLength      length of the root block, bytes.
     * @param groupEntryLength length of an entry of its group, bytes.
     */
    record Earlier(int upTo, int blockLength, int groupEntryLength)
    {
    }

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
        return new Template(templateId, kind, senders, true, blockLength, groupEntryLength, endsVariable, earlier);
    }

    Template group(final int entryLength)
    {
        return new Template(templateId, kind, senders, isApprovable, blockLength, entryLength, endsVariable, earlier);
    }

    Template variable()
    {
        return new Template(templateId, kind, senders, isApprovable, blockLength, groupEntryLength, true, earlier);
    }

    Template since(final List<Earlier> shapes)
    {
        return new Template(
            templateId, kind, senders, isApprovable, blockLength, groupEntryLength, endsVariable, List.copyOf(shapes));
    }

    /** Length of the root block under a version of the schema, bytes; 0 if it had no such message. */
    int blockLengthOf(final int version)
    {
        for (final Earlier shape : earlier)
        {
            if (version <= shape.upTo())
            {
                return shape.blockLength();
            }
        }
        return blockLength;
    }

    /** Length of an entry of its group under a version of the schema, bytes. */
    int groupEntryLengthOf(final int version)
    {
        for (final Earlier shape : earlier)
        {
            if (version <= shape.upTo())
            {
                return shape.groupEntryLength();
            }
        }
        return groupEntryLength;
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
