package io.flatbook.client;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class ContextTest
{
    @Test
    void namesTheMissingFlagInOneSentence()
    {
        assertThatThrownBy(() -> JvmFlags.check(false)).isInstanceOf(IllegalStateException.class).hasMessage(
            "Start the JVM with --add-opens java.base/jdk.internal.misc=ALL-UNNAMED, which Aeron needs.");
        JvmFlags.check();
    }

    @Test
    void sendsTheRoleAndTheName()
    {
        assertThat(credentials(new FlatbookClient.Context().gateway("exchange-a"))).isEqualTo("gateway/exchange-a");
        assertThat(credentials(new FlatbookClient.Context().risk("alice"))).isEqualTo("risk/alice");
        assertThat(credentials(new FlatbookClient.Context().ops("bob_2"))).isEqualTo("ops/bob_2");
    }

    @Test
    void saysThatASecretIsWantedWhenChallenged()
    {
        assertThatThrownBy(() -> new NamedPrincipal("ops/bob", Instance.READER).onChallenge(new byte[8]))
            .hasMessageContaining("credentialsSupplier");
    }

    @Test
    void refusesNamesThatTheClusterWouldRefuse()
    {
        for (final String name : new String[]{null, "", "Exchange", "a/b", "a b", "a".repeat(25)})
        {
            assertThatThrownBy(() -> new FlatbookClient.Context().gateway(name)).as(name)
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("gateway");
        }
    }

    @Test
    void namesTheSettingThatIsMissingOrWrong()
    {
        assertThatThrownBy(() -> FlatbookClient.connect(new FlatbookClient.Context()))
            .hasMessageContaining("principal");
        assertThatThrownBy(() -> FlatbookClient.connect(new FlatbookClient.Context().ops("a")))
            .hasMessageContaining("ingressEndpoints");
        assertThatThrownBy(() -> FlatbookClient.connect(
            new FlatbookClient.Context().ops("a").ingressEndpoints("0=localhost:1").window(0)))
            .hasMessageContaining("window");
        assertThatThrownBy(() -> FlatbookClient.connect(
            new FlatbookClient.Context().ops("a").ingressEndpoints("0=localhost:1").firstCommandId(-1)))
            .hasMessageContaining("firstCommandId");
        assertThatThrownBy(() -> FlatbookClient.connect(
            new FlatbookClient.Context().ops("a").ingressEndpoints("0=localhost:1").answerTimeout(Duration.ZERO)))
            .hasMessageContaining("answerTimeout");
    }

    private static String credentials(final FlatbookClient.Context context)
    {
        return new String(context.credentials(Instance.READER).encodedCredentials(), StandardCharsets.US_ASCII);
    }
}
