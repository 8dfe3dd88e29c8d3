package io.flatbook.ops.cli;

import io.flatbook.engine.book.Limits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeCommandTest
{
    private final CliFixture cli = new CliFixture();

    @BeforeEach
    void define() throws Exception
    {
        cli.with(
            "{\"command\":\"defineAsset\",\"asset\":\"USD\",\"scale\":2,\"principal\":\"risk/alice\"}",
            "{\"command\":\"fundInsurance\",\"asset\":\"USD\",\"amount\":\"5\",\"principal\":\"risk/alice\"}");
    }

    @Test
    void tellsWhatWasAcceptedAndWhatWasNot()
    {
        assertThat(cli.run("outcome", "1", "--principal", "risk/alice", "-o", "json")).isEqualTo(ExitCode.OK);
        assertThat(cli.json().path("outcome").path("outcome").asText()).isEqualTo("ACCEPTED");
        assertThat(cli.json().path("outcome").path("detail").asLong()).as("number of the asset").isEqualTo(1);

        assertThat(cli.run("send", "{\"command\":\"fundInsurance\",\"asset\":\"EUR\",\"amount\":\"5\"}"))
            .isEqualTo(ExitCode.REJECTED);
        assertThat(cli.run("outcome", "1")).isEqualTo(ExitCode.REJECTED);
        assertThat(cli.out()).contains("REJECTED", "UNKNOWN_ASSET");
        assertThat(cli.run("outcome", "2", "--principal", "risk/alice")).isEqualTo(ExitCode.OK);
        assertThat(cli.out().replaceAll("\\s+", " ")).contains("became of command 2 of risk/alice, whichever program " +
            "sent it. If others send as risk/alice, too", "events tail --from 3");
    }

    @Test
    void tellsThatACommandWasNeverApplied()
    {
        assertThat(cli.run("outcome", "3", "--principal", "risk/alice")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(cli.err()).contains("risk/alice has no command 3: it has not been applied");
        assertThat(cli.run("outcome", "1", "--principal", "gateway/nobody")).isEqualTo(ExitCode.NOT_AUTHORIZED);
        assertThat(cli.run("outcome", "0", "--principal", "risk/alice")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void tellsThatAnOutcomeIsNoLongerKept() throws Exception
    {
        final String[] more = new String[new Limits().outcomesPerPrincipal()];
        Arrays.fill(more,
            "{\"command\":\"fundInsurance\",\"asset\":\"USD\",\"amount\":\"1\",\"principal\":\"risk/alice\"}");
        cli.with(more);

        assertThat(cli.run("outcome", "1", "--principal", "risk/alice")).isEqualTo(ExitCode.OUTCOME_UNKNOWN);
        assertThat(cli.err()).contains("no longer kept");
    }
}
