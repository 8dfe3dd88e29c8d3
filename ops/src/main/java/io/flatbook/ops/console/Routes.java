package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.view.RefusedException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Addresses of the console that show the cluster. All are read by GET, or by HEAD.
 */
final class Routes
{
    /** With the parameters that make a view a link. */
    private static final Map<String, Set<String>> PAGES = Map.ofEntries(
        Map.entry("/", Set.of()),
        Map.entry("/positions", Set.of("account", "instrument", "atRisk", "sort", "after")),
        Map.entry("/ladder", Set.of("instrument", "next", "top", "why")),
        Map.entry("/distance", Set.of("instrument", "span", "all")),
        Map.entry("/fund", Set.of()),
        Map.entry("/defaults", Set.of("run")),
        Map.entry("/cluster", Set.of()),
        Map.entry("/proposals", Set.of()),
        Map.entry("/audit", Set.of()),
        Map.entry("/history", Set.of("instrument", "run")),
        Map.entry("/desk", Set.of("account")));
    private static final int TOP_MAX = 100;
    private static final int TOP = 20;
    private static final int SPAN = 20;

    private final BookPoller poller;
    private final Console.Views views;
    private final DistanceCurve curve;
    private final NextDefault nearest = new NextDefault();
    private final Streams streams;
    private final Supplier<ObjectNode> overview;
    private final Supplier<ObjectNode> cluster;
    private final String index;

    /**
     * @param offers what this console offers beside showing the cluster: words for its pages.
     */
    Routes(final BookPoller poller, final Console.Views views, final Streams streams,
        final Supplier<ObjectNode> overview, final Supplier<ObjectNode> cluster, final List<String> offers)
    {
        index = text("/io/flatbook/ops/console/index.html").replace("OFFERS", String.join(" ", offers));
        this.poller = poller;
        this.views = views;
        curve = new DistanceCurve(poller);
        this.streams = streams;
        this.overview = overview;
        this.cluster = cluster;
    }

    void add(final RoutesConfig routes)
    {
        PAGES.forEach((page, parameters) -> get(routes, page, request -> request.html(index), parameters));
        get(routes, "/api/overview", request -> answer(request, overview.get()));
        get(routes, "/api/cluster", request -> answer(request, cluster.get()));
        get(routes, "/api/positions", this::positions, "account", "instrument", "after", "sort", "atRisk");
        get(routes, "/api/ladder", this::ladder, "instrument", "next", "top");
        get(routes, "/api/distance", this::distance, "instrument", "span", "all");
        get(routes, "/api/funds", request -> ask(request, views.funds()));
        get(routes, "/api/runs", request -> ask(request, views.runs()));
        get(routes, "/api/runs/{run}", request -> ask(request, views.run(run(request)), run(request)));
        get(routes, "/api/plan", this::plan, "account");
        get(routes, "/api/proposals", request -> ask(request, ProposalsPage::of));
        get(routes, "/api/audit", request -> ask(request, views.audit()));
        routes.sse("/api/stream", streams::serve);
        routes.exception(HttpResponseException.class,
            (ex, request) -> fail(request, HttpStatus.forStatus(ex.getStatus()), ex));
        routes.exception(RefusedException.class, (ex, request) -> fail(request, HttpStatus.NOT_FOUND, ex));
        routes.exception(NotFoundException.class, (ex, request) -> fail(request, HttpStatus.NOT_FOUND, ex));
        routes.exception(IllegalArgumentException.class, (ex, request) -> fail(request, HttpStatus.BAD_REQUEST, ex));
        routes.exception(BusyException.class, (ex, request) -> fail(request, HttpStatus.SERVICE_UNAVAILABLE, ex));
        routes.exception(NoLeaderException.class,
            (ex, request) -> fail(request, HttpStatus.SERVICE_UNAVAILABLE, ex));
    }

    /** Of what answers JSON or one of its tables. */
    static void get(final RoutesConfig routes, final String path, final Handler handler, final String... parameters)
    {
        final Set<String> known = new TreeSet<>(List.of("format", "table"));
        known.addAll(List.of(parameters));
        get(routes, path, handler, known);
    }

    /** HEAD is answered like GET, of which the server sends the head alone: by itself it would say that all is well. */
    private static void get(
        final RoutesConfig routes, final String path, final Handler handler, final Set<String> parameters)
    {
        final Handler checked = (request) ->
        {
            refuseOthers(request, parameters);
            handler.handle(request);
        };
        routes.get(path, checked);
        routes.head(path, checked);
    }

