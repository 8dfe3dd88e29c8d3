package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The verifier in Python refuses what was tampered with, even by a forger who makes all hashes fit again. Wants
 * python3.
 */
@Tag("python")
final class TamperingTest
{
    private static final int KINDS_MIN = 20;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String HAIRCUT = "surcharge-then-haircut";
    private static final String QUEUE = "policy-queue";
    /** What a run decided; the rest is what it was computed from. */
    private static final List<String> OUTCOMES = List.of("lotsToClose", "closedLots", "choice", "surchargeDue",
        "surcharge", "gain", "headroom", "score", "group", "taken", "credited", "drawn", "gave", "kept", "deficit",
        "ownAccounts", "fund", "uncollected", "haircut", "houseDeficit", "closeOutFee", "debtRepaid", "equityAfter");

    @TempDir
    private Path temporary;

    /** A kind of tampering, and the scenario whose first run suffers it. */
    private record Kind(String name, String scenario, Consumer<ObjectNode> tampering)
    {
    }

    private static Kind of(final String name, final String scenario, final Consumer<ObjectNode> tampering)
    {
        return new Kind(name, scenario, tampering);
    }

    private static List<Kind> tamperings()
    {
        final List<Kind> all = new ArrayList<>();
        ofTheOrder(all);
        ofThePayments(all);
        ofTheDefaulter(all);
        return all;
    }

    private static void ofTheOrder(final List<Kind> all)
    {
        all.add(of("a lot moved from one to another", QUEUE, (d) ->
        {
            add(leaf(d, 0), "closedLots", -1);
            add(leaf(d, 1), "closedLots", 1);
        }));
        all.add(of("two ranks swapped", QUEUE, (d) -> swap(leaves(d))));
        all.add(of("two choices swapped", HAIRCUT, (d) ->
        {
            final int first = leaf(d, 0).path("choice").intValue();
            leaf(d, 0).put("choice", leaf(d, 1).path("choice").intValue());
            leaf(d, 1).put("choice", first);
        }));
        all.add(of("the first candidate left out", QUEUE, (d) -> leaves(d).remove(0)));
        all.add(of("the last candidate left out", QUEUE, (d) -> leaves(d).remove(leaves(d).size() - 1)));
        all.add(of("an account added", QUEUE, (d) ->
        {
            final String hash = "00".repeat(32);
            ((ArrayNode)d.path("body").path("accounts")).add(hash);
            leaves(d).add(leaf(d, leaves(d).size() - 1).deepCopy()
                .put("account", d.path("body").path("accounts").size() - 1).put("hash", hash));
        }));
        all.add(of("an account twice", QUEUE, (d) -> leaves(d).add(leaf(d, 0).deepCopy())));
        all.add(of("the leaf of another account", QUEUE,
            (d) -> leaf(d, 0).put("hash", leaf(d, 1).path("hash").asText())));
        all.add(of("the cost that a score is made of", QUEUE, (d) -> add(leaf(d, 0), "cost", -1_000)));
        all.add(of("the equity that a score is made of", QUEUE, (d) -> add(leaf(d, 0), "equity", 1_000)));
        all.add(of("a score", QUEUE, (d) -> add(leaf(d, leaves(d).size() - 1), "score", -1)));
        all.add(of("the lots of a candidate", QUEUE, (d) -> add(leaf(d, leaves(d).size() - 1), "lots", -1)));
        all.add(of("a candidate called a defaulter", QUEUE, (d) -> leaf(d, 0).put("defaulted", true).put("group", 4)));
        all.add(of("the policy", QUEUE, (d) -> body(d, "instruments", 0).put("policy", "WATERFILL")));
    }

