package io.flatbook.proving.benchmark;

import io.flatbook.ops.console.Console;
import io.flatbook.ops.console.ConsoleSettings;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.ClusterLinks;
import io.flatbook.ops.link.LocalCluster;
import io.flatbook.ops.link.Profile;
import io.flatbook.ops.link.StatusPages;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Consoles in a process of their own, which can be stopped (SIGSTOP) once all have a session: a stopped process reads
 * nothing, answers nothing, takes no processor, and does not go away.
 */
final class StuckConsoles implements AutoCloseable
{
    private static final String ATTACHED = "attached";
    private static final long TIMEOUT_MS = 20_000;
    private static final long POLL_MS = 1_000;
    private static final long PAUSE_MS = 50;
    private static final long SESSIONS_NS = TimeUnit.SECONDS.toNanos(180);

    private final LocalCluster cluster;
    private final long attached;
    private final long before;
    private final Process jvm;

    private StuckConsoles(final LocalCluster cluster, final long before, final int consoles, final Process jvm)
    {
        this.cluster = cluster;
        this.before = before;
        attached = before + consoles;
        this.jvm = jvm;
    }

    /**
     * Runs consoles until its input ends.
     *
     * @param args number of consoles, name of the cluster, its ingress endpoints, its status pages between commas.
     */
    public static void main(final String[] args) throws IOException, InterruptedException
    {
        final Profile profile =
            Profile.of("benchmark", args[1], args[2], List.of(args[3].split(",")), "audit/console");
        final List<AutoCloseable> all = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(args[0]); i++)
        {
            final ClusterLinks links = new ClusterLinks();
            all.add(new Console(
                new ConsoleSettings("127.0.0.1", 0, ConsoleSettings.LOOPBACK, BookLink.FROM_NOW, POLL_MS, null, false),
                from -> links.openToRead(profile, profile.principal(), from, TIMEOUT_MS),
                () -> StatusPages.read(profile, POLL_MS), pages -> pages.size() + " nodes",
                url -> StatusPages.metrics(url, POLL_MS), null));
            all.add(links);
        }
        System.out.println(ATTACHED);
        while (0 <= System.in.read())
        {
            Thread.sleep(PAUSE_MS);
        }
        for (final AutoCloseable each : all)
        {
            close(each);
        }
    }

    /**
     * Starts consoles and waits until each has a session.
     *
     * @param cluster  that they show.
     * @param consoles how many.
     * @throws IOException if they do not come up.
     */
    static StuckConsoles start(final LocalCluster cluster, final int consoles) throws IOException
    {
        final long before = sessions(cluster);
        final Profile profile = cluster.profile();
        final StuckConsoles stuck = new StuckConsoles(cluster, before, consoles, new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx400m",
            "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED",
            "-Dlogback.configurationFile=io/flatbook/ops/console/logback.xml",
            "-cp", System.getProperty("java.class.path"), StuckConsoles.class.getName(), Integer.toString(consoles),
            profile.clusterName(), profile.ingressEndpoints(), String.join(",", profile.statusUrls()))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start());
        // Not closed: the output of a process that is stopped stays open.
        final BufferedReader lines =
            new BufferedReader(new InputStreamReader(stuck.jvm.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        while (!ATTACHED.equals(line))
        {
            if (null == line)
            {
                throw new IOException("the consoles do not come up");
            }
            line = lines.readLine();
        }
        awaitSessions(cluster, stuck.attached);
        return stuck;
    }

    /** Stops their process: from now on they take nothing. */
    void stop() throws IOException
    {
        signal("STOP");
    }

    /** Makes sure that the cluster has let none of them go. */
    void checkAttached()
    {
        if (sessions(cluster) != attached)
        {
            throw new IllegalStateException("not all consoles were attached to the end");
        }
    }

    private static long sessions(final LocalCluster cluster)
    {
        return StatusPages.read(cluster.profile(), POLL_MS).stream()
            .filter(page -> null != page.page())
            .mapToLong(page -> page.page().path("service").path("sessions").asLong()).max().orElse(0);
    }

    private static void awaitSessions(final LocalCluster cluster, final long sessions)
    {
        final long deadlineNs = System.nanoTime() + SESSIONS_NS;
        while (sessions(cluster) != sessions)
        {
            if (0 < System.nanoTime() - deadlineNs)
            {
                throw new IllegalStateException(sessions(cluster) + " sessions in place of " + sessions);
            }
            pause();
        }
    }

    /**
     * Lets the consoles go on, ends them in order, and waits until the cluster has forgotten them: those that were
     * stopped for too long to end their sessions, when these time out.
     */
    @Override
    public void close() throws IOException
    {
        signal("CONT");
        jvm.getOutputStream().close();
        try
        {
            jvm.waitFor();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            jvm.destroyForcibly();
        }
        awaitSessions(cluster, before);
    }

    private void signal(final String name) throws IOException
    {
        try
        {
            final int exitCode =
                new ProcessBuilder("kill", "-" + name, Long.toString(jvm.pid())).inheritIO().start().waitFor();
            if (0 != exitCode)
            {
                throw new IOException("kill -" + name + " of the consoles ended with " + exitCode);
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private static void pause()
    {
        try
        {
            Thread.sleep(PAUSE_MS);
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private static void close(final AutoCloseable each)
    {
        try
        {
            each.close();
        }
        catch (final Exception ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
