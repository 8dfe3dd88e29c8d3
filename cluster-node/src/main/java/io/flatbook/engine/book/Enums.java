package io.flatbook.engine.book;

/**
 * Guards against null and unknown values of the schema's enums.
 */
public final class Enums
{
    private Enums()
    {
    }

    /** Whether a value is given and known; generated enums name their null NULL_VAL and later values SBE_UNKNOWN. */
    public static boolean known(final Enum<?> value)
    {
        return null != value && !"NULL_VAL".equals(value.name()) && !"SBE_UNKNOWN".equals(value.name());
    }
}