    private static void ofThePayments(final List<Kind> all)
    {
        all.add(of("a surcharge", HAIRCUT, (d) -> add(leaf(d, 0), "surcharge", -1)));
        all.add(of("a surcharge moved to another", HAIRCUT, (d) ->
        {
            add(leaf(d, 0), "surcharge", -1);
            add(leaf(d, 1), "surcharge", 1);
        }));
        all.add(of("a surcharge due", HAIRCUT, (d) -> add(leaf(d, 0), "surchargeDue", -1)));
        all.add(of("the headroom of one who shall pay less", HAIRCUT, (d) -> leaf(d, 0).put("headroom", 0)));
        all.add(of("the maintenance of one who shall pay less", HAIRCUT,
            (d) -> leaf(d, 0).put("otherMaintenance", 1_000_000)));
        all.add(of("the mark", HAIRCUT, (d) -> add(body(d, "instruments", 0), "mark", 1)));
        all.add(of("the fund's share", HAIRCUT, (d) ->
        {
            add((ObjectNode)d.path("body").path("fund").path("runs").path(0), "drawn", -100);
            add(totals(d), "fund", -100);
        }));
        all.add(of("the fund's balance", HAIRCUT, (d) -> add((ObjectNode)d.path("body").path("fund"), "balance", -1)));
        all.add(of("a haircut moved to another", HAIRCUT, (d) ->
        {
            add((ObjectNode)winners(d).path(0), "taken", -1);
            add((ObjectNode)winners(d).path(1), "taken", 1);
        }));
        all.add(of("a winner left out of the haircut", HAIRCUT, (d) -> winners(d).remove(1)));
        all.add(of("a haircut moved to the house", HAIRCUT, (d) ->
        {
            add(totals(d), "haircut", -100);
            add(totals(d), "houseDeficit", 100);
        }));
    }

    private static void ofTheDefaulter(final List<Kind> all)
    {
        all.add(of("the defaulter's collateral", HAIRCUT, (d) -> add((ObjectNode)d.path("body"), "collateral", 1)));
        all.add(of("a smaller deficit", HAIRCUT, (d) -> add(totals(d), "deficit", -1)));
        all.add(of("a defaulter who keeps something", HAIRCUT, (d) -> add(totals(d), "equityAfter", 1)));
        all.add(of("a leg that stays open", QUEUE, (d) -> add(body(d, "legs", 0), "lotsAfter", 1)));
        all.add(of("a leg to be closed in part", QUEUE, (d) -> add(body(d, "legs", 0), "lotsToClose", -1)));
        all.add(of("what an own account gave", "own-accounts", (d) -> add(body(d, "collections", 0), "gave", -1)));
        all.add(of("an own account left out", "own-accounts",
            (d) -> ((ArrayNode)d.path("body").path("collections")).remove(0)));
        all.add(of("the fee", "close-out-fee", (d) ->
        {
            add(totals(d), "closeOutFee", 1);
            add(totals(d), "equityAfter", -1);
        }));
    }

    @Test
    void everyKindIsRefusedThoughAllHashesFit() throws Exception
    {
        final List<Kind> kinds = tamperings();
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(KINDS_MIN);
        allAreRefused(new Verifier(temporary), kinds, Verifier::sealed);
    }

    @Test
    void everyKindIsRefusedBecauseTheHashesDoNotFit() throws Exception
    {
        allAreRefused(new Verifier(temporary), tamperings(), (document) -> Canonical.text(document) + "\n");
    }

    @Test
    void aForgedMarginIsRefusedByTheVerifierOfBooks() throws Exception
    {
        allAreRefused(Verifier.ofBooks(temporary), List.of(
            new Kind("what a candidate keeps", HAIRCUT, (d) ->
            {
                add(leaf(d, 0), "restMaintenance", 1);
                add(leaf(d, 0), "headroom", -1);
            }),
            new Kind("what the deficit is shared by", HAIRCUT, (d) -> add(body(d, "legs", 0), "weight", 1)),
            new Kind("the margin of what is left of a leg", "least",
                (d) -> add(body(d, "legs", 0), "maintenanceAfter", 1)),
            new Kind("more closed than is needed", "least", (d) -> add(body(d, "legs", 0), "lotsToClose", 1)),
            new Kind("less closed than is needed", "least", (d) -> add(body(d, "legs", 0), "lotsToClose", -1)),
            new Kind("the rates", "least", (d) -> ((ArrayNode)body(d, "instruments", 0).path("margin").path("tiers"))
                .set(0, JSON.arrayNode().add(0).add(1_000_000).add(1_000_000)))), Verifier::sealed);
    }

