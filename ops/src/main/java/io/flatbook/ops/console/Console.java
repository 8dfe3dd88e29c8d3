package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.wire.WireMessage;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import org.agrona.CloseHelper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Serves a cluster to browsers: pages, an interface in JSON, and a stream of what is new. It only reads, unless people
 * may sign in: then each acts with a secret of their own.
 */
public final class Console implements AutoCloseable
{
    private static final String RESOURCES = "/io/flatbook/ops/console";
    private static final long REQUEST_BYTES_MAX = 8_192;

    private final RunLog log = new RunLog();
    private final LeaderLatency latency = new LeaderLatency();
    private final OverviewPage overview = new OverviewPage(log, latency);
    private final Streams streams = new Streams();
    private final SignIns signIns = new SignIns(System::nanoTime);
    private final BookPoller poller;
    private final ClusterWatch cluster;
    private final Javalin server;
    private volatile ObjectNode lastOverview =
        JsonNodeFactory.instance.objectNode().put("problem", "nothing was read yet");

    /**
     * Starts a console. It comes up without a leader too, and says so.
     *
     * @param settings of it.
     * @param links    opens a link that only reads, with events from the given one on.
     * @param pages    reads the status pages of all nodes.
     * @param verdict  says in a sentence what they mean.
     * @param metrics  reads the metrics page beside a status page; empty if there is none.
     * @param people   opens links for people who sign in; null: nobody can, and there is nothing to post to.
     * @throws IllegalStateException if it cannot listen there, or not read the history.
     */
    public Console(final ConsoleSettings settings, final LongFunction<BookLink> links,
        final Supplier<List<StatusPages.Page>> pages, final Function<List<StatusPages.Page>, String> verdict,
        final UnaryOperator<String> metrics, final PersonLinks people)
    {
        poller = new BookPoller(links, settings.eventsFrom(), settings.pollMs(), new Told());
        cluster = new ClusterWatch(pages, verdict, settings.pollMs(), this::tellCluster, metrics, latency);
        server = Javalin.create(config -> configure(config, settings, people));
        listen(settings);
        poller.start();
        cluster.start();
    }

    /** The server takes whatever is wrong for a port in use; its last cause says what is. */
    private void listen(final ConsoleSettings settings)
    {
        try
        {
            server.start(settings.bind(), settings.port());
        }
        catch (final JavalinBindException ex)
        {
            Throwable cause = ex;
            while (null != cause.getCause())
            {
                cause = cause.getCause();
            }
            throw new IllegalStateException("cannot listen on " + settings.bind() + " at TCP port " + settings.port() +
                ": " + cause.getMessage());
        }
    }

    /**
     * Port that it listens on.
     *
     * @return the port.
     */
    public int port()
    {
        return server.port();
    }

    /**
     * Completes when the console asks no more: exceptionally if its principal is not let in.
     *
     * @return the future.
     */
    public CompletableFuture<Void> ended()
    {
        return poller.ended();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(streams, server::stop, cluster, poller);
    }

    private void configure(final JavalinConfig config, final ConsoleSettings settings, final PersonLinks people)
    {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.http.maxRequestSize = REQUEST_BYTES_MAX;
        config.http.prefer405over404 = true;
        config.staticFiles.enableWebjars();
        config.staticFiles.add(files ->
        {
            files.hostedPath = "/app";
            files.directory = RESOURCES + "/web";
            files.location = Location.CLASSPATH;
        });
        config.routes.before(new RequestGuard(settings.hostNames())::check);
        final List<String> offers = new ArrayList<>();
        if (null != settings.history())
        {
            offers.add("history");
            new HistoryRoutes(settings.history()).add(config.routes);
        }
        if (null != people)
        {
            offers.add("desk");
            new DeskRoutes(new Desk(people), signIns, settings.isBehindTls()).add(config.routes);
        }
        new Routes(poller, new Views(log, overview), streams, () -> lastOverview, cluster::last, offers)
            .add(config.routes);
    }

    private void tellCluster(final ObjectNode seen)
    {
        signIns.endOld();
        streams.tell("cluster", seen.toString());
    }

    private void tellOverview(final ObjectNode page)
    {
        lastOverview = page;
        streams.tell("overview", page.toString());
    }

    private final class Told implements BookPoller.Watcher
    {
        @Override
        public void onEvent(final Book book, final WireMessage event)
        {
            log.take(book, event);
        }

        @Override
        public void onLook(final Book book)
        {
            tellOverview(overview.look(book, System.currentTimeMillis()));
        }

        @Override
        public void onProblem(final String sentence)
        {
            final ObjectNode page = lastOverview.deepCopy();
            tellOverview(page.put("problem", sentence));
        }
    }

    /**
     * The pages that ask the book, each a question for the poller's thread.
     */
    record Views(RunLog log, OverviewPage overview)
    {
        Function<Book, ObjectNode> funds()
        {
            return book -> FundPage.funds(book, overview);
        }

        Function<Book, ObjectNode> audit()
        {
            return book -> FundPage.audit(book, log);
        }

        Function<Book, ObjectNode> runs()
        {
            return book ->
            {
                final ObjectNode page = JsonNodeFactory.instance.objectNode();
                final JsonNode table = TableJson.of(log.rows(book));
                page.set("table", table);
                return page;
            };
        }

        Function<Book, ObjectNode> plan(final long account)
        {
            return book -> PlanPage.of(book, log, account);
        }

        Function<Book, ObjectNode> run(final long run)
        {
            return book -> log.run(book, run);
        }
    }
}
