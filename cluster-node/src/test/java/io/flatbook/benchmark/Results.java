package io.flatbook.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows that benchmarks measured, each with what it is compared with and whether it is as good as it must be, written as
 * JSON with the machine that they were measured on.
 */
public final class Results
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int LOOP_TURNS = 4_000_000;

    private final List<Row> rows = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    /** No rows. */
    public Results()
    {
    }

    /**
     * What was measured.
     *
     * @param id       of the row, the same in every run.
     * @param name     for people, with unit.
     * @param value    measured.
     * @param baseline what it is compared with, in the same unit; NaN if nothing.
     * @param ratio    of value and baseline, the median of pairs; NaN without a baseline.
     * @param must     bound of the ratio, or of the value if there is no baseline; NaN if there is none.
     * @param isLeast  whether the bound is the least that is good enough, not the most.
     * @param loopNs   a turn of a loop of fixed work beside it, in ns of CPU: how fast the machine was.
     */
    public record Row(
        String id, String name, double value, double baseline, double ratio, double must, boolean isLeast,
        double loopNs)
    {
        /** Whether the bound is kept; "-" if there is none. */
        public String verdict()
        {
            final double judged = Double.isNaN(ratio) ? value : ratio;
            if (Double.isNaN(must))
            {
                return "-";
            }
            return (isLeast ? judged >= must : judged <= must) ? "met" : "missed";
        }
    }

    /**
     * What grows, at one number of holders: a point of a curve.
     *
     * @param what    is measured, the same at each number.
     * @param holders how many there are.
     * @param us      CPU time in microseconds.
     */
    private record Point(String what, int holders, double us)
    {
        private String key()
        {
            return what + ' ' + holders;
        }
    }

    /** Adds what something costs among so many holders, in microseconds: {@code scripts/build/growth} draws it. */
    public void addPoint(final String what, final int holders, final double us)
    {
        points.add(new Point(what, holders, us));
    }

    /** Adds a row. */
    public void add(final Row row)
    {
        rows.add(row);
    }

    /** Adds what is compared with nothing and has no bound. */
    public void add(final String id, final String name, final double value)
    {
        add(new Row(id, name, value, Double.NaN, Double.NaN, Double.NaN, false, loopNs()));
    }

    /** Adds what must be at most so much. */
    public void addAtMost(final String id, final String name, final double value, final double most)
    {
        add(new Row(id, name, value, Double.NaN, Double.NaN, most, false, loopNs()));
    }

    /** Adds what must be at most so many times another figure. */
    public void addGrowth(
        final String id, final String name, final double value, final double baseline, final double most)
    {
        add(new Row(id, name, value, baseline, value / baseline, most, false, loopNs()));
    }

    /** Adds what must be so many times less than another figure, at least; NaN: no bound. */
    public void addGain(
        final String id, final String name, final double value, final double baseline, final double least)
    {
        add(new Row(id, name, value, baseline, baseline / value, least, true, loopNs()));
    }

    /**
     * Puts the rows and points into a file; those of others that are in it stay.
     *
     * @param file null: nothing is written.
     * @throws IOException if it cannot be read or written.
     */
    public void writeTo(final Path file) throws IOException
    {
        if (null == file)
        {
            return;
        }
        final Map<String, JsonNode> all = new TreeMap<>();
        final Map<String, JsonNode> growth = new TreeMap<>();
        if (Files.exists(file))
        {
            final JsonNode former = MAPPER.readTree(file.toFile());
            former.path("rows").forEach((row) -> all.put(row.path("id").asText(), row));
            former.path("growth").forEach((point) ->
                growth.put(point.path("what").asText() + ' ' + point.path("holders").asInt(), point));
        }
        for (final Row row : rows)
        {
            final ObjectNode node = MAPPER.createObjectNode().put("id", row.id()).put("name", row.name());
            put(node, "value", row.value());
            put(node, "baseline", row.baseline());
            put(node, "ratio", row.ratio());
            put(node, "must", row.must());
            put(node.put("bound", row.isLeast() ? "at least" : "at most"), "loopNs", row.loopNs());
            all.put(row.id(), node.put("verdict", row.verdict()));
        }
        for (final Point point : points)
        {
            growth.put(point.key(), MAPPER.createObjectNode()
                .put("what", point.what()).put("holders", point.holders()).put("us", point.us()));
        }
        final ObjectNode document = MAPPER.createObjectNode()
            .put("java", System.getProperty("java.version"))
            .put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()))
            .put("processors", Runtime.getRuntime().availableProcessors())
            .put("system", System.getProperty("os.name") + ' ' + System.getProperty("os.arch"))
            .put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        final ArrayNode written = document.putArray("rows");
        all.values().forEach(written::add);
        document.putArray("growth").addAll(growth.values());
        Files.writeString(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + '\n');
    }

    /** CPU time of a turn of a loop of fixed work, in ns. */
    public static double loopNs()
    {
        final long startNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long z = startNs | 1;
        for (int i = 0; i < LOOP_TURNS; i++)
        {
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L + i;
        }
        final long endNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        // The result is used, so that the loop is not left out.
        return (endNs - startNs + (0 == z ? 1 : 0)) / (double)LOOP_TURNS;
    }

    /** The middle one of figures, the upper of two; they stay as they are. */
    public static double median(final double[] figures)
    {
        final double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void put(final ObjectNode node, final String key, final double figure)
    {
        if (Double.isNaN(figure))
        {
            node.putNull(key);
        }
        else
        {
            node.put(key, figure);
        }
    }
}
