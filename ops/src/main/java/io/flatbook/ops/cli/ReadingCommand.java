package io.flatbook.ops.cli;

import picocli.CommandLine.Mixin;

/**
 * A verb that only reads the book, once or again and again.
 */
abstract class ReadingCommand extends BookCommand
{
    @Mixin
    private Watching watching;

    @Override
    final int runs()
    {
        return watching.repeat(surroundings(), this::run);
    }

    @Override
    final Answer answer()
    {
        return root().answer(watching.screen(surroundings()));
    }
}
