package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    private static final String HAIRCUT = "surcharge-then-haircut";

    @TempDir
    private Path temporary;

    static ObjectNode at(final JsonNode document, final String pointer)
    {
        return (ObjectNode)document.at(pointer);
    }

    static ArrayNode listAt(final JsonNode document, final String pointer)
    {
        return (ArrayNode)document.at(pointer);
    }

    private void isFoundOut(final String scenario, final String why, final Consumer<ObjectNode> forgery)
        throws Exception
    {
        isFoundOut(Verifier.dossier(scenario), why, forgery);
    }

    private void isFoundOut(final ObjectNode document, final String why, final Consumer<ObjectNode> forgery)
        throws Exception
    {
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
    void aHaircutOfSeveralRunsIsCreditedToEachByWhatItLacks() throws Exception
    {
        // Without the fund both runs of the round lack something after the surcharges.
        final Path file = Path.of("..", "scenarios", "order-of-events.jsonl");
        final List<String> lines = Files.readAllLines(file).stream()
            .filter((line) -> !line.contains("fundInsurance")).toList();
        for (int run = 0; run < 2; run++)
        {
            final ProvenDocument right = Dossiers.ofScenario("no-fund", lines, new byte[0]).get(run);
            final Verifier verifier = new Verifier(temporary);
            assertThat(verifier.check(Verifier.sealed(Verifier.parse(right.text())))).as(verifier.output()).isZero();

            final String other = "/body/haircut/runs/" + (1 - run);
            isFoundOut(Verifier.parse(right.text()), "the haircut is not of its run", (document) ->
                credit(at(document, other), 1));
            final String own = "/body/haircut/runs/" + run;
            isFoundOut(Verifier.parse(right.text()), "the haircut is not of its run", (document) ->
            {
                credit(at(document, other), -1);
                credit(at(document, own), 1);
                final ObjectNode totals = at(document, "/body/totals");
                totals.put("haircut", totals.get("haircut").longValue() + 1);
                totals.put("houseDeficit", totals.get("houseDeficit").longValue() - 1);
            });
        }
    }

    private static void credit(final ObjectNode run, final long minorUnits)
    {
        run.put("credited", run.get("credited").longValue() + minorUnits);
    }

    @Test
    void hedgesAreToldIfTheyAreSparedAndOnlyThen() throws Exception
    {
        isFoundOut("policy-queue", "what hedges a candidate is missing, or is not asked for", (document) ->
            ((ObjectNode)listAt(document, "/leaves/0").get(0)).put("valueAtFreeze", 0).putNull("hedge"));
    }

    @Test
    void ownPositionsComeFirstOnlyIfThereIsSomethingToCover() throws Exception
    {
        isFoundOut("own-positions-last", "nothing was to be covered", (document) ->
        {
            at(document, "/body/legs/0").put("offsetLots", 4).put("ownLots", 0).put("openInterestLots", 4)
                .putArray("ownLast");
            listAt(document, "/body/pairsBefore").addObject().put("account", 1).put("instrument", 1)
                .put("layer", "OWN_HEDGE").put("lots", 6);
        });
    }

    @Test
    void noLotIsLeftOpenOrClosedTwice() throws Exception
    {
        for (final int lots : new int[]{5, 7})
        {
            isFoundOut("own-positions-last", "lots are left open", (document) ->
                at(document, "/body/legs/0/ownLast/0").put("lots", lots));
        }
        isFoundOut("queue-of-losers", "lots are left open", (document) ->
        {
            // Two candidates close all lots; an own account is said to have closed one more.
            listAt(document, "/body/accounts").add("00".repeat(32));
            at(document, "/body/legs/0").withArray("ownLast").addObject().put("account", 3).put("lots", 1)
                .put("surchargeDue", 0);
        });
    }

    @Test
    void ownLotsAreClosedOnceAndOnlyIfThereAreSuch() throws Exception
    {
        isFoundOut("own-positions-last", "own lots are closed that there are not", (document) ->
            at(document, "/body/legs/0").put("ownLots", 0).put("openInterestLots", 4));
        isFoundOut("own-positions-last", "not in order of account, or twice", (document) ->
        {
            final ObjectNode last = at(document, "/body/legs/0/ownLast/0").put("lots", 3);
            listAt(document, "/body/legs/0/ownLast").add(last.deepCopy());
        });
    }

    @Test
    void pairsBeforeComeInTheOrderOfTheContractAndOnce() throws Exception
    {
        isFoundOut("distressed-first", "not in order, or there twice", (document) ->
        {
            final ArrayNode pairs = listAt(document, "/body/pairsBefore");
            pairs.add(pairs.remove(0));
        });
        isFoundOut("own-hedge-pays", "not in order, or there twice", (document) ->
        {
            final ObjectNode pair = at(document, "/body/pairsBefore/0").put("lots", 2);
            listAt(document, "/body/pairsBefore").add(pair.deepCopy());
        });
    }

    @Test
    void eachTreeIsOfALegThatWasOffset() throws Exception
    {
        isFoundOut("policy-queue", "legs and trees do not match", (document) ->
            ((ArrayNode)document.at("/trees/0")).set(0, JSON.numberNode(2)));
        isFoundOut("policy-queue", "legs and trees do not match", (document) ->
        {
            listAt(document, "/trees").addArray().add(2);
            listAt(document, "/leaves").addArray();
        });
    }

    @Test
    void aDefaulterGivesOnlyToOthersOfItsRoundAndOnlyWhatItHas() throws Exception
    {
        isFoundOut("close-out-fee", "does not end at exactly zero", (document) -> giveMore(document, 50));
        isFoundOut(Verifier.dossier("defaulter-gives-all", 2), "does not end at exactly zero",
            (document) -> giveMore(document, 1));
    }

    private static void giveMore(final ObjectNode document, final long minorUnits)
    {
        final ObjectNode totals = at(document, "/body/totals");
        totals.put("gave", totals.get("gave").longValue() + minorUnits);
        totals.put("equityAfter", totals.get("equityAfter").longValue() - minorUnits);
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
            (proof) -> at(proof, "/leaves/0").put("tree", 1),
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
}
