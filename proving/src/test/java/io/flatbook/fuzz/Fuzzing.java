package io.flatbook.fuzz;

import java.util.Locale;
import java.util.function.Consumer;

/** What Jazzer calls: the name of the target is its argument. */
public final class Fuzzing
{
    private static Consumer<byte[]> taker;

    private Fuzzing()
    {
    }

    /**
     * Comes first.
     *
     * @param arguments the name of the target.
     */
    public static void fuzzerInitialize(final String[] arguments)
    {
        taker = FuzzTarget.valueOf(arguments[0].toUpperCase(Locale.ROOT)).taker();
    }

    /**
     * Comes for each input.
     *
     * @param bytes of the input.
     */
    public static void fuzzerTestOneInput(final byte[] bytes)
    {
        taker.accept(bytes);
    }
}
