package io.flatbook.ops.cli;

import io.flatbook.ops.console.Console;
import io.flatbook.ops.console.ConsoleSettings;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * Serves the cluster to a browser until it is stopped.
 */
@Command(name = "console", description = {
    "Shows the cluster in a browser, until it is stopped; it only reads, unless --allow-admin.",
    "Whoever can reach its port sees the whole book: so only this machine reaches it, " +
    "unless --bind names another address."})
final class ConsoleCommand implements Callable<Integer>
{
    /** The process waits no longer than this until all is closed: longer than an answer of the cluster may take. */
    private static final long END_MS = 8_000;
    private static final long PAUSE_MS = 20;
    private static final int PORT_MAX = 65_535;
    private static final String LOG_CONFIGURATION = "logback.configurationFile";

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "21080",
        description = "Port to listen on, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1",
        description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String bind;

    @Option(names = "--host-name", paramLabel = "NAME", description = "A name by which browsers may reach it, " +
        "besides ADDRESS and localhost; requests to any other are refused. May be repeated.")
    private List<String> hostNames;

    @Option(names = "--interval", paramLabel = "MS", defaultValue = "1000",
        description = "Between two looks at the cluster, 100 or more (default: ${DEFAULT-VALUE}).")
    private long intervalMs;

    @Option(names = "--past", description = "Begin with all events that the cluster retains, instead of now.")
    private boolean withPast;

    @Option(names = "--history", paramLabel = "FILE", description = "Show what is past too, out of a history: " +
        "`flatbook history follow` may write to it at the same time.")
    private Path history;

    @Option(names = "--allow-admin", description = {"Let risk principals sign in with their own secrets, and propose " +
        "defaults, approve and reject; the cluster judges each act by who signed in.",
        "The console itself reads as audit/NAME, which the profile must name if it has a secret."})
    private boolean allowsAdmin;

    @Option(names = "--behind-tls", description = "Browsers come by https, through a proxy on this machine or before " +
        "it; required for --allow-admin if others than this machine reach the port.")
    private boolean isBehindTls;

    /** Lets libraries say on stderr what they have to complain about, and nothing else. */
    static void logComplaintsOnly()
    {
        if (null == System.getProperty(LOG_CONFIGURATION))
        {
            System.setProperty(LOG_CONFIGURATION, "io/flatbook/ops/console/logback.xml");
        }
    }

    @Override
    public Integer call()
    {
        if (port < 0 || port > PORT_MAX)
        {
            throw new CliException(ExitCode.USAGE, "--port: 0 to " + PORT_MAX);
        }
        RootCommand.atLeast(100, "--interval", intervalMs);
        final boolean isLoopback = isLoopback();
        if (allowsAdmin && !isBehindTls && !isLoopback)
        {
            throw new CliException(ExitCode.USAGE, "--allow-admin with --bind " + bind + ": secrets would cross the " +
                "network in clear text; put a proxy with TLS before it and add --behind-tls");
        }
        logComplaintsOnly();
        final RootCommand root = (RootCommand)spec.root().userObject();
        final Profile profile = root.profile();
        final Surroundings surroundings = root.surroundings();
        final Set<String> names = new TreeSet<>(ConsoleSettings.LOOPBACK);
        names.add(ConsoleSettings.inAddress(bind));
        (null == hostNames ? List.<String>of() : hostNames).forEach(
            name -> names.add(ConsoleSettings.inAddress(name)));
        final ConsoleSettings settings = new ConsoleSettings(
            bind, port, names, withPast ? 1 : BookLink.FROM_NOW, intervalMs, history, isBehindTls);
        final String reader = reader(profile);
        try (ClusterLinks people = new ClusterLinks();
            Console console = new Console(settings,
                from -> surroundings.links().openToRead(profile, reader, from, root.timeoutMs()),
                () -> surroundings.statusPages().read(profile, intervalMs),
                pages -> NodesVerdict.of(pages).sentence(),
                url -> StatusPages.metrics(url, intervalMs), !allowsAdmin ? null : (principal, secret, onlyReads) ->
                    people.openWith(profile, principal, secret, onlyReads, root.timeoutMs())))
        {
            surroundings.out().println("http://" + ConsoleSettings.inAddress(bind) + ':' + console.port() + '/');
            surroundings.flush();
            final Thread serving = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(serving), "console-end"));
            console.ended().get();
            return ExitCode.OK;
        }
        catch (final InterruptedException ex)
        {
            // It is asked to end, and does; what is closed after it must not be interrupted.
            return ExitCode.OK;
        }
        catch (final ExecutionException ex)
        {
            throw new CliException(RootCommand.exitCode(ex.getCause()), ex.getCause().getMessage());
        }
    }

    /**
     * Who the console is itself: where people act, it must have no right to.
     */
    private String reader(final Profile profile)
    {
        if (!allowsAdmin || profile.principal().startsWith("audit/"))
        {
            return profile.principal();
        }
        if (null != profile.secretFile())
        {
            throw new CliException(ExitCode.USAGE, "--allow-admin: the profile speaks for " + profile.principal() +
                "; the console itself must be audit/NAME, so that it has no rights of its own to act");
        }
        return "audit/console";
    }

    private boolean isLoopback()
    {
        try
        {
            return InetAddress.getByName(bind).isLoopbackAddress();
        }
        catch (final UnknownHostException ex)
        {
            throw new CliException(ExitCode.USAGE, "--bind " + bind + ": no such address");
        }
    }

    /**
     * Lets the verb close what it holds when the process is stopped from outside. Its thread has done so when it waits
     * to end the process, which ends already.
     */
    static void end(final Thread serving)
    {
        serving.interrupt();
        try
        {
            for (long waitedMs = 0; waitedMs < END_MS && serving.isAlive() && !isAtExit(serving);
                waitedMs += PAUSE_MS)
            {
                serving.join(PAUSE_MS);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** A thread that is blocked elsewhere waits for somebody to let it close what it holds. */
    private static boolean isAtExit(final Thread serving)
    {
        return Arrays.stream(serving.getStackTrace())
            .anyMatch(frame -> "java.lang.Shutdown".equals(frame.getClassName()));
    }
}
