package io.flatbook.node;

import java.nio.charset.StandardCharsets;

import io.aeron.cluster.codecs.AdminRequestDecoder;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.security.AuthorisationService;

/**
 * What a principal may ask of the cluster itself, beside sending messages to the service: an ops principal may ask for
 * a snapshot. All else is denied.
 */
final class OpsAuthorization implements AuthorisationService
{
    private static final byte[] OPS_PREFIX = "ops/".getBytes(StandardCharsets.US_ASCII);

    @Override
    public boolean isAuthorised(
        final int protocolId, final int actionId, final Object type, final byte[] encodedPrincipal)
    {
        return MessageHeaderDecoder.SCHEMA_ID == protocolId && AdminRequestDecoder.TEMPLATE_ID == actionId &&
            AdminRequestType.SNAPSHOT == type && isOps(encodedPrincipal);
    }

    private static boolean isOps(final byte[] encodedPrincipal)
    {
        if (!PrefixAuthenticator.isPrincipal(encodedPrincipal))
        {
            return false;
        }
        for (int i = 0; i < OPS_PREFIX.length; i++)
        {
            if (OPS_PREFIX[i] != encodedPrincipal[i])
            {
                return false;
            }
        }
        return true;
    }
}
