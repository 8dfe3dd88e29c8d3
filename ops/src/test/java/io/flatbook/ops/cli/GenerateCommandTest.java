package io.flatbook.ops.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written for other programs is what they can read, whatever it is made of.
 */
final class GenerateCommandTest
{
    private final CliFixture cli = new CliFixture();

    @Test
    void theNameOfAJobIsOneTextForPrometheus()
    {
        assertThat(cli.run("generate", "alerts", "--job", "a\"b\\c'd")).isEqualTo(ExitCode.OK);

        // As Prometheus writes a quotation mark and a backslash in a text, in what YAML reads as one between quotes.
        final String job = "job=\"a\\\"b\\\\c''d\"";
        assertThat(cli.out().lines().filter((line) -> line.contains("expr:"))).isNotEmpty().allSatisfy((line) ->
            assertThat(line).contains(job).satisfies((all) -> assertThat(all.replace(job, "")).doesNotContain("job=")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--job|''|not empty", "--job|'a\nb'|control characters",
        "--runbooks|http://host/a b|not an address", "--runbooks|http://host/{{ $labels.job }}|not an address",
        "--runbooks|http://host/page#part|not an address", "--snapshot-age|999ms|less than 1000"})
    void writesNoRulesThatPrometheusWouldNotTakeOrThatSayNothing(
        final String option, final String value, final String why)
    {
        assertThat(cli.run("generate", "alerts", option, value)).isEqualTo(ExitCode.USAGE);
        assertThat(cli.err()).contains(option, why);
        assertThat(cli.out()).isEmpty();
    }
}
