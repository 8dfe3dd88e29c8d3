package io.flatbook.ops.replay;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends bytes that are no message, for tests of other packages.
 */
public final class JunkSession
{
    private static final int LENGTH = 64;

    private JunkSession()
    {
    }

    /**
     * Returns when the cluster has said that it cannot decode them.
     *
     * @param ingressEndpoints of a cluster that takes clients at their word.
     */
    public static void send(final String ingressEndpoints)
    {
        try (BareSession session = new BareSession(ingressEndpoints, "risk/junk"))
        {
            session.refusal(new UnsafeBuffer(new byte[LENGTH]), LENGTH);
        }
    }
}
