package io.flatbook.ops.replay;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.engine.book.Limits;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.Reply;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.scenario.ScenarioTarget;
import io.flatbook.ops.view.JsonView;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireSpec;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A log holds commands, so what a command does is a format: version 1 of it was recorded from all scenarios, as bytes,
 * with the outcome and the state hash after each.
 */
final class GoldenLogTest
{
    private static final Path GOLDEN = Path.of("src/test/resources/golden/version-1.commands");
    private static final Path SCENARIOS = Path.of("../scenarios");
    private static final String WRITE = "flatbook.golden.write";
    private static final String LET_TIME_PASS = "-";
    /** Commands that few scenarios or none have. */
    private static final List<String> MORE = List.of(
        "{\"command\":\"activateVersion\",\"version\":1}", "{\"command\":\"activateVersion\",\"version\":3}",
        "{\"command\":\"defineAsset\",\"asset\":\"USD\",\"scale\":2}",
        "{\"command\":\"defineInstrument\",\"instrument\":\"F\",\"kind\":\"LINEAR_FUTURE\",\"tickSize\":\"1\"," +
            "\"lotSize\":\"1\",\"expiry\":60000,\"marginTiers\":[{\"floor\":\"0\",\"initial\":\"0.1\"," +
            "\"maintenance\":\"0.05\"}],\"initialPerLot\":\"2\",\"maintenancePerLot\":\"1\"}",
        "{\"command\":\"setPriceBounds\",\"instrument\":\"F\",\"minPrice\":\"-50\",\"maxPrice\":\"500\"}",
        "{\"command\":\"updateMarkPrices\",\"marks\":{\"F\":\"100\"}}",
        "{\"command\":\"openAccount\",\"account\":1,\"owner\":1}",
        "{\"command\":\"openAccount\",\"account\":2,\"owner\":1}",
        "{\"command\":\"openAccount\",\"account\":3,\"owner\":3}",
        "{\"command\":\"deposit\",\"account\":1,\"amount\":\"500\"}",
        "{\"command\":\"deposit\",\"account\":3,\"amount\":\"500\"}",
        "{\"command\":\"transferCollateral\",\"from\":1,\"to\":2,\"amount\":\"200\"}",
        "{\"command\":\"registerTrade\",\"instrument\":\"F\",\"buyer\":2,\"seller\":3,\"quantity\":\"5\"," +
            "\"price\":\"100\"}",
        "{\"command\":\"updateMarkPrices\",\"marks\":{\"F\":\"-7\"}}",
        "{\"command\":\"settleVariation\",\"instrument\":\"F\"}",
        "{\"command\":\"settleInstrument\",\"instrument\":\"F\",\"price\":\"-8\"}",
        "{\"command\":\"removeInstrument\",\"instrument\":\"F\"}",
        "{\"command\":\"sweepRounding\",\"asset\":\"USD\"}",
        "{\"command\":\"rejectProposal\",\"proposal\":1}",
        "{\"command\":\"setLimits\",\"assets\":65,\"accounts\":5000000}",
        "{\"command\":\"requestShutdown\"}");

    @Test
    void everyCommandDoesWhatItDidWhenItWasRecorded() throws Exception
    {
        if (Boolean.getBoolean(WRITE))
        {
            write();
        }
        final List<String> lines = Files.readAllLines(GOLDEN);
        String scenario = "";
        LocalClearing clearing = null;
        for (int i = 0; i < lines.size(); i++)
        {
            final String line = lines.get(i);
            if (line.startsWith("#"))
            {
                scenario = line.substring(1).strip();
                clearing = new LocalClearing(new Limits());
            }
            else
            {
                apply(clearing, line.split(" "), GOLDEN + ":" + (i + 1) + " (" + scenario + ")");
            }
        }
    }

    @Test
    void everyCommandIsRecorded() throws IOException
    {
        final Set<String> recorded = new TreeSet<>();
        for (final String line : Files.readAllLines(GOLDEN))
        {
            final String[] cells = line.split(" ");
            if (!line.startsWith("#") && !LET_TIME_PASS.equals(cells[1]))
            {
                recorded.add(decode(cells).name());
            }
        }
        assertThat(Protocol.wire().specs().stream().filter(WireSpec::isCommand).map(WireSpec::name))
            .isSubsetOf(recorded);
    }

