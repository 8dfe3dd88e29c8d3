package io.flatbook.ops.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Sends any command.
 */
@Command(name = "send", description = {"Sends one command, whatever it is, as the principal of the profile.",
    "It prints the outcome and a log position at which the command had its effect.",
    "COMMAND is one JSON object in the format of scenarios, for example:",
    "  '{\"command\":\"setWaterfall\",\"asset\":\"USDC\",\"fundFloor\":\"1000\"}'",
    "Symbols are those of the cluster. A field that is left out has the default of scenarios, also in setWaterfall " +
    "and setProtection, which replace all settings: --dry-run shows every field that would be sent.",
    "What takes money out, moves or closes positions, or stops something requires --yes."})
final class SendCommand extends SendingCommand
{
    @Parameters(paramLabel = "COMMAND", description = "One JSON object.")
    private String text;

    @Override
    String text()
    {
        return text;
    }
}
