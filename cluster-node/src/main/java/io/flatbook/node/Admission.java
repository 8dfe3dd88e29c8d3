package io.flatbook.node;

import java.util.concurrent.atomic.LongAdder;

import io.aeron.cluster.service.ClusteredService;
import io.aeron.security.Authenticator;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.SystemNanoClock;

/**
 * Who may open a session: those who prove a secret, or, for trials, those who give a name.
 */
final class Admission
{
    private final NodeConfig config;
    private final ErrorHandler rejections;
    private final SessionRegistry registry = new SessionRegistry();
    private final LongAdder wrongAnswers = new LongAdder();
    private final SecretStore secrets;

    /**
     * @param config     chooses which.
     * @param rejections notified of each rejected client, and of an error in a changed file of secrets.
     * @throws ConfigException if secrets are to be proven and their file is not set or cannot be used.
     */
    Admission(final NodeConfig config, final ErrorHandler rejections)
    {
        this.config = config;
        this.rejections = rejections;
        if (config.takesNames())
        {
            secrets = null;
        }
        else if (null == config.secretsFile())
        {
            throw new ConfigException("secretsFile is not set: a node needs the secrets of its clients; " +
                "authentication=names takes every client at its word, for trials");
        }
        else
        {
            secrets = new SecretStore(config.secretsFile(), SystemNanoClock.INSTANCE, rejections);
        }
    }

    Authenticator authenticator()
    {
        return new BackupAuthenticator(null == secrets ? new PrefixAuthenticator() : new ChallengeAuthenticator(
            secrets, registry, config.sessionsPerPrincipalMax(), SystemNanoClock.INSTANCE, wrongAnswers,
            rejections));
    }

    /** Answers to challenges that proved nothing, since the node started. May be asked by any thread. */
    long wrongAnswers()
    {
        return wrongAnswers.sum();
    }

    /** Reads the secrets again if they have changed. */
    void lookAtSecrets()
    {
        if (null != secrets)
        {
            secrets.current();
        }
    }

    ClusteredService registered(final ClusteredService service)
    {
        return null == secrets ? service : new RegisteredService(service, registry, secrets::isRevoked);
    }
}
