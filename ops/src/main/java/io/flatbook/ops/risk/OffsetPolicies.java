package io.flatbook.ops.risk;

import io.flatbook.sbe.OffsetPolicyKind;

import java.util.Arrays;
import java.util.List;

/**
 * The policies by which an instrument's opposite positions are offset.
 */
public final class OffsetPolicies
{
    /** All by name, in the order of the schema. */
    public static final List<String> ALL = Arrays.stream(OffsetPolicyKind.values())
        .filter((kind) -> OffsetPolicyKind.NULL_VAL != kind && OffsetPolicyKind.SBE_UNKNOWN != kind)
        .map(Enum::name).toList();

    private OffsetPolicies()
    {
    }
}
