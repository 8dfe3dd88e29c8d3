package io.flatbook.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.RiskCommands;
import io.flatbook.ops.cli.ExitCode;
import io.flatbook.ops.dossier.Verifier;
import io.flatbook.testkit.ClusterExtension;
import io.flatbook.testkit.ClusterHarness;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Dossiers, proofs, audits and the book of a day are the same bytes off the logs of three nodes, and off a backup.
 */
final class DossierLogTest
{
    @RegisterExtension
    private static final ClusterExtension EXTENSION = ClusterExtension.threeNodes()
        .with("logTermLength", "1m").with("segmentLength", "1m");

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int FIRST_DAY = 20250102;
    private static final int SECOND_DAY = 20250103;
    private static final int REJOIN_PORT = 8;
    private static final long RICH = 1001;
    private static final long MAKER = 1002;
    private static final List<String[]> SOURCES = new ArrayList<>();

    @TempDir
    private static Path temporary;

    @BeforeAll
    static void trade() throws IOException
    {
        final ClusterHarness cluster = EXTENSION.cluster();
        try (Workload workload = Workload.open(cluster.ingressEndpoints()))
        {
            workload.trade(2);
            close(cluster, FIRST_DAY);
            workload.defaultRun();
            workload.trade(2);
            close(cluster, SECOND_DAY);
            workload.defaultRun();
            cluster.awaitHashes();
        }
        SOURCES.add(new String[]{"--backup", backup(cluster).toString()});
        for (int member = 0; member < cluster.members(); member++)
        {
            SOURCES.add(new String[]{"--node-dir", cluster.config(member).directory().toString()});
            cluster.stop(member);
        }
    }

    private static void close(final ClusterHarness cluster, final int date)
    {
        try (FlatbookClient risk = FlatbookClient.connect(new FlatbookClient.Context()
            .ingressEndpoints(cluster.ingressEndpoints()).risk("alice").connectTimeout(PATIENCE)))
        {
            assertThat(risk.submit(RiskCommands.closeBusinessDay(date), PATIENCE).isAccepted()).isTrue();
        }
    }

