package io.flatbook.engine;

/**
 * Guards against null and unknown values of the schema's enums.
 */
final class Enums
{
    private Enums()
    {
    }

    // Every generated enum names its null value NULL_VAL and a value of a later schema SBE_UNKNOWN.
    static boolean known(final Enum<?> value)
    {
        return null != value && !"NULL_VAL".equals(value.name()) && !"SBE_UNKNOWN".equals(value.name());
    }
}
