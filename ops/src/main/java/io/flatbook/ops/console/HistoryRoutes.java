package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.history.History;
import io.flatbook.ops.history.HistoryCharts;
import io.flatbook.ops.history.HistoryException;
import io.flatbook.ops.history.HistoryReports;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The past, from a history into which another process may follow the cluster. It is opened to read, for one question at
 * a time, and asked again only after some seconds.
 */
final class HistoryRoutes
{
    private static final int ANSWERS_MAX = 32;
    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(2);

    private final Path file;
    private final HistoryCharts charts;
    private final HistoryReports reports;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    private record Answer(ObjectNode page, long atNs)
    {
    }

    /**
     * @param file of DuckDB; it may come later.
     * @throws IllegalStateException if it is there and cannot be read: what serves it would only tell browsers.
     */
    HistoryRoutes(final Path file)
    {
        this.file = file;
        final History history = new History(file);
        charts = new HistoryCharts(history);
        reports = new HistoryReports(history);
        if (Files.exists(file))
        {
            charts.end();
        }
    }

    void add(final RoutesConfig routes)
    {
        Routes.get(routes, "/api/history", request -> Routes.answer(request, asked(request.path(), this::past)));
        Routes.get(routes, "/api/history/marks", this::marks, "instrument");
        Routes.get(routes, "/api/history/runs/{run}", this::run);
        routes.exception(HistoryException.class,
            (ex, request) -> Routes.fail(request, HttpStatus.SERVICE_UNAVAILABLE, ex));
    }

    private ObjectNode past()
    {
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        final List<ObjectNode> end = Files.isRegularFile(file) ? charts.end() : List.of();
        page.set("end", end.isEmpty() ? JsonNodeFactory.instance.nullNode() : end.get(0));
        final boolean isEmpty = end.isEmpty();
        page.set("instruments", list(isEmpty ? List.of() : charts.instruments()));
        page.set("funds", list(isEmpty ? List.of() : charts.funds()));
        page.set("days", TableJson.of(isEmpty ? List.of() : charts.days()));
        page.set("runs", TableJson.of(isEmpty ? List.of() : charts.runs()));
        return page;
    }

    private void marks(final Context request)
    {
        final String symbol = Routes.text(request, "instrument");
        if (null == symbol)
        {
            throw new IllegalArgumentException("instrument: which one?");
        }
        check();
        Routes.answer(request, asked(request.path() + ' ' + symbol, () ->
        {
            final ObjectNode page = JsonNodeFactory.instance.objectNode().put("instrument", symbol);
            page.set("table", TableJson.of(charts.marks(symbol)));
            return page;
        }));
    }

    private void run(final Context request)
    {
        final long run = Routes.run(request);
        check();
        Routes.answer(request, asked(request.path(), () ->
        {
            final ObjectNode page = JsonNodeFactory.instance.objectNode();
            reports.run(run).forEach((name, rows) -> page.set(name, TableJson.of(rows)));
            if (page.path("run").path("rows").isEmpty())
            {
                throw new NotFoundException("the history knows no run " + run);
            }
            return page;
        }));
    }

    private void check()
    {
        if (!Files.isRegularFile(file))
        {
            throw new NotFoundException("there is no history yet: flatbook history follow --history " + file);
        }
    }

    private synchronized ObjectNode asked(final String key, final Supplier<ObjectNode> question)
    {
        final Answer known = answers.get(key);
        if (null != known && System.nanoTime() - known.atNs < FRESH_NS)
        {
            return known.page;
        }
        final ObjectNode page = question.get();
        answers.remove(key);
        answers.put(key, new Answer(page, System.nanoTime()));
        if (ANSWERS_MAX < answers.size())
        {
            answers.remove(answers.keySet().iterator().next());
        }
        return page;
    }

    private static ArrayNode list(final List<ObjectNode> rows)
    {
        return JsonNodeFactory.instance.arrayNode().addAll(rows);
    }
}
