package io.flatbook.client;

import io.aeron.Aeron;
import io.aeron.security.CredentialsSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What can be set for a client; seen by callers as {@link FlatbookClient.Context}.
 *
 * @param <T> of the context itself.
 */
abstract class ClientContext<T extends ClientContext<T>>
{
    private static final int WINDOW_DEFAULT = 512;

    String clusterName = "flatbook";
    String principal;
    String ingressEndpoints;
    String ingressChannel = "aeron:udp?term-length=1m";
    String egressChannel = "aeron:udp?endpoint=localhost:0|term-length=1m";
    String aeronDirectoryName;
    boolean embeddedDriver = true;
    Path secretFile;
    Secret secret;
    Path transportKeyFile;
    CredentialsSupplier credentialsSupplier;
    ClientListener listener = new ClientListener()
    {
    };
    boolean receiveEvents = true;
    boolean onlyReads;
    long eventsFrom;
    long firstCommandId;
    int window = WINDOW_DEFAULT;
    Duration connectTimeout = Duration.ofSeconds(30);
    Duration attemptTimeout = Duration.ofSeconds(5);
    Duration reconnectInterval = Duration.ofMillis(500);
    Duration keepAliveInterval = Duration.ofSeconds(1);
    Duration outcomeTimeout = Duration.ofSeconds(1);
    Duration answerTimeout = Duration.ofSeconds(2);
    NanoClock clock = SystemNanoClock.INSTANCE;
    /** Connects to a driver that the client neither starts nor looks at; null: as the settings say. */
    Supplier<Aeron> transport;
    IdleStrategy idleStrategy = new BackoffIdleStrategy(10, 20, 1_000, 100_000);

    ClientContext()
    {
    }

    abstract T self();

    /**
     * Name of the cluster, for messages.
     *
     * @param name of the cluster.
     * @return this for a fluent API.
     */
    public T clusterName(final String name)
    {
        clusterName = name;
        return self();
    }

    /**
     * Connects as an exchange gateway.
     *
     * @param name as risk has defined it, 1 to 24 of a-z 0-9 . - _
     * @return this for a fluent API.
     */
    public T gateway(final String name)
    {
        return principal("gateway", name);
    }

    /**
     * Connects as a risk officer.
     *
     * @param name of the person, 1 to 24 of a-z 0-9 . - _
     * @return this for a fluent API.
     */
    public T risk(final String name)
    {
        return principal("risk", name);
    }

    /**
     * Connects as an operator, who reads only.
     *
     * @param name of the person, 1 to 24 of a-z 0-9 . - _
     * @return this for a fluent API.
     */
    public T ops(final String name)
    {
        return principal("ops", name);
    }

    /**
     * Connects as an auditor, who reads only.
     *
     * @param name of the person, 1 to 24 of a-z 0-9 . - _
     * @return this for a fluent API.
     */
    public T audit(final String name)
    {
        return principal("audit", name);
    }

    /**
     * Where the nodes take messages, as {@code 0=host:port,1=host:port,2=host:port}. Required.
     *
     * @param endpoints by member id.
     * @return this for a fluent API.
     */
    public T ingressEndpoints(final String endpoints)
    {
        ingressEndpoints = endpoints;
        return self();
    }

    /**
     * Aeron channel to the nodes without an endpoint. Default: {@code aeron:udp?term-length=1m}.
     *
     * @param channel of the ingress.
     * @return this for a fluent API.
     */
    public T ingressChannel(final String channel)
    {
        ingressChannel = channel;
        return self();
    }

    /**
     * Aeron channel on which this client receives. Its endpoint must be an address of this machine that the nodes can
     * reach; port 0 takes a free one. Default: {@code aeron:udp?endpoint=localhost:0|term-length=1m}, which works
     * for nodes on the same machine only.
     *
     * @param channel of the egress.
     * @return this for a fluent API.
     */
    public T egressChannel(final String channel)
    {
        egressChannel = channel;
        return self();
    }

    /**
     * Uses the media driver that runs with this directory. Default: a driver inside this JVM, whose directory is
     * removed on close, or at the next start of a client on this machine if the process was killed.
     *
     * @param directoryName of a running driver.
     * @return this for a fluent API.
     */
    public T aeronDirectoryName(final String directoryName)
    {
        aeronDirectoryName = directoryName;
        embeddedDriver = false;
        return self();
    }

    /**
     * File with the principal's secret: one line {@code version:hex}, which nobody but its owner may read (mode 0400).
     * It is read for each session, so that a secret can be changed without a restart. Default: none, for nodes that do
     * not ask for proof.
     *
     * @param path of the file.
     * @return this for a fluent API.
     */
    public T secretFile(final Path path)
    {
        secretFile = path;
        return self();
    }

    /**
     * The principal's secret itself, for a program that a person gave it to; nothing of it is written anywhere. It
     * takes the place of {@link #secretFile}.
     *
     * @param line what such a file holds, {@code version:hex}.
     * @return this for a fluent API.
     * @throws IllegalArgumentException if it is something else.
     */
    public T secret(final String line)
    {
        secret = Secret.parse("secret", line);
        return self();
    }