    /** A filter that is misspelled must not answer as if there were none. */
    private static void refuseOthers(final Context request, final Set<String> known)
    {
        for (final String name : request.queryParamMap().keySet())
        {
            if (!known.contains(name))
            {
                throw new IllegalArgumentException(name + ": there is no such parameter here; " +
                    (known.isEmpty() ? "there are none" : "there are " + String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    private void positions(final Context request)
    {
        final PositionsPage.Choice choice = new PositionsPage.Choice(number(request, "account"),
            text(request, "instrument"), text(request, "after"), text(request, "sort"), flag(request, "atRisk"));
        ask(request, book -> PositionsPage.of(book, choice), choice);
    }

    private void ladder(final Context request)
    {
        final Long top = number(request, "top");
        if (null != top && (top < 1 || TOP_MAX < top))
        {
            throw new IllegalArgumentException("top: from 1 to " + TOP_MAX);
        }
        final String symbol = text(request, "instrument");
        if (null == symbol)
        {
            throw new IllegalArgumentException("instrument: which one?");
        }
        final BigDecimal next = decimal(request, "next");
        ask(request, book -> LadderPage.of(book, nearest, symbol, null == top ? TOP : top.intValue(), next),
            symbol, top, next);
    }

    private void plan(final Context request)
    {
        final Long account = number(request, "account");
        if (null == account)
        {
            throw new IllegalArgumentException("account: which one?");
        }
        ask(request, views.plan(account), account);
    }

    private void distance(final Context request)
    {
        final String symbol = text(request, "instrument");
        final Long span = number(request, "span");
        if (null == symbol)
        {
            throw new IllegalArgumentException("instrument: which one?");
        }
        answer(request, curve.of(symbol, null == span ? SPAN : (int)Math.min(span, Integer.MAX_VALUE),
            flag(request, "all")));
    }

    /**
     * Asks the book; the same address with the same parameters is the same question.
     */
    private void ask(final Context request, final Function<Book, ObjectNode> question, final Object... parameters)
    {
        answer(request, poller.ask(request.path() + Arrays.toString(parameters), question));
    }

    /**
     * Answers with JSON, or with one of its tables as CSV.
     */
    static void answer(final Context request, final ObjectNode page)
    {
        final String format = text(request, "format");
        if (null == format || "json".equals(format))
        {
            request.contentType("application/json").result(page.toString());
            return;
        }
        if (!"csv".equals(format))
        {
            throw new IllegalArgumentException("format: must be json or csv");
        }
        final String name = null == text(request, "table") ? "table" : text(request, "table");
        JsonNode table = page;
        for (final String part : name.split("[.]"))
        {
            table = table.isArray() ? table.path(part.matches("[0-9]{1,3}") ? Integer.parseInt(part) : -1) :
                table.path(part);
        }
        if (!table.has("rows"))
        {
            throw new NotFoundException("there is no table " + name);
        }
        request.contentType("text/csv; charset=utf-8")
            .header("Content-Disposition", "attachment; filename=\"" +
                request.path().substring("/api/".length()).replace('/', '-') + ".csv\"")
            .result(TableJson.csv(table));
    }

    static void fail(final Context request, final HttpStatus status, final Exception ex)
    {
        final ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("problem", null == ex.getMessage() ? ex.toString() : ex.getMessage());
        request.status(status).contentType("application/json").result(problem.toString());
    }

    static String text(final Context request, final String name)
    {
        final List<String> values = request.queryParams(name);
        if (1 < values.size())
        {
            throw new IllegalArgumentException(name + ": is given more than once");
        }
        if (values.isEmpty())
        {
            return null;
        }
        if (values.get(0).isBlank())
        {
            throw new IllegalArgumentException(name + ": is empty");
        }
        return values.get(0).trim();
    }

    private static boolean flag(final Context request, final String name)
    {
        final String value = text(request, name);
        if (null != value && !"true".equals(value) && !"false".equals(value))
        {
            throw new IllegalArgumentException(name + ": must be true or false");
        }
        return "true".equals(value);
    }

    private static Long number(final Context request, final String name)
    {
        final String value = text(request, name);
        return null == value ? null : whole(name, value);
    }

    /** A number from 0, of as many digits as an account may have. */
    static long whole(final String name, final String text)
    {
        try
        {
            if (text.matches("[0-9]+"))
            {
                return Long.parseLong(text);
            }
        }
        catch (final NumberFormatException ex)
        {
            throw new IllegalArgumentException(name + ": is too large", ex);
        }
        throw new IllegalArgumentException(name + ": must be a whole number from 0");
    }

    private static BigDecimal decimal(final Context request, final String name)
    {
        final String value = text(request, name);
        if (null != value && !value.matches("-?[0-9]{1,18}([.][0-9]{1,18})?"))
        {
            throw new IllegalArgumentException(name + ": must be a decimal number");
        }
        return null == value ? null : new BigDecimal(value);
    }

    static long run(final Context request)
    {
        return whole("run", request.pathParam("run"));
    }

    private static String text(final String resource)
    {
        try (InputStream in = Routes.class.getResourceAsStream(resource))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