    private static void apply(final LocalClearing clearing, final String[] cells, final String place)
    {
        final long timeMs = Long.parseLong(cells[0]);
        if (LET_TIME_PASS.equals(cells[1]))
        {
            clearing.advanceByTicks(timeMs);
        }
        else
        {
            final byte[] command = HexFormat.of().parseHex(cells[4]);
            final List<String> reasons = new ArrayList<>();
            clearing.onMessage(timeMs, cells[1], new UnsafeBuffer(command), 0, command.length,
                (buffer, offset, length) -> reasons.add(Protocol.wire().decode(buffer, offset).row().text("reason")));
            assertThat(reasons.get(0) + " " + JsonView.hash(clearing.stateHash())).as(
                "%s: %s of %s does something else than it did. If nobody meant that, it is a bug. If it was meant, " +
                "nodes that replay their log would have another state than the one they published: let the new " +
                "behavior begin with a version of its own (ActivateVersion), leave this file as it is, and record a " +
                "new one beside it. Before the first release, and only then, it may be recorded anew: " +
                "mvn -pl ops -am test -Dtest=GoldenLogTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
                place, decode(cells).name(), cells[1], WRITE).isEqualTo(cells[2] + " " + cells[3]);
        }
    }

    private static WireMessage decode(final String[] cells)
    {
        return Protocol.wire().decode(new UnsafeBuffer(HexFormat.of().parseHex(cells[4])), 0);
    }

    private static void write() throws Exception
    {
        final List<String> lines = new ArrayList<>();
        final List<Path> scenarios;
        try (Stream<Path> files = Files.list(SCENARIOS))
        {
            scenarios = files.filter((file) -> file.toString().endsWith(".jsonl"))
                .filter((file) -> !file.toString().endsWith(".expected.jsonl")).sorted().toList();
        }
        for (final Path scenario : scenarios)
        {
            record(scenario.getFileName().toString(), Files.readAllLines(scenario), lines);
        }
        record("more", MORE, lines);
        Files.createDirectories(GOLDEN.getParent());
        Files.write(GOLDEN, lines);
    }

    private static void record(final String name, final List<String> scenario, final List<String> lines)
        throws BadLineException
    {
        lines.add("# " + name);
        new ScenarioRunner(new Recorder(lines), (line) -> { }, false).run(name, scenario);
    }

    /**
     * Runs commands and writes each as a line: time, principal, reason, state hash and bytes.
     */
    private static final class Recorder implements ScenarioTarget
    {
        private final EngineTarget target = new EngineTarget();
        private final LocalClearing clearing = new LocalClearing(new Limits());
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private final List<String> lines;
        private long timeMs;

        private Recorder(final List<String> lines)
        {
            this.lines = lines;
        }

        @Override
        public Reply submit(final String principal, final WireMessage command)
        {
            final Reply reply = target.submit(principal, command);
            final byte[] bytes = new byte[Protocol.wire().encode(command, buffer, 0)];
            buffer.getBytes(0, bytes);
            clearing.onMessage(timeMs, principal, buffer, 0, bytes.length, (answer, offset, length) -> { });
            lines.add(String.join(" ", Long.toString(timeMs), principal, reply.outcome().row().text("reason"),
                JsonView.hash(clearing.stateHash()), HexFormat.of().formatHex(bytes)));
            return reply;
        }

        @Override
        public List<WireMessage> ask(final String principal, final WireMessage query)
        {
            return target.ask(principal, query);
        }

        @Override
        public List<WireMessage> advanceTo(final long timestampMs)
        {
            final List<WireMessage> events = target.advanceTo(timestampMs);
            timeMs = timestampMs;
            clearing.advanceByTicks(timestampMs);
            lines.add(timestampMs + " " + LET_TIME_PASS);
            return events;
        }

        @Override
        public long firstNumber()
        {
            return target.firstNumber();
        }

        @Override
        public void close()
        {
            target.close();
        }
    }
}
