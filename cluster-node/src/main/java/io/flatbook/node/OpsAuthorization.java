package io.flatbook.node;

import java.nio.charset.StandardCharsets;

import io.aeron.cluster.codecs.AdminRequestDecoder;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.BackupQueryDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.security.AuthorisationService;
import io.flatbook.cluster.SessionPrincipal;

/**
 * What a principal may ask of the cluster itself, besides sending messages to the service: an ops principal may ask for
 * a snapshot, a backup host for the place to begin. Everything else is denied.
 */
final class OpsAuthorization implements AuthorisationService
{
    private static final String OPS_PREFIX = "ops/";

    @Override
    public boolean isAuthorised(
        final int protocolId, final int actionId, final Object type, final byte[] encodedPrincipal)
    {
        if (MessageHeaderDecoder.SCHEMA_ID != protocolId)
        {
            return false;
        }
        return switch (actionId)
        {
            case AdminRequestDecoder.TEMPLATE_ID -> AdminRequestType.SNAPSHOT == type && isOps(encodedPrincipal);
            case BackupQueryDecoder.TEMPLATE_ID -> BackupAuthenticator.isBackup(encodedPrincipal);
            default -> false;
        };
    }

    private static boolean isOps(final byte[] encodedPrincipal)
    {
        final String name = null == encodedPrincipal ? "" : SessionPrincipal.decode(encodedPrincipal).name();
        return PrefixAuthenticator.isPrincipal(name.getBytes(StandardCharsets.ISO_8859_1)) &&
            name.startsWith(OPS_PREFIX);
    }
}
