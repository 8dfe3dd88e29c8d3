package io.flatbook.cluster;

import io.flatbook.sbe.Role;

/**
 * Names of principals: {@code role/name}, the role being one of gateway, risk, ops and audit.
 */
final class PrincipalNames
{
    static final String GATEWAY_PREFIX = "gateway/";
    private static final String RISK_PREFIX = "risk/";
    private static final String OPS_PREFIX = "ops/";
    private static final String AUDIT_PREFIX = "audit/";
    private static final int NAME_LENGTH_MAX = 24;

    private PrincipalNames()
    {
    }

    /**
     * @return the role that the name's prefix gives, NULL_VAL if the principal name is invalid.
     */
    static Role roleOf(final String name)
    {
        final Role role =
            name.startsWith(GATEWAY_PREFIX) ? Role.GATEWAY :
            name.startsWith(RISK_PREFIX) ? Role.RISK :
            name.startsWith(OPS_PREFIX) ? Role.OPS :
            name.startsWith(AUDIT_PREFIX) ? Role.AUDIT : Role.NULL_VAL;
        return Role.NULL_VAL != role && isPlain(withoutRole(name)) ? role : Role.NULL_VAL;
    }

    static String withoutRole(final String name)
    {
        return name.substring(name.indexOf('/') + 1);
    }

    private static boolean isPlain(final String name)
    {
        for (int i = 0; i < name.length(); i++)
        {
            final char letter = name.charAt(i);
            final boolean plain = letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' ||
                '.' == letter || '-' == letter || '_' == letter;
            if (!plain)
            {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= NAME_LENGTH_MAX;
    }
}
