package io.flatbook.ops.cli;

import picocli.CommandLine.Command;

/**
 * Verbs about instruments.
 */
@Command(name = "instrument", description = "Instruments, marks and limits.", synopsisSubcommandLabel = "VERB",
    subcommands = InstrumentCommand.ListAll.class)
final class InstrumentCommand
{
    /**
     * Lists instruments.
     */
    @Command(name = "list", description = "All instruments with mark, open interest, status and settings.")
    static final class ListAll extends BookCommand
    {
        @Override
        int run()
        {
            return end(answer().rows("instruments", rows(book().instruments())));
        }
    }
}
