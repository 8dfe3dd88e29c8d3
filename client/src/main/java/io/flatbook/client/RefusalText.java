package io.flatbook.client;

import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;

/**
 * Refusals in words, for people who read them in a log or on a screen.
 */
public final class RefusalText
{
    private RefusalText()
    {
    }

    /**
     * The reason, the field if there is one, and the meaning of the detail if it has one: for example
     * {@code INVALID_DEFINITION, field TICK_SIZE: a scale of 9 would do}.
     *
     * @param reason of the refusal, not NONE.
     * @param field  of the refusal, NONE if it is about none.
     * @param detail of the outcome; 0 if there is none.
     * @return one line.
     */
    public static String of(final RejectReason reason, final RejectField field, final long detail)
    {
        final StringBuilder text = new StringBuilder().append(reason);
        if (RejectField.NONE != field)
        {
            text.append(", field ").append(field);
        }
        switch (reason)
        {
            case INVALID_DEFINITION ->
            {
                if (RejectField.TICK_SIZE == field)
                {
                    // Scale 0 never helps: a larger scale makes a value whole, a smaller one does not.
                    text.append(0 < detail ?
                        ": a scale of " + detail + " would do" : ": no scale of 0 to 12 would do");
                }
            }

            case SEQUENCE_GAP -> text.append(0 < detail ? ": expected command " + detail :
                ": no command with this id was applied");

            case NOT_AUTHORIZED -> text.append(RejectField.NONE == field ?
                ": not this principal's right, or a gateway that risk has not defined" : "");

            case FENCED -> text.append(": a newer instance of the principal has taken over");

            case QUERY_BUSY -> text.append(": ask again later");

            default ->
            {
            }
        }
        return text.toString();
    }
}
