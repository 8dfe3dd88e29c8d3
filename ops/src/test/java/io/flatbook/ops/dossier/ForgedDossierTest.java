package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forgeries that took thought: what was changed fits together, and yet the verifiers find it out. Wants python3.
 */
@Tag("python")
final class ForgedDossierTest
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);
    private static final String HAIRCUT = "surcharge-then-haircut";

    @TempDir
    private Path temporary;

    private static ObjectNode at(final JsonNode document, final String pointer)
    {
        return (ObjectNode)document.at(pointer);
    }

    private static ArrayNode listAt(final JsonNode document, final String pointer)
    {
        return (ArrayNode)document.at(pointer);
    }

    private void isFoundOut(final String scenario, final String why, final Consumer<ObjectNode> forgery)
        throws Exception
    {
        final ObjectNode document = Verifier.dossier(scenario);
        forgery.accept(document);
        final Verifier verifier = new Verifier(temporary);
        assertThat(verifier.check(Verifier.sealedIfPossible(document))).as(verifier.output()).isEqualTo(1);
        assertThat(verifier.output()).startsWith("wrong: ").contains(why);
    }

    @Test
    void candidatesAreNotLeftOutWithTheirTree() throws Exception
    {
        final ObjectNode document = Verifier.dossier(HAIRCUT);
        document.set("leaves", JSON.arrayNode());

        final Verifier verifier = new Verifier(temporary);
        assertThat(verifier.check(Canonical.text(document) + "\n")).as(verifier.output()).isEqualTo(1);
        assertThat(verifier.output()).contains("the leaves of a tree are missing");
    }

    @Test
    void aCandidateIsNotHiddenAmongTheOwnersLots() throws Exception
    {
        isFoundOut(HAIRCUT, "own lots are left though there is a deficit", (document) ->
        {
            final ObjectNode leaf = (ObjectNode)listAt(document, "/leaves/0").get(2);
            at(document, "/body/legs/0").put("ownLots", Math.abs(leaf.get("lots").longValue()));
            listAt(document, "/leaves/0").remove(2);
        });
    }

    @Test
    void anAccountHasOnePlace() throws Exception
    {
        isFoundOut("policy-queue", "is no place", (document) ->
        {
            final int accounts = document.at("/body/accounts").size();
            listAt(document, "/leaves/0").forEach((leaf) ->
                ((ObjectNode)leaf).put("account", leaf.get("account").intValue() - accounts));
        });
    }

    @Test
    void aHaircutIsNotLeftToTheHouse() throws Exception
    {
        isFoundOut(HAIRCUT, "a side is missing", (document) ->
        {
            letTheHousePay(document);
            at(document, "/body/haircut/runs/0").put("credited", 0);
        });
    }

    @Test
    void aWinnerIsNotSparedTheHaircut() throws Exception
    {
        isFoundOut(HAIRCUT, "a winner is missing", (document) ->
        {
            listAt(document, "/body/haircut/sides/0/winners").remove(0);
            final ObjectNode first = at(document, "/body/haircut/sides/0/winners/0");
            first.put("taken", 800 * 4 / 74);
            at(document, "/body/haircut/sides/0/winners/1").put("taken", 800 - 800 * 4 / 74);
        });
    }

    @Test
    void whatAWinnerGaveIsWhatItsPairsPaid() throws Exception
    {
        isFoundOut(HAIRCUT, "does not follow", (document) ->
            at(document, "/body/haircut/accounts/0").put("given", 0));
    }

    @Test
    void theLastUnitOfAHaircutStaysWithItsWinner() throws Exception
    {
        isFoundOut(HAIRCUT, "not in order of account", (document) ->
        {
            final ArrayNode winners = listAt(document, "/body/haircut/sides/0/winners");
            winners.insert(0, winners.remove(2));
            final long[] weights = {7_000, 10_200, 400};
            long until = 0;
            for (int i = 0; i < weights.length; i++)
            {
                ((ObjectNode)winners.get(i)).put("taken",
                    800 * (until + weights[i]) / 17_600 - 800 * until / 17_600);
                until += weights[i];
            }
        });
    }

    @Test
    void aPolicyHasAName() throws Exception
    {
        isFoundOut(HAIRCUT, "is no QUEUE,PRO_RATA,WATERFILL", (document) ->
            at(document, "/body/instruments/0").put("policy", "FAIR"));
    }

    @Test
    void whatIsNotChosenPaysNothing() throws Exception
    {
        isFoundOut("policy-queue", "missing or too many", (document) ->
        {
            final ArrayNode leaves = listAt(document, "/leaves/0");
            ((ObjectNode)leaves.get(leaves.size() - 1)).put("surcharge", 1_000_000);
        });
    }

    @Test
    void theLastUnitOfACollectionStaysWithItsAccount() throws Exception
    {
        isFoundOut("own-accounts", "a collection is wrong", (document) ->
        {
            final ArrayNode rows = listAt(document, "/body/collections");
            ((ObjectNode)rows.get(0)).put("gave", rows.get(0).get("gave").longValue() - 1);
            ((ObjectNode)rows.get(1)).put("gave", rows.get(1).get("gave").longValue() + 1);
        });
    }

    @Test
    void drawsOnTheFundComeByRun() throws Exception
    {
        isFoundOut("shared-fund", "not in order of run", (document) ->
        {
            final ArrayNode runs = listAt(document, "/body/fund/runs");
            runs.add(runs.remove(0));
        });
    }

    private static void letTheHousePay(final ObjectNode document)
    {
        at(document, "/body/haircut").putArray("sides");
        final ObjectNode totals = at(document, "/body/totals");
        totals.set("houseDeficit", totals.get("haircut"));
        totals.put("haircut", 0);
    }

    @Test
    void aRunChargesTheSidesOfItsLegsAndHasItsPartInTheHaircut() throws Exception
    {
        isFoundOut(HAIRCUT, "a side is not charged", (document) ->
        {
            letTheHousePay(document);
            at(document, "/body/haircut/runs/0").put("credited", 0).putArray("sides");
        });
        isFoundOut(HAIRCUT, "the haircut is not of its run", (document) ->
        {
            letTheHousePay(document);
            at(document, "/body/haircut").putArray("runs");
        });
        isFoundOut(HAIRCUT, "a haircut is of another round", (document) ->
            listAt(document, "/body/haircut/runs").addObject().put("run", 9).put("uncollected", 1).put("credited", 0)
                .putArray("sides"));
        isFoundOut(HAIRCUT, "a giver is missing", (document) ->
            listAt(document, "/body/haircut/accounts").remove(1));
    }

    @Test
    void hedgesAreToldIfTheyAreSparedAndOnlyThen() throws Exception
    {
        isFoundOut("policy-queue", "what hedges a candidate is missing, or is not asked for", (document) ->
            ((ObjectNode)listAt(document, "/leaves/0").get(0)).put("valueAtFreeze", 0).putNull("hedge"));
    }

    @Test
    void aRoundThatNobodyCanWriteDownIsRefusedAtOnce() throws Exception
    {
        isFoundOut("policy-queue", "the run is not of its round", (document) ->
            at(document, "/body").putArray("round").add(1).add(1_000_000_000_000L));
    }

    @Test
    void aRightDocumentIsRightWhateverCharactersItsTextsHold() throws Exception
    {
        final ObjectNode document = Verifier.dossier("policy-queue");
        at(document, "/body/instruments/0").put("symbol", "A\u2028B\u2029C\\n\"");
        final Verifier verifier = new Verifier(temporary);
        assertThat(verifier.check(Verifier.sealed(document))).as(verifier.output()).isZero();

        final Path audit = temporary.resolve("audit");
        try (ChainedLines lines = new ChainedLines(audit))
        {
            lines.add(JSON.objectNode().put("kind", "begin").put("after", 0));
            lines.add(JSON.objectNode().put("kind", "command").put("principal", "risk/a").put("commandId", 1)
                .put("firstEventSequence", 1).put("symbol", "\b\t\n\f\r\0\\n \u2028 \u0085"));
            lines.add(JSON.objectNode().put("kind", "end").put("date", 20250102).put("commands", 1).put("events", 0));
        }
        assertThat(AuditCheck.check(audit)).hasSize(64);
        assertThat(verifier.checkAll(List.of(audit))).as(verifier.output()).isZero();
    }

    @Test
    void aProofShowsOneLeafOfEachTreeAndNothingBeside() throws Exception
    {
        final Path file = Path.of("..", "scenarios", "policy-queue.jsonl");
        final ProvenDocument right = Dossiers.ofScenario("queue", Files.readAllLines(file), new byte[0]).get(0);
        final List<Consumer<ObjectNode>> forgeries = List.of(
            (proof) -> proof.put("note", 1),
            (proof) -> proof.put("format", "flatbook-dossier-1-proof-proof"),
            (proof) -> listAt(proof, "/leaves").add(proof.at("/leaves/0").deepCopy()),
            (proof) -> listAt(proof, "/leaves/0/path/0").add(1),
            (proof) -> listAt(proof, "/leaves/0/path/0").set(0, JSON.textNode("above")),
            (proof) -> at(proof, "/leaves/0").put("tree", -1),
            (proof) -> at(proof, "/leaves/0").put("note", 1));
        for (int i = 0; i < forgeries.size(); i++)
        {
            final ObjectNode proof = Verifier.parse(right.proof(3));
            forgeries.get(i).accept(proof);
            final Verifier verifier = new Verifier(temporary);
            assertThat(verifier.check(Canonical.text(proof) + "\n")).as("forgery " + i + ": " + verifier.output())
                .isEqualTo(1);
        }
    }

    @Test
    void theProofOfADayHasTheLeafOfADay() throws Exception
    {
        final Path file = Path.of("..", "scenarios", "business-day.jsonl");
        final ObjectNode proof = Verifier.parse(
            Dossiers.dayOfScenario("day", Files.readAllLines(file), 20251010, new byte[0]).proof(2));
        // An exchange that owes 25,900 puts a leaf into the tree that adds nothing to what it owes.
        final ObjectNode row = at(proof, "/leaves/0").put("sum", 0).put("rank", 1).put("ahead", 0);
        final ObjectNode leaf = ((ObjectNode)row.get("leaf")).put("lots", 0);
        row.putArray("path");
        listAt(proof, "/trees").removeAll().add(JSON.arrayNode().add(1)
            .addAll(new SumTree(List.of(leaf), List.of(BigInteger.ZERO)).root()));
        proof.put("root", Canonical.hash(JSON.arrayNode().add("flatbook-day-1").add(proof.get("body"))
            .add(proof.get("trees"))));

        final Verifier verifier = new Verifier(temporary);
        assertThat(verifier.check(Canonical.text(proof) + "\n")).as(verifier.output()).isEqualTo(1);
        assertThat(verifier.output()).contains("missing or too many: ['lots']");
    }

    @Test
    void theBookOfADayHasEveryAccountOnceAndEveryTree() throws Exception
    {
        final Path file = Path.of("..", "scenarios", "business-day.jsonl");
        final String right = Dossiers.dayOfScenario("day", Files.readAllLines(file), 20251010, new byte[0]).text();
        final Verifier books = Verifier.ofBooks(temporary);
        final List<Consumer<ObjectNode>> forgeries = List.of(
            (day) -> day.set("leaves", JSON.arrayNode()),
            (day) -> at(day, "/leaves/0/0").put("account", 1),
            (day) -> at(day, "/leaves/0/0").put("account", -2),
            (day) -> at(day, "/leaves/0/0").put("note", 1),
            (day) -> listAt(day, "/body/accounts").add("00".repeat(32)),
            (day) -> listAt(day, "/leaves/0").insert(0, listAt(day, "/leaves/0").remove(1)),
            (day) -> listAt(day, "/leaves/0/0/positions").add(JSON.arrayNode().add(1).add(0).add(0)),
            (day) -> at(day, "/body/assets/0").put("symbol", "USD\nright: other.json: day 1"),
            (day) -> at(day, "/body/assets/0").put("fees", BEYOND),
            (day) -> day.put("note", 1));
        for (int i = 0; i < forgeries.size(); i++)
        {
            final ObjectNode day = Verifier.parse(right);
            ((ObjectNode)day.get("body")).remove("dayRoot");
            forgeries.get(i).accept(day);
            final boolean isSealed = !day.get("leaves").isEmpty();
            final int code = books.check(isSealed ? Verifier.sealed(day) : Canonical.text(day) + "\n");
            assertThat(books.output().lines()).as("forgery " + i).hasSize(1);
            assertThat(code).as("forgery " + i + ": " + books.output()).isEqualTo(i == 7 ? 0 : 1);
        }
    }
}