    /**
     * File with the keys of the wire between clients and nodes, as the nodes' {@code clientKeyFile}, which nobody but
     * its owner may read (mode 0400); read again when it changes. For the driver inside this JVM only: one that runs by
     * itself has its own. Default: none, for nodes on loopback whose wire is not sealed.
     *
     * @param path of the file.
     * @return this for a fluent API.
     */
    public T transportKeyFile(final Path path)
    {
        transportKeyFile = path;
        return self();
    }

    /**
     * Gives the credentials and answers challenges, in place of {@link #secretFile} and of the plain {@code role/name}.
     * If it implements {@link SessionKeys}, every message carries the seal that nodes require of a proven principal.
     * It names an instance of its own ({@link Credentials#ofNewInstance}) or none; without one the nodes take no
     * command from this client.
     *
     * @param supplier of credentials.
     * @return this for a fluent API.
     */
    public T credentialsSupplier(final CredentialsSupplier supplier)
    {
        credentialsSupplier = supplier;
        return self();
    }

    /**
     * Receives outcomes, events and changes of the connection. Default: none.
     *
     * @param clientListener to be called.
     * @return this for a fluent API.
     */
    public T listener(final ClientListener clientListener)
    {
        listener = clientListener;
        return self();
    }

    /**
     * Whether this client only asks and listens. Such a client takes over from nobody, and its methods that send a
     * command throw {@link IllegalStateException}. Any other takes over from the principal's other clients when it
     * connects, for good (ONCE-2). Default: no.
     *
     * @param isReader true for a client that sends no command.
     * @return this for a fluent API.
     */
    public T onlyReads(final boolean isReader)
    {
        onlyReads = isReader;
        return self();
    }

    /**
     * Whether events are asked for. Default: yes.
     *
     * @param isWanted false for a client that only sends and asks.
     * @return this for a fluent API.
     */
    public T receiveEvents(final boolean isWanted)
    {
        receiveEvents = isWanted;
        return self();
    }

    /**
     * First event wanted, after a restart the one after the last that was handled. Default: 0, from now on.
     *
     * @param sequence 1 or more; 0 for from now on.
     * @return this for a fluent API.
     */
    public T eventsFrom(final long sequence)
    {
        eventsFrom = sequence;
        return self();
    }

    /**
     * Id of the first command, for a gateway that keeps a journal and sends it again after a restart or from a standby:
     * what was applied already is answered with the recorded outcome, if the bytes are the same. Default: 0, the id
     * after the last one applied.
     *
     * @param id 1 to the id after the last one applied; 0 to go on.
     * @return this for a fluent API.
     */
    public T firstCommandId(final long id)
    {
        firstCommandId = id;
        return self();
    }

    /**
     * Most commands that wait for their outcome at a time. Default: 512.
     *
     * @param commands 1 or more, below the outcomes that the cluster retains per principal (1,024).
     * @return this for a fluent API.
     */
    public T window(final int commands)
    {
        window = commands;
        return self();
    }

    /**
     * How long {@link FlatbookClient#connect} waits for a session. Default: 30 s.
     *
     * @param timeout above 0.
     * @return this for a fluent API.
     */
    public T connectTimeout(final Duration timeout)
    {
        connectTimeout = timeout;
        return self();
    }

    /**
     * Limits of one attempt to open a session, and the pause before the next. Default: 5 s and 500 ms.
     *
     * @param timeout of an attempt, above 0.
     * @param pause   after a failed one, above 0.
     * @return this for a fluent API.
     */
    public T reconnect(final Duration timeout, final Duration pause)
    {
        attemptTimeout = timeout;
        reconnectInterval = pause;
        return self();
    }

    /**
     * How often the session is kept alive. Default: 1 s.
     *
     * @param interval above 0, well below the session timeout of the cluster.
     * @return this for a fluent API.
     */
    public T keepAliveInterval(final Duration interval)
    {
        keepAliveInterval = interval;
        return self();
    }

    /**
     * Least time without any outcome after which the oldest command is sent again, alone, as a probe; longer where
     * round trips are, and doubled by each probe up to 10 s. Default: 1 s.
     *
     * @param timeout above 0.
     * @return this for a fluent API.
     */
    public T outcomeTimeout(final Duration timeout)
    {
        outcomeTimeout = timeout;
        return self();
    }

    /**
     * Silence after which a question is asked again; doubled each time. A node answers once, and not at all if the
     * connection has no room at that moment: let this be well below what a caller waits. Default: 2 s.
     *
     * @param timeout above 0.
     * @return this for a fluent API.
     */
    public T answerTimeout(final Duration timeout)
    {
        answerTimeout = timeout;
        return self();
    }

    /**
     * How calls that wait pass the time. Default: backs off to 100 microseconds.
     *
     * @param strategy of the client's own.
     * @return this for a fluent API.
     */
    public T idleStrategy(final IdleStrategy strategy)
    {
        idleStrategy = strategy;
        return self();
    }

    /** For one attempt to open a session. */
    CredentialsSupplier credentials(final Instance instance)
    {
        if (null != credentialsSupplier)
        {
            return credentialsSupplier;
        }
        return null == secret ? Credentials.of(principal, secretFile, instance) :
            new ProvenPrincipal(principal, secret, instance);
    }

    private T principal(final String role, final String name)
    {
        if (null == name || !name.matches("[a-z0-9._-]{1,24}"))
        {
            throw new IllegalArgumentException(role + " must be 1 to 24 of a-z 0-9 . - _: " + name);
        }
        principal = role + '/' + name;
        return self();
    }
}
