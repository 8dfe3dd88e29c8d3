package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireRow;

/**
 * A query was refused.
 */
public final class RefusedException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String field;

    /**
     * Constructs it from a QueryRefused.
     *
     * @param refused the message's values.
     */
    public RefusedException(final WireRow refused)
    {
        super("refused: " + RefusalText.of(refused.text("reason"), refused.text("field")));
        reason = refused.text("reason");
        field = FieldNames.rejected(refused.text("field"));
    }

    /**
     * Constructs it with a sentence of its own.
     *
     * @param message that says what was asked for.
     * @param refused what was answered.
     */
    RefusedException(final String message, final RefusedException refused)
    {
        super(message);
        reason = refused.reason;
        field = refused.field;
    }

    /**
     * Name of the reason in the schema, for example {@code UNKNOWN_ACCOUNT}.
     */
    public String reason()
    {
        return reason;
    }

    /**
     * Name of the field in JSON, or null.
     */
    public String field()
    {
        return field;
    }
}
