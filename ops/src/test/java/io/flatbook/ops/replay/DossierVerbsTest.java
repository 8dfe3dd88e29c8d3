package io.flatbook.ops.replay;

import io.flatbook.ops.cli.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The verbs of dossiers on scenarios, which anybody can try without a cluster.
 */
final class DossierVerbsTest
{
    private static final String SCENARIO = Path.of("..", "scenarios", "policy-queue.jsonl").toString();
    private static final String DAY = Path.of("..", "scenarios", "business-day.jsonl").toString();

    @TempDir
    private Path temporary;

    private OfflineCli cli;

    @BeforeEach
    void begin()
    {
        cli = new OfflineCli(temporary);
    }

    private String printed(final String... arguments)
    {
        assertThat(cli.run(arguments)).as(cli.err()).isEqualTo(ExitCode.OK);
        return cli.out();
    }

    @Test
    void writesADossierAsOneLine()
    {
        final String dossier = printed("dossier", "1", "--scenario", SCENARIO);

        assertThat(dossier).startsWith("{\"body\":{\"accounts\":[\"").contains("\"format\":\"flatbook-dossier-1\"")
            .endsWith("}\n").hasLineCount(1);
        assertThat(printed("dossier", "1", "--scenario", SCENARIO)).isEqualTo(dossier);
    }

    @Test
    void aKeyHidesTheAccountsOfABookThatCouldBeGuessed() throws IOException
    {
        final Path key = Files.writeString(temporary.resolve("key"), "a secret of the exchange");
        final String keyed = printed("dossier", "1", "--scenario", SCENARIO, "--key", key.toString());

        assertThat(keyed).isNotEqualTo(printed("dossier", "1", "--scenario", SCENARIO));
        assertThat(printed("dossier", "1", "--scenario", SCENARIO, "--key", key.toString())).isEqualTo(keyed);
        assertThat(cli.run("dossier", "1", "--scenario", SCENARIO, "--key", "missing")).isEqualTo(ExitCode.USAGE);
        Files.write(key, new byte[0]);
        assertThat(cli.run("dossier", "1", "--scenario", SCENARIO, "--key", key.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--key: " + key + " is empty");
    }

    @Test
    void writesTheProofOfAnAccountAndOfADay()
    {
        assertThat(printed("dossier", "proof", "1", "2", "--scenario", SCENARIO))
            .contains("\"format\":\"flatbook-dossier-1-proof\"").contains("\"id\":2,");
        assertThat(printed("dossier", "day", "20251010", "--scenario", DAY)).contains("\"format\":\"flatbook-day-1\"");
        assertThat(printed("dossier", "day", "20251010", "--account", "2", "--scenario", DAY))
            .contains("\"format\":\"flatbook-day-1-proof\"");
    }

    @Test
    void saysWhatIsNotThere()
    {
        assertThat(cli.run("dossier", "2", "--scenario", SCENARIO)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("dossier", "proof", "1", "99", "--scenario", SCENARIO)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("dossier", "day", "20251011", "--scenario", DAY)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.run("dossier", "1", "--scenario", "missing")).isEqualTo(ExitCode.USAGE);
        assertThat(cli.run("audit", "export", "20251010", temporary.resolve("a").toString(), "--scenario", DAY))
            .isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains("--scenario: this verb reads a log");
        assertThat(cli.run("audit", "verify", "missing")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void anAuditThatIsNoneIsRefused() throws IOException
    {
        final Path file = Files.writeString(temporary.resolve("audit"), "{\"hash\":\"00\",\"line\":{},\"n\":1}\n");

        assertThat(cli.run("audit", "verify", file.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(cli.err()).contains("line 1: the chain breaks");
    }
}