    private void allAreRefused(final Verifier verifier, final List<Kind> kinds, final Function<ObjectNode, String> seal)
        throws Exception
    {
        final List<Path> right = new ArrayList<>();
        final List<Path> wrong = new ArrayList<>();
        for (final Kind kind : kinds)
        {
            final ObjectNode document = Verifier.dossier(kind.scenario());
            right.add(Files.writeString(temporary.resolve("right: " + kind.name()), Verifier.sealed(document)));
            kind.tampering().accept(document);
            wrong.add(Files.writeString(temporary.resolve("wrong: " + kind.name()), seal.apply(document)));
        }
        assertThat(verifier.checkAll(right)).as(verifier.output()).isZero();
        assertThat(verifier.checkAll(wrong)).isEqualTo(1);
        assertThat(verifier.output().lines()).hasSize(kinds.size()).allMatch((line) -> line.startsWith("wrong: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {HAIRCUT, QUEUE, "own-accounts", "policy-waterfill", "least"})
    void everyFigureOfWhatCameOutIsHeldToTheLastUnit(final String scenario) throws Exception
    {
        final ObjectNode document = Verifier.dossier(scenario);
        final List<ObjectNode> holders = new ArrayList<>();
        collect(document.path("leaves"), holders);
        collect(document.path("body"), holders);
        final List<Path> files = new ArrayList<>();
        for (final ObjectNode holder : holders)
        {
            for (final String name : OUTCOMES)
            {
                if (holder.path(name).isIntegralNumber())
                {
                    add(holder, name, 1);
                    files.add(Files.writeString(
                        temporary.resolve(files.size() + "-" + name), Verifier.sealed(document)));
                    add(holder, name, -1);
                }
            }
        }

        final Verifier verifier = new Verifier(temporary);
        assertThat(verifier.checkAll(files)).isEqualTo(1);
        assertThat(verifier.output().lines()).hasSize(files.size()).hasSizeGreaterThan(20)
            .allMatch((line) -> line.startsWith("wrong: "));
    }

    private static void collect(final JsonNode node, final List<ObjectNode> holders)
    {
        if (node.isObject())
        {
            holders.add((ObjectNode)node);
        }
        node.forEach((child) -> collect(child, holders));
    }

    static List<Arguments> auditTamperings()
    {
        return List.of(
            auditOf("an event cut out", (lines) -> lines.remove(3)),
            auditOf("a command cut out", (lines) -> lines.remove(1)),
            auditOf("the beginning cut off", (lines) -> lines.remove(0)),
            auditOf("the end cut off", (lines) -> lines.remove(lines.size() - 1)),
            auditOf("the first event of the day cut out, and the counts made to fit", (lines) ->
            {
                lines.remove(2);
                lines.get(lines.size() - 1).put("events", 2);
            }),
            auditOf("a line of a kind that does not exist", (lines) ->
                lines.add(2, JSON.objectNode().put("kind", "note"))),
            auditOf("a command as an event of nobody", (lines) ->
            {
                final ObjectNode event = lines.get(3).put("kind", "command").put("commandId", 2)
                    .put("firstEventSequence", 2);
                event.putNull("principal");
                lines.get(lines.size() - 1).put("commands", 2).put("events", 2);
            }),
            auditOf("an event before all others, after which any can follow", (lines) ->
            {
                lines.set(1, lines.get(2).deepCopy());
                ((ObjectNode)lines.get(1).at("/fields/header")).put("eventSequence", -1);
                ((ObjectNode)lines.get(2).at("/fields/header")).put("eventSequence", 77);
                lines.subList(3, 5).clear();
                lines.get(3).put("commands", 0).put("events", 2);
            }),
            auditOf("a command with the number 0", (lines) -> lines.get(1).put("commandId", 0)),
            auditOf("a command without a number", (lines) -> lines.get(1).remove("commandId")),
            auditOf("an event without a header", (lines) -> ((ObjectNode)lines.get(2).get("fields")).remove("header")),
            auditOf("a day without a date", (lines) -> lines.get(lines.size() - 1).remove("date")),
            auditOf("an event added", (lines) -> lines.add(3, lines.get(2).deepCopy())),
            auditOf("two events swapped", (lines) -> lines.add(2, lines.remove(3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("auditTamperings")
    void anAuditIsRefusedThoughItIsChainedAnew(final String name, final Consumer<List<ObjectNode>> tampering)
        throws Exception
    {
        final Verifier verifier = new Verifier(temporary);
        final List<ObjectNode> lines = audit();
        assertThat(verifier.check(chained(lines))).as("as it was: %s", verifier.output()).isZero();

        tampering.accept(lines);

        assertThat(verifier.check(chained(lines))).as("%s: %s", name, verifier.output()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("chainedLines")
    void anAuditIsRefusedIfOneOfItsLinesIsChanged(final int line) throws Exception
    {
        final List<String> lines = new ArrayList<>(chained(audit()).lines().toList());
        final ObjectNode changed = Verifier.parse(lines.get(line));
        ((ObjectNode)changed.path("line")).put("more", 1);
        lines.set(line, Canonical.text(changed));

        assertThat(new Verifier(temporary).check(String.join("\n", lines) + "\n")).isEqualTo(1);
    }

    static List<Integer> chainedLines()
    {
        return List.of(0, 1, 4, 5);
    }

    private static List<ObjectNode> audit()
    {
        final List<ObjectNode> lines = new ArrayList<>();
        lines.add(JSON.objectNode().put("kind", "begin").put("after", 0).put("logPosition", 0));
        lines.add(JSON.objectNode().put("kind", "command").put("principal", "gateway/a").put("commandId", 1)
            .put("firstEventSequence", 1));
        for (int sequence = 1; sequence <= 3; sequence++)
        {
            final ObjectNode event = JSON.objectNode().put("kind", "event").put("event", "AccountOpened");
            event.putObject("fields").putObject("header").put("eventSequence", sequence);
            lines.add(event);
        }
        lines.add(JSON.objectNode().put("kind", "end").put("date", 20250102).put("commands", 1).put("events", 3));
        return lines;
    }

    private static String chained(final List<ObjectNode> lines)
    {
        final StringBuilder text = new StringBuilder();
        String head = ChainedLines.START;
        for (int i = 0; i < lines.size(); i++)
        {
            head = ChainedLines.hash(head, i + 1, lines.get(i));
            final ObjectNode chained = JSON.objectNode().put("hash", head).put("n", i + 1);
            chained.set("line", lines.get(i));
            text.append(Canonical.text(chained)).append('\n');
        }
        return text.toString();
    }

    private static Arguments auditOf(final String name, final Consumer<List<ObjectNode>> tampering)
    {
        return arguments(name, tampering);
    }

    private static ArrayNode leaves(final JsonNode document)
    {
        return (ArrayNode)document.path("leaves").path(0);
    }

    private static ObjectNode leaf(final JsonNode document, final int i)
    {
        return (ObjectNode)leaves(document).path(i);
    }

    private static ObjectNode body(final JsonNode document, final String name, final int i)
    {
        return (ObjectNode)document.path("body").path(name).path(i);
    }

    private static ObjectNode totals(final JsonNode document)
    {
        return (ObjectNode)document.path("body").path("totals");
    }

    private static ArrayNode winners(final JsonNode document)
    {
        return (ArrayNode)document.path("body").path("haircut").path("sides").path(0).path("winners");
    }

    private static void add(final ObjectNode object, final String name, final long more)
    {
        object.put(name, object.path(name).longValue() + more);
    }

    private static void swap(final ArrayNode rows)
    {
        final JsonNode first = rows.remove(0);
        rows.insert(1, first);
    }
}
