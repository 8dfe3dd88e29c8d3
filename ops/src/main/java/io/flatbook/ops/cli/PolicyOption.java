package io.flatbook.ops.cli;

import io.flatbook.ops.risk.OffsetPolicies;

import java.util.List;
import java.util.Locale;

/**
 * The option {@code --policy}.
 */
final class PolicyOption
{
    private PolicyOption()
    {
    }

    /**
     * @param text name of a policy, in letters of either case, or "all".
     * @return names of policies, one or all.
     * @throws CliException if there is no such policy.
     */
    static List<String> named(final String text)
    {
        final String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        if ("ALL".equals(name))
        {
            return OffsetPolicies.ALL;
        }
        if (!OffsetPolicies.ALL.contains(name))
        {
            throw new CliException(ExitCode.USAGE, "--policy: one of " + OffsetPolicies.ALL + " or all");
        }
        return List.of(name);
    }
}
