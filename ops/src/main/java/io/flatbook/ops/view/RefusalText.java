package io.flatbook.ops.view;

import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;

/**
 * Says what a refusal means, and what would help if the service says so.
 */
public final class RefusalText
{
    private RefusalText()
    {
    }

    /**
     * A refusal as the end of a sentence, for example
     * {@code UNKNOWN_ACCOUNT (account): no such account}.
     *
     * @param reason name of a RejectReason in the schema.
     * @param field  name of a RejectField in the schema; null for none.
     * @return reason, field and what the schema says of the reason.
     */
    public static String of(final String reason, final String field)
    {
        final String name = FieldNames.rejected(field);
        final String description = Protocol.wire().description("RejectReason", reason);
        final StringBuilder text = new StringBuilder(reason);
        if (null != name)
        {
            text.append(" (").append(name).append(')');
        }
        if (null != description)
        {
            text.append(": ").append(FieldNames.lowerFirst(description.replaceAll("\\.$", "")));
        }
        return text.toString();
    }

    /**
     * A refused command as a sentence without its full stop.
     *
     * @param command that was refused.
     * @param outcome a row with reason, field and detail.
     * @return for example {@code registerTrade was rejected: PLEDGED (buyer): the account answers for ...}.
     */
    public static String of(final WireMessage command, final WireRow outcome)
    {
        final String hint = hint(command, outcome);
        return FieldNames.lowerFirst(command.name()) + " was rejected: " +
            of(outcome.text("reason"), outcome.text("field")) + (null == hint ? "" : "; " + hint);
    }

    /**
     * What would help. A tick value that is no positive whole number of minor units comes with the smallest scale of
     * the asset at which it would be one (NUM-3).
     *
     * @param command that was refused.
     * @param outcome a row with reason, field and detail.
     * @return the end of a sentence, or null if the service says nothing of it.
     */
    public static String hint(final WireMessage command, final WireRow outcome)
    {
        if (!"DefineInstrument".equals(command.name()) || !"INVALID_DEFINITION".equals(outcome.text("reason")) ||
            !"TICK_SIZE".equals(outcome.text("field")))
        {
            return null;
        }
        final Long scale = outcome.number("detail");
        return null == scale || 0 == scale ? "no scale of the settlement asset would do" :
            "a scale of " + scale + " would do";
    }
}
