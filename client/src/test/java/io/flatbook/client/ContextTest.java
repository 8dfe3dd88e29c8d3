package io.flatbook.client;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

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

    @Test
    void everySettingThatIsWrongIsNamedAtOnceAndNotByANullPointer()
    {
        for (final String endpoints : new String[]{"", "localhost:20001", "=,=", "0=localhost", "0=localhost:65536",
            "0=a:1,0=b:1", "0=a:1,", "0=a:1, 1=b:1", "0=:1", "9999999999=a:1"})
        {
            isRefused("ingressEndpoints", (context) -> context.ingressEndpoints(endpoints));
        }
        for (final Duration time : new Duration[]{null, Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(200_000)})
        {
            isRefused("connectTimeout", (context) -> context.connectTimeout(time));
            isRefused("timeout of reconnect", (context) -> context.reconnect(time, Duration.ofMillis(1)));
            isRefused("pause of reconnect", (context) -> context.reconnect(Duration.ofMillis(1), time));
            isRefused("keepAliveInterval", (context) -> context.keepAliveInterval(time));
            isRefused("outcomeTimeout", (context) -> context.outcomeTimeout(time));
            isRefused("answerTimeout", (context) -> context.answerTimeout(time));
        }
        for (final String channel : new String[]{null, "", "udp", "http://localhost:1"})
        {
            isRefused("ingressChannel", (context) -> context.ingressChannel(channel));
            isRefused("egressChannel", (context) -> context.egressChannel(channel));
        }
        isRefused("listener", (context) -> context.listener(null));
        isRefused("idleStrategy", (context) -> context.idleStrategy(null));
        isRefused("clusterName", (context) -> context.clusterName(null));
        isRefused("aeronDirectoryName", (context) -> context.aeronDirectoryName(null));
        isRefused("window", (context) -> context.window(Integer.MAX_VALUE));
        isRefused("secret", (context) -> context.secret(null));
    }

    private static void isRefused(final String setting, final UnaryOperator<FlatbookClient.Context> change)
    {
        assertThatThrownBy(() -> FlatbookClient.connect(change.apply(
            new FlatbookClient.Context().ops("a").ingressEndpoints("0=localhost:1"))))
            .isExactlyInstanceOf(IllegalArgumentException.class).hasMessageContaining(setting);
    }

    @Test
    void takesTheEndpointsOfEveryKindOfHost()
    {
        SettingsCheck.check(new FlatbookClient.Context().ops("a")
            .ingressEndpoints("0=localhost:20001,1=node-1.example.com:65535,2=[::1]:20201,7=10.0.0.1:1"));
    }

    private static String credentials(final FlatbookClient.Context context)
    {
        return new String(context.credentials(Instance.READER).encodedCredentials(), StandardCharsets.US_ASCII);
    }
}
