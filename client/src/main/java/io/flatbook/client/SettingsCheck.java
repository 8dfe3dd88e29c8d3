package io.flatbook.client;

import java.time.Duration;
import java.util.Objects;

/**
 * Refuses settings of a client that are missing or wrong.
 */
final class SettingsCheck
{
    private SettingsCheck()
    {
    }

    /**
     * @param context as its caller has set it.
     * @throws IllegalArgumentException that names the setting.
     */
    static void check(final ClientContext<?> context)
    {
        if (null == context.principal)
        {
            throw new IllegalArgumentException(
                "a principal is missing: gateway(name), risk(name), ops(name) or audit(name)");
        }
        if (null == context.ingressEndpoints || context.ingressEndpoints.isBlank())
        {
            throw new IllegalArgumentException("ingressEndpoints is missing, for example 0=localhost:20001");
        }
        Objects.requireNonNull(context.listener, "listener");
        if (context.window < 1)
        {
            throw new IllegalArgumentException("window must be 1 or more: " + context.window);
        }
        if (context.eventsFrom < 0 || context.firstCommandId < 0)
        {
            throw new IllegalArgumentException("eventsFrom and firstCommandId must not be negative: " +
                context.eventsFrom + ", " + context.firstCommandId);
        }
        positive("outcomeTimeout", context.outcomeTimeout);
        positive("answerTimeout", context.answerTimeout);
        keys(context);
    }

    private static void positive(final String setting, final Duration time)
    {
        if (time.isNegative() || time.isZero())
        {
            throw new IllegalArgumentException(setting + " must be above 0: " + time);
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
