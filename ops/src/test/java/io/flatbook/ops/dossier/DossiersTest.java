package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.scenario.BadLineException;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A dossier tells what its run was computed from and what came out, and hides who.
 */
final class DossiersTest
{
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] NO_KEY = {};

    private static List<ProvenDocument> dossiers(final String scenario, final byte[] key)
        throws IOException, BadLineException
    {
        return Dossiers.ofScenario(scenario, Files.readAllLines(SCENARIOS.resolve(scenario + ".jsonl")), key);
    }

    private static JsonNode dossier(final String scenario) throws IOException, BadLineException
    {
        return MAPPER.readTree(dossiers(scenario, NO_KEY).get(0).text());
    }

    @Test
    void hasTheWaterfallOfTheRun() throws Exception
    {
        final JsonNode totals = dossier("surcharge-then-haircut").path("body").path("totals");

        assertThat(totals.path("deficit").asLong()).isEqualTo(9_000);
        assertThat(totals.path("fund").asLong()).isEqualTo(3_000);
        assertThat(totals.path("surcharge").asLong()).isEqualTo(5_200);
        assertThat(totals.path("haircut").asLong()).isEqualTo(800);
        assertThat(totals.path("equityAfter").asLong()).isZero();
    }

    @Test
    void hasTheCandidatesInOrderOfRankAndWhatEachGave() throws Exception
    {
        final JsonNode leaves = dossier("policy-queue").path("leaves").path(0);

        long scoreBefore = Long.MAX_VALUE;
        for (final JsonNode leaf : leaves)
        {
            assertThat(leaf.path("score").asLong()).isLessThanOrEqualTo(scoreBefore);
            scoreBefore = leaf.path("score").asLong();
        }
        assertThat(leaves.size()).isGreaterThan(1);
        assertThat(leaves.path(0).path("choice").asInt()).isEqualTo(1);
        assertThat(leaves.path(0).path("closedLots").asLong()).isPositive();
    }

    @Test
    void eachRunOfARoundHasItsOwnDossierWithTheNeedsOfAll() throws Exception
    {
        final List<ProvenDocument> both = dossiers("shared-fund", NO_KEY);

        assertThat(both).hasSize(2);
        for (final ProvenDocument dossier : both)
        {
            assertThat(MAPPER.readTree(dossier.text()).path("body").path("fund").path("runs")).hasSize(2);
        }
    }

    @Test
    void accountsOfTwoDossiersOrOfTwoKeysAreNotToBeToldToBeTheSame() throws Exception
    {
        final List<ProvenDocument> plain = dossiers("shared-fund", NO_KEY);
        final ProvenDocument keyed = dossiers("shared-fund", "secret".getBytes(StandardCharsets.UTF_8)).get(0);
        final Set<String> hashes = new HashSet<>();
        int count = 0;
        for (final ProvenDocument dossier : List.of(plain.get(0), plain.get(1), keyed))
        {
            for (final JsonNode hash : MAPPER.readTree(dossier.text()).path("body").path("accounts"))
            {
                hashes.add(hash.asText());
                count++;
            }
        }

        assertThat(count).isEqualTo(6);
        assertThat(hashes).hasSize(count);
        assertThat(keyed.root()).isNotEqualTo(plain.get(0).root());
    }

    @Test
    void aProofHasItsOwnLeafAndNoOther() throws Exception
    {
        final ProvenDocument dossier = dossiers("policy-queue", NO_KEY).get(0);
        final JsonNode leaves = MAPPER.readTree(dossier.text()).path("leaves").path(0);
        int proofs = 0;
        for (long account = 1; account <= 20; account++)
        {
            final String text = dossier.proof(account);
            if (null != text)
            {
                final JsonNode proof = MAPPER.readTree(text);
                final JsonNode own = proof.path("leaves").path(0);
                assertThat(own.path("leaf")).isEqualTo(leaves.path(own.path("rank").asInt() - 1));
                for (final JsonNode leaf : leaves)
                {
                    assertThat(text.contains(leaf.path("hash").asText())).isEqualTo(leaf.equals(own.path("leaf")));
                }
                proofs++;
            }
        }

        assertThat(proofs).isEqualTo(leaves.size());
    }

    @Test
    void theBookOfADayAddsUp() throws Exception
    {
        final JsonNode day = MAPPER.readTree(Dossiers.dayOfScenario("business-day",
            Files.readAllLines(SCENARIOS.resolve("business-day.jsonl")), 20251010, NO_KEY).text());

        long owed = 0;
        for (final JsonNode leaf : day.path("leaves").path(0))
        {
            owed += leaf.path("equity").asLong();
        }
        assertThat(owed).isEqualTo(49_800);
        assertThat(day.path("trees").path(0).path(2).asLong()).isEqualTo(owed);
    }
}