    private static Path backup(final ClusterHarness cluster) throws IOException
    {
        final String first = cluster.ingressEndpoints().split(",")[0];
        final int basePort = Integer.parseInt(first.substring(first.lastIndexOf(':') + 1)) - 1;
        final Path config = Files.writeString(temporary.resolve("node.properties"), "clusterName=test\n" +
            "hosts=localhost,localhost,localhost\nsegmentLength=1m\nbasePort=" + basePort + "\n");
        final Path backup = Files.createDirectories(temporary.resolve("backup"));
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("backup", "run", backup.toString(), "--config", config.toString(), "--once", "--port",
            Integer.toString(basePort + REJOIN_PORT))).as(cli.err()).isEqualTo(ExitCode.OK);
        return backup;
    }

    /** What a verb prints, the same whatever log it is made off. */
    private static String theSameFromAll(final String... verb)
    {
        final Set<String> all = new TreeSet<>();
        for (final String[] source : SOURCES)
        {
            final OfflineCli cli = new OfflineCli(temporary);
            assertThat(cli.run(with(source, verb))).as(cli.err()).isEqualTo(ExitCode.OK);
            all.add(cli.out());
        }
        assertThat(SOURCES).hasSize(4);
        assertThat(all).hasSize(1);
        return all.iterator().next();
    }

    private static String[] with(final String[] source, final String... verb)
    {
        final List<String> arguments = new ArrayList<>(List.of(verb));
        arguments.addAll(List.of(source));
        return arguments.toArray(new String[0]);
    }

    @Test
    void aDossierHasTheRunAndItsLogPosition() throws IOException
    {
        final JsonNode dossier = MAPPER.readTree(theSameFromAll("dossier", "1"));

        assertThat(dossier.path("body").path("run").asLong()).isEqualTo(1);
        assertThat(dossier.path("body").path("logPosition").asLong()).isPositive();
        assertThat(dossier.path("leaves").path(0)).isNotEmpty();
        assertThat(MAPPER.readTree(theSameFromAll("dossier", "2")).path("root")).isNotEqualTo(dossier.path("root"));
    }

    @Test
    void aProofLeadsToTheRootOfTheDossierAndShowsOneLeaf() throws IOException
    {
        final JsonNode dossier = MAPPER.readTree(theSameFromAll("dossier", "1"));
        final JsonNode proof =
            MAPPER.readTree(theSameFromAll("dossier", "proof", "1", Long.toString(RICH)));

        assertThat(proof.path("root")).isEqualTo(dossier.path("root"));
        assertThat(proof.path("leaves")).hasSize(1);
        assertThat(dossier.path("leaves").path(0)).contains(proof.path("leaves").path(0).path("leaf"));
    }

    @Test
    void theBookOfADayHasALeafForEveryAccount() throws IOException
    {
        final JsonNode day = MAPPER.readTree(theSameFromAll("dossier", "day", Integer.toString(SECOND_DAY)));
        final JsonNode proof = MAPPER.readTree(theSameFromAll(
            "dossier", "day", Integer.toString(SECOND_DAY), "--account", Long.toString(MAKER)));

        assertThat(day.path("leaves").path(0)).hasSize(3).contains(proof.path("leaves").path(0).path("leaf"));
        assertThat(proof.path("root")).isEqualTo(day.path("root"));
    }

    @Test
    void whatOtherRulesWouldHaveDoneIsTheSameOffEveryLog() throws IOException
    {
        final JsonNode runs =
            MAPPER.readTree(theSameFromAll("-o", "json", "log", "what-if", "--policy", "all")).path("runs");

        assertThat(runs.findValuesAsText("rules")).hasSize(8).startsWith("as it was", "QUEUE", "PRO_RATA");
        for (int i = 0; i < runs.size(); i += 4)
        {
            assertThat(runs.path(i).path("deficit").asText()).isEqualTo(runs.path(i + 1).path("deficit").asText());
            assertThat(runs.path(i).path("run").asLong()).isEqualTo(1 + i / 4);
        }
        final JsonNode second = MAPPER.readTree(theSameFromAll(
            "-o", "json", "log", "what-if", "--policy", "QUEUE", "--run", "2")).path("runs");
        assertThat(second).containsExactly(runs.path(4), runs.path(5));
    }

    @Test
    void aVerbIsAnsweredWithTheBookAsItWasBeforeARunAndAfterIt() throws IOException
    {
        final JsonNode body = MAPPER.readTree(theSameFromAll("dossier", "1")).path("body");
        final long position = body.path("logPosition").asLong();
        final JsonNode before = accountAt(RICH, position - 1);
        final JsonNode after = accountAt(RICH, position);

        assertThat(before.findValuesAsText("account")).containsOnly(Long.toString(RICH));
        assertThat(after.path("positions")).isNotEqualTo(before.path("positions"));
        assertThat(after.path("logPosition").asLong()).isEqualTo(position);
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("log", "replay", SOURCES.get(1)[1], "--ask", "fund withdraw USD 1"))
            .isNotEqualTo(ExitCode.OK);
    }

    private static JsonNode accountAt(final long account, final long position) throws IOException
    {
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run("-o", "json", "log", "replay", SOURCES.get(1)[1], "--to-position", Long.toString(position),
            "--ask", "positions --account " + account)).as(cli.err()).isEqualTo(ExitCode.OK);
        return MAPPER.readTree(cli.out());
    }

    @Test
    void theAuditOfADayBeginsAfterTheDayBeforeAndIsWhole() throws IOException
    {
        final Set<String> texts = new TreeSet<>();
        for (final String[] source : SOURCES)
        {
            final Path file = temporary.resolve("audit.jsonl");
            final OfflineCli cli = new OfflineCli(temporary);
            assertThat(cli.run(with(source, "audit", "export", Integer.toString(SECOND_DAY), file.toString())))
                .as(cli.err()).isEqualTo(ExitCode.OK);
            texts.add(Files.readString(file));
            assertThat(cli.run("audit", "verify", file.toString())).as(cli.err()).isEqualTo(ExitCode.OK);
        }

        assertThat(texts).hasSize(1);
        final List<String> lines = texts.iterator().next().lines().toList();
        assertThat(lines.get(0)).contains("\"after\":" + FIRST_DAY);
        assertThat(lines.get(1)).contains("\"command\":\"OpenAccount\"").contains("\"reason\":\"NONE\"");
        assertThat(lines).filteredOn((line) -> line.contains("\"event\":\"PositionOffset\"")).hasSize(1);
        assertThat(lines).anyMatch((line) -> line.contains("\"reason\":\"SAME_ACCOUNT\""));
        assertThat(lines.get(lines.size() - 1)).contains("\"kind\":\"end\"");
        for (final int cut : new int[]{0, 1, lines.size() / 2, lines.size() - 1})
        {
            final List<String> rest = new ArrayList<>(lines);
            rest.remove(cut);
            final Path file = Files.write(temporary.resolve("cut.jsonl"), rest);
            assertThat(new OfflineCli(temporary).run("audit", "verify", file.toString())).as("line %d", cut)
                .isEqualTo(ExitCode.FAILURE);
        }
    }

    @Test
    @Tag("python")
    void theVerifierInPythonFindsAllOfThemRight() throws IOException, InterruptedException
    {
        final String day = Integer.toString(SECOND_DAY);
        final Path audit = temporary.resolve("whole.jsonl");
        final OfflineCli cli = new OfflineCli(temporary);
        assertThat(cli.run(with(SOURCES.get(1), "audit", "export", day, audit.toString()))).as(cli.err())
            .isEqualTo(ExitCode.OK);
        final Verifier verifier = new Verifier(temporary);

        final Path run = Files.writeString(temporary.resolve("run.json"), theSameFromAll("dossier", "2"));
        final Path book = Files.writeString(temporary.resolve("day.json"), theSameFromAll("dossier", "day", day));

        final int exitCode = verifier.checkAll(List.of(audit, run,
            Files.writeString(temporary.resolve("proof.json"),
                theSameFromAll("dossier", "proof", "2", Long.toString(RICH)))));

        assertThat(exitCode).as(verifier.output()).isZero();
        assertThat(verifier.output().lines()).hasSize(3);
        final Verifier books = Verifier.ofBooks(temporary);
        assertThat(books.checkAll(List.of(run, book))).as(books.output()).isZero();
    }

    @Test
    void whatTheLogDoesNotHoldIsNotFound()
    {
        final String[] source = SOURCES.get(1);

        assertThat(new OfflineCli(temporary).run(with(source, "dossier", "9"))).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(new OfflineCli(temporary).run(with(source, "dossier", "proof", "1", "9")))
            .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(new OfflineCli(temporary).run(with(source, "dossier", "day", "20250104")))
            .isEqualTo(ExitCode.NOT_FOUND);
        assertThat(new OfflineCli(temporary).run(with(source, "audit", "export", "20250104",
            temporary.resolve("none.jsonl").toString()))).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(new OfflineCli(temporary).run("dossier", "1")).isEqualTo(ExitCode.USAGE);
        assertThat(new OfflineCli(temporary).run("dossier")).isEqualTo(ExitCode.USAGE);
    }
}
