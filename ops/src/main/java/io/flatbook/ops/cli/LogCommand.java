package io.flatbook.ops.cli;

import picocli.CommandLine.Command;

/**
 * Verbs about the log of a node.
 */
@Command(name = "log", description = "The log of a node that does not run.", synopsisSubcommandLabel = "VERB",
    subcommands = {LogReplayCommand.class, LogWhatIfCommand.class})
final class LogCommand
{
}
