package io.flatbook.node;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.flatbook.cluster.SessionPrincipal;
import io.flatbook.wire.OwnerFile;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.NanoClock;

/**
 * The secrets as they are now: read again when the file has changed, so that a secret can be changed without a restart.
 * A file with an error is reported to the error handler, and the secrets read before stay valid; so is one without any
 * secret, which holds nevertheless: the last one may have been stolen. For several threads.
 */
final class SecretStore
{
    /** How long a secret must have been missing before its sessions end: a file may be written in steps. */
    static final long SETTLED_NS = TimeUnit.SECONDS.toNanos(2);

    private static final long CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private record Read(Secrets secrets, long readNs)
    {
    }

    private final Path file;
    private final NanoClock clock;
    private final ErrorHandler errors;
    private volatile Read last;
    private String seen;
    private long checkedNs;

    /**
     * @throws ConfigException if the file can not be used.
     */
    SecretStore(final Path file, final NanoClock clock, final ErrorHandler errors)
    {
        this.file = file;
        this.clock = clock;
        this.errors = errors;
        seen = OwnerFile.fingerprint(file);
        last = read();
        checkedNs = last.readNs();
    }

    /** Looks at the file at most once a second. */
    synchronized Secrets current()
    {
        final long nowNs = clock.nanoTime();
        if (nowNs - checkedNs >= CHECK_INTERVAL_NS)
        {
            checkedNs = nowNs;
            final String now = OwnerFile.fingerprint(file);
            if (!now.equals(seen))
            {
                seen = now;
                readAgain();
            }
        }
        return last.secrets();
    }

    /**
     * Whether the secret that opened a session has been missing for a while, as far as the file was looked at. Never
     * touches the file.
     */
    boolean isRevoked(final SessionPrincipal opener)
    {
        final Read read = last;
        return null == read.secrets().find(opener.name(), opener.secretVersion()) &&
            clock.nanoTime() - read.readNs() >= SETTLED_NS;
    }

    private Read read()
    {
        final Secrets secrets = Secrets.read(file);
        if (0 == secrets.principals())
        {
            errors.onError(new ConfigException("secretsFile " + file + " holds no secret: no client comes in, and " +
                "the sessions of all end"));
        }
        return new Read(secrets, clock.nanoTime());
    }

    private void readAgain()
    {
        try
        {
            last = read();
        }
        catch (final ConfigException ex)
        {
            errors.onError(ex);
        }
    }
}
