package io.flatbook.client;

import io.aeron.ChannelUri;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses settings of a client that are missing or wrong.
 */
final class SettingsCheck
{
    private static final Pattern ENDPOINT = Pattern.compile("(\\d{1,9})=[^=,\\s]+:(\\d{1,5})");
    private static final int PORT_MAX = 65_535;
    /** More than any cluster keeps outcomes; each slot has its memory from the start. */
    private static final int WINDOW_MAX = 65_536;
    private static final Duration TIME_MAX = Duration.ofDays(366);

    private SettingsCheck()
    {
    }

    /**
     * @param context as its caller has set it.
     * @throws IllegalArgumentException that names the setting.
     */
    static void check(final ClientContext<?> context)
    {
        given("context", context);
        if (null == context.principal)
        {
            throw new IllegalArgumentException(
                "a principal is missing: gateway(name), risk(name), ops(name) or audit(name)");
        }
        endpoints(context.ingressEndpoints);
        given("listener", context.listener);
        given("idleStrategy", context.idleStrategy);
        given("clusterName", context.clusterName);
        channel("ingressChannel", context.ingressChannel);
        channel("egressChannel", context.egressChannel);
        if (!context.embeddedDriver)
        {
            given("aeronDirectoryName", context.aeronDirectoryName);
        }
        if (context.window < 1 || WINDOW_MAX < context.window)
        {
            throw new IllegalArgumentException("window must be 1 to " + WINDOW_MAX + ": " + context.window);
        }
        if (context.eventsFrom < 0 || context.firstCommandId < 0)
        {
            throw new IllegalArgumentException("eventsFrom and firstCommandId must not be negative: " +
                context.eventsFrom + ", " + context.firstCommandId);
        }
        positive("connectTimeout", context.connectTimeout);
        positive("the timeout of reconnect", context.attemptTimeout);
        positive("the pause of reconnect", context.reconnectInterval);
        positive("keepAliveInterval", context.keepAliveInterval);
        positive("outcomeTimeout", context.outcomeTimeout);
        positive("answerTimeout", context.answerTimeout);
        keys(context);
    }

    private static void given(final String setting, final Object value)
    {
        if (null == value)
        {
            throw new IllegalArgumentException(setting + " must not be null");
        }
    }

    // A host whose name is not known now may be known later; what is no endpoint never becomes one.
    private static void endpoints(final String endpoints)
    {
        if (null == endpoints || endpoints.isBlank())
        {
            throw new IllegalArgumentException("ingressEndpoints is missing, for example 0=localhost:20001");
        }
        final Set<Integer> members = new HashSet<>();
        for (final String endpoint : endpoints.split(",", -1))
        {
            final Matcher matcher = ENDPOINT.matcher(endpoint);
            if (!matcher.matches() || PORT_MAX < Integer.parseInt(matcher.group(2)) ||
                !members.add(Integer.valueOf(matcher.group(1))))
            {
                throw new IllegalArgumentException("ingressEndpoints names each member once, such as " +
                    "0=host-a:20001,1=host-b:20101: '" + endpoint + "' in " + endpoints);
            }
        }
    }

    private static void channel(final String setting, final String channel)
    {
        given(setting, channel);
        try
        {
            ChannelUri.parse(channel);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new IllegalArgumentException(setting + " is no channel of Aeron: " + ex.getMessage(), ex);
        }
    }

    private static void positive(final String setting, final Duration time)
    {
        given(setting, time);
        if (time.isNegative() || time.isZero() || TIME_MAX.compareTo(time) < 0)
        {
            throw new IllegalArgumentException(setting + " must be above 0, and at most a year: " + time);
        }
    }

    private static void keys(final ClientContext<?> context)
    {
        if (null != context.transportKeyFile)
        {
            if (!context.embeddedDriver)
            {
                throw new IllegalArgumentException("transportKeyFile is for the client's own driver: the one in " +
                    context.aeronDirectoryName + " must have been given its keys");
            }
            EmbeddedDriver.checkKeyFile(context.transportKeyFile);
        }
        if (null == context.credentialsSupplier && null != context.secretFile)
        {
            Secret.read(context.secretFile);
        }
    }
}
