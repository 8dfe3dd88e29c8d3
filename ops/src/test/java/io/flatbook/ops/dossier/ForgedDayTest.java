package io.flatbook.ops.dossier;

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

import static io.flatbook.ops.dossier.ForgedDossierTest.at;
import static io.flatbook.ops.dossier.ForgedDossierTest.listAt;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forgeries that took thought of the book of a day and of its proofs, which the verifiers find out. Wants python3.
 */
@Tag("python")
final class ForgedDayTest
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(Long.SIZE);

    @TempDir
    private Path temporary;

    private static ProvenDocument day() throws Exception
    {
        final Path file = Path.of("..", "scenarios", "business-day.jsonl");
        return Dossiers.dayOfScenario("day", Files.readAllLines(file), 20251010, new byte[0]);
    }

    @Test
    void theProofOfADayHasTheLeafOfADay() throws Exception
    {
        final ObjectNode proof = Verifier.parse(day().proof(2));
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
        final String right = day().text();
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

    @Test
    void theBooksOfTheAccountsAddUp() throws Exception
    {
        isFoundOut("the lots of an instrument do not add up to zero", (day) ->
        {
            final ObjectNode leaf = at(day, "/leaves/0/1");
            listAt(day, "/leaves/0/1/positions/0").set(1, JSON.numberNode(-9));
            leaf.put("equity", leaf.get("equity").longValue() + 10_400);
        });
        isFoundOut("not in order of instrument, or twice", (day) ->
        {
            final ArrayNode positions = listAt(day, "/leaves/0/0/positions");
            ((ArrayNode)positions.get(0)).removeAll().add(1).add(4).add(40_000);
            positions.addArray().add(1).add(6).add(60_000);
        });
        isFoundOut("a position is empty", (day) -> addAccount(day, "00".repeat(32)).addArray().add(1).add(0).add(0));
        isFoundOut("an account is named twice", (day) -> addAccount(day, day.at("/body/accounts/0").textValue()));
    }

    private void isFoundOut(final String why, final Consumer<ObjectNode> forgery) throws Exception
    {
        final ObjectNode day = Verifier.parse(day().text());
        ((ObjectNode)day.get("body")).remove("dayRoot");
        forgery.accept(day);
        final Verifier books = Verifier.ofBooks(temporary);
        assertThat(books.check(Verifier.sealed(day))).as(books.output()).isEqualTo(1);
        assertThat(books.output()).startsWith("wrong: ").contains(why);
    }

    /** An account that has nothing; its positions. */
    private static ArrayNode addAccount(final ObjectNode day, final String hash)
    {
        final ArrayNode accounts = listAt(day, "/body/accounts").add(hash);
        return listAt(day, "/leaves/0").addObject().put("account", accounts.size() - 1).put("hash", hash)
            .put("collateral", 0).put("equity", 0).putArray("positions");
    }
}
