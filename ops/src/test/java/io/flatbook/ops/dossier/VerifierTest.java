package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.EngineView;
import io.flatbook.ops.replay.ReplayPlace;
import io.flatbook.twin.WatchedCommands;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verifier in Python, which knows the contract and not the code, finds every dossier right: those of all scenarios
 * and those of random books. Wants python3.
 */
@Tag("python")
final class VerifierTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final byte[] NO_KEY = {};
    private static final int COMMANDS = 1_500;
    private static final int DOSSIERS_MIN = 100;
    private static final int LINES_MAX = 420;
    private static final int COLUMNS_MAX = 120;

    @TempDir
    private Path temporary;
    private final List<Path> files = new ArrayList<>();

    @Test
    void findsEveryRunOfEveryScenarioRight() throws Exception
    {
        for (final Path scenario : scenarios())
        {
            Dossiers.ofScenario(scenario.toString(), Files.readAllLines(scenario), NO_KEY)
                .forEach((dossier) -> write(scenario.getFileName().toString(), dossier));
        }
        allAreRight();
        assertThat(files).hasSizeGreaterThan(DOSSIERS_MIN);
    }

    private void write(final String name, final ProvenDocument dossier)
    {
        try
        {
            files.add(Files.writeString(
                temporary.resolve(name + ", run " + dossier.number("run")), dossier.text() + "\n"));
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void allAreRight() throws IOException, InterruptedException
    {
        for (final Verifier verifier : List.of(new Verifier(temporary), Verifier.ofBooks(temporary)))
        {
            final int exitCode = verifier.checkAll(files);
            assertThat(verifier.output().lines().filter((line) -> !line.startsWith("right: "))).isEmpty();
            assertThat(exitCode).isZero();
        }
    }

    private static List<Path> scenarios() throws IOException
    {
        try (Stream<Path> files = Files.list(SCENARIOS))
        {
            return files.filter((file) -> file.toString().endsWith(".jsonl"))
                .filter((file) -> !file.toString().endsWith(".expected.jsonl")).sorted().toList();
        }
    }

    @Test
    void findsTheRunsOfRandomBooksRight() throws Exception
    {
        final long base = Long.getLong("flatbook.verify.base", 1L);
        final long seeds = Long.getLong("flatbook.verify.seeds", 10L);
        System.out.printf("verify: -Dflatbook.verify.base=%d -Dflatbook.verify.seeds=%d%n", base, seeds);
        for (long seed = base; seed < base + seeds; seed++)
        {
            final String name = "seed " + seed;
            ofRandomBook(seed).forEach((dossier) -> write(name, dossier));
        }
        allAreRight();
        assertThat(files).hasSizeGreaterThan((int)seeds);
    }

    private static List<ProvenDocument> ofRandomBook(final long seed)
    {
        final List<ProvenDocument> dossiers = new ArrayList<>();
        final RoundWatch watch = new RoundWatch(RoundWatch.ALL, NO_KEY, dossiers::add);
        final WatchedCommands[] commands = new WatchedCommands[1];
        commands[0] = new WatchedCommands(seed, (events) -> watch.listening(events, new ReplayPlace()
        {
            @Override
            public EngineView engine()
            {
                return commands[0].engine();
            }

            @Override
            public long logPosition()
            {
                return 0;
            }
        }));
        assertThat(commands[0].run(COMMANDS)).isNull();
        return dossiers;
    }

    @Test
    void findsProofsAndTheBookOfADayRight() throws Exception
    {
        final Verifier verifier = new Verifier(temporary);
        final ProvenDocument dossier = Dossiers.ofScenario("queue",
            Files.readAllLines(SCENARIOS.resolve("policy-queue.jsonl")), NO_KEY).get(0);
        final ProvenDocument day = Dossiers.dayOfScenario("day",
            Files.readAllLines(SCENARIOS.resolve("business-day.jsonl")), 20251010, NO_KEY);

        final Verifier books = Verifier.ofBooks(temporary);
        assertThat(books.check(day.text() + "\n", day.root())).as(books.output()).isZero();
        assertThat(books.output()).contains("day 20251010, 2 accounts; owed: 49800 of USD");
        assertThat(verifier.check(day.proof(2) + "\n", day.root())).as(verifier.output()).isZero();
        assertThat(verifier.check(dossier.proof(2) + "\n", dossier.root())).as(verifier.output()).isZero();
        assertThat(verifier.check(dossier.proof(2) + "\n", day.root())).isEqualTo(1);
        final ObjectNode other = Verifier.parse(dossier.proof(2)).put("id", 3);
        assertThat(verifier.check(Canonical.text(other) + "\n")).isEqualTo(1);
        final ObjectNode better = Verifier.parse(dossier.proof(2));
        ((ObjectNode)better.path("leaves").path(0)).put("rank", better.path("leaves").path(0).path("rank").asInt() + 1);
        assertThat(verifier.check(Canonical.text(better) + "\n")).isEqualTo(1);
        assertThat(verifier.check("no document\n")).isEqualTo(2);
    }

    @Test
    void checksTheProofOfADayAgainstTheRootOfTheEventAndRefusesTampering() throws Exception
    {
        final Verifier verifier = new Verifier(temporary);
        final ProvenDocument day = Dossiers.dayOfScenario("day",
            Files.readAllLines(SCENARIOS.resolve("business-day.jsonl")), 20251010, NO_KEY);
        final String dayRoot = Verifier.parse(day.text()).path("body").path("dayRoot").textValue();
        final Verifier books = Verifier.ofBooks(temporary);
        assertThat(books.check(day.text() + "\n", dayRoot)).as(books.output()).isZero();
        assertThat(verifier.check(day.proof(2) + "\n", dayRoot)).as(verifier.output()).isZero();

        final List<Consumer<ObjectNode>> forgeries = List.of(
            (proof) -> proof.put("id", 1),
            (proof) -> proof.put("salt", "00".repeat(32)),
            (proof) -> proof.putArray("leaves"),
            (proof) -> row(proof).put("rank", 1),
            (proof) -> row(proof).put("ahead", 0),
            (proof) -> row(proof).put("sum", 0),
            (proof) -> row(proof).putArray("path"),
            (proof) -> leaf(proof).put("collateral", 30_000),
            (proof) -> leaf(proof).put("equity", 30_000),
            (proof) -> leaf(proof).putArray("positions"),
            (proof) -> leaf(proof).put("hash", "00".repeat(32)),
            (proof) -> ((ArrayNode)row(proof).path("path").path(0)).set(2, 0),
            (proof) -> ((ArrayNode)proof.path("trees").path(0)).set(2, 1),
            (proof) -> ((ArrayNode)proof.path("trees").path(0)).set(3, 3));
        for (int i = 0; i < forgeries.size(); i++)
        {
            final ObjectNode proof = Verifier.parse(day.proof(2));
            forgeries.get(i).accept(proof);
            final ArrayNode rooted = proof.arrayNode().add("flatbook-day-1").add(proof.path("body"))
                .add(proof.path("trees"));
            proof.put("root", Canonical.hash(rooted));
            assertThat(verifier.check(Canonical.text(proof) + "\n", dayRoot))
                .as("forgery " + i + ": " + verifier.output()).isEqualTo(1);
        }
        final ProvenDocument keyed = Dossiers.dayOfScenario("day",
            Files.readAllLines(SCENARIOS.resolve("business-day.jsonl")), 20251010, new byte[]{1});
        assertThat(verifier.check(keyed.proof(2) + "\n", dayRoot)).isEqualTo(1);
    }

    /** Whoever runs the one of them alone must not be told that a root is right which covers other leaves. */
    @Test
    void bothVerifiersWantTheLeavesThatTheRootCovers() throws Exception
    {
        final ProvenDocument dossier = Dossiers.ofScenario("queue",
            Files.readAllLines(SCENARIOS.resolve("policy-queue.jsonl")), NO_KEY).get(0);
        final ObjectNode first = (ObjectNode)Verifier.parse(dossier.text()).path("leaves").path(0).path(0);
        assertThat(first.size()).isGreaterThan(10);
        for (final Verifier verifier : List.of(new Verifier(temporary), Verifier.ofBooks(temporary)))
        {
            for (final Iterator<String> names = first.fieldNames(); names.hasNext();)
            {
                final String name = names.next();
                final ObjectNode changed = Verifier.parse(dossier.text());
                final ObjectNode leaf = (ObjectNode)changed.path("leaves").path(0).path(0);
                if (leaf.path(name).isIntegralNumber())
                {
                    leaf.put(name, leaf.path(name).longValue() + 1);
                    assertThat(verifier.check(Canonical.text(changed) + "\n", dossier.root())).as(name).isEqualTo(1);
                }
            }
        }
    }

    private static ObjectNode row(final ObjectNode proof)
    {
        return (ObjectNode)proof.path("leaves").path(0);
    }

    private static ObjectNode leaf(final ObjectNode proof)
    {
        return (ObjectNode)row(proof).path("leaf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flatbook_verify.py", "flatbook_verify_book.py"})
    void isSmallEnoughToBeReadAndImportsOnlyTheStandardLibrary(final String script) throws IOException
    {
        final List<String> lines = Files.readAllLines(Verifier.SCRIPTS.resolve(script));

        assertThat(lines).hasSizeLessThanOrEqualTo(LINES_MAX).allMatch((line) -> line.length() <= COLUMNS_MAX);
        assertThat(lines).filteredOn((line) -> line.contains("import "))
            .isSubsetOf("import hashlib", "import json", "import sys", "from itertools import accumulate");
    }
}
