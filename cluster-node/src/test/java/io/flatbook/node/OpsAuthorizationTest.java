package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import io.aeron.cluster.codecs.AdminRequestDecoder;
import io.aeron.cluster.codecs.AdminRequestType;
import io.aeron.cluster.codecs.BackupQueryDecoder;
import io.aeron.cluster.codecs.HeartbeatRequestDecoder;
import io.aeron.cluster.codecs.MessageHeaderDecoder;
import io.aeron.cluster.codecs.StandbySnapshotDecoder;
import io.flatbook.cluster.SessionPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpsAuthorizationTest
{
    private static final int SCHEMA = MessageHeaderDecoder.SCHEMA_ID;

    private final OpsAuthorization authorization = new OpsAuthorization();

    @ParameterizedTest
    @CsvSource({"ops/olga, true", "risk/rita, false", "gateway/a, false", "audit/anna, false", "ops/, false",
        "ops, false", "opsy/olga, false", "'', false"})
    void letsOnlyOpsAskForASnapshotAndNobodyForAnythingElse(final String principal, final boolean isAllowed)
    {
        final byte[] encoded = principal.getBytes(StandardCharsets.US_ASCII);
        assertThat(authorization.isAuthorised(
            SCHEMA, AdminRequestDecoder.TEMPLATE_ID, AdminRequestType.SNAPSHOT, encoded)).isEqualTo(isAllowed);

        for (final int templateId : new int[]{
            BackupQueryDecoder.TEMPLATE_ID, HeartbeatRequestDecoder.TEMPLATE_ID, StandbySnapshotDecoder.TEMPLATE_ID})
        {
            assertThat(authorization.isAuthorised(SCHEMA, templateId, null, encoded)).isFalse();
        }
        for (final AdminRequestType type : AdminRequestType.values())
        {
            assertThat(authorization.isAuthorised(SCHEMA, AdminRequestDecoder.TEMPLATE_ID, type, encoded))
                .isEqualTo(isAllowed && AdminRequestType.SNAPSHOT == type);
        }
        assertThat(authorization.isAuthorised(SCHEMA + 1, AdminRequestDecoder.TEMPLATE_ID, AdminRequestType.SNAPSHOT,
            encoded)).isFalse();
        assertThat(authorization.isAuthorised(SCHEMA, AdminRequestDecoder.TEMPLATE_ID, AdminRequestType.SNAPSHOT,
            null)).isFalse();
        assertThat(authorization.isAuthorised(SCHEMA, AdminRequestDecoder.TEMPLATE_ID, AdminRequestType.SNAPSHOT,
            new SessionPrincipal(principal, 0, 0, 1, new byte[]{'o', 'p', 's', '/', 'x'}).encode()))
            .isEqualTo(isAllowed);
    }

    @Test
    void letsAHostThatBacksUpAskWhereToBeginAndNothingElse()
    {
        final byte[] backup = BackupAuthenticator.PRINCIPAL.getBytes(StandardCharsets.US_ASCII);
        assertThat(authorization.isAuthorised(SCHEMA, BackupQueryDecoder.TEMPLATE_ID, null, backup)).isTrue();
        assertThat(authorization.isAuthorised(SCHEMA + 1, BackupQueryDecoder.TEMPLATE_ID, null, backup)).isFalse();
        assertThat(authorization.isAuthorised(SCHEMA, HeartbeatRequestDecoder.TEMPLATE_ID, null, backup)).isFalse();
        assertThat(authorization.isAuthorised(SCHEMA, StandbySnapshotDecoder.TEMPLATE_ID, null, backup)).isFalse();
        assertThat(authorization.isAuthorised(
            SCHEMA, AdminRequestDecoder.TEMPLATE_ID, AdminRequestType.SNAPSHOT, backup)).isFalse();
        assertThat(PrefixAuthenticator.isPrincipal(backup)).as("no client can be it").isFalse();
    }
}
