package io.flatbook.ops.cli;

import java.io.UncheckedIOException;
import java.util.ConcurrentModificationException;
import java.util.NoSuchElementException;

/**
 * How a failure is reported: in one line if the reader can do something about it, with a stack trace if the fault is in
 * this program.
 */
final class Failure
{
    private static final int CAUSES_MAX = 8;

    private Failure()
    {
    }

    /**
     * Whether nobody but who repairs the program can do something about it.
     *
     * @param failure that ended something.
     * @return whether its stack trace is worth telling.
     */
    static boolean isFault(final Throwable failure)
    {
        return failure instanceof Error || failure instanceof NullPointerException ||
            failure instanceof IndexOutOfBoundsException || failure instanceof ClassCastException ||
            failure instanceof ArithmeticException || failure instanceof ConcurrentModificationException ||
            failure instanceof NoSuchElementException || failure instanceof UnsupportedOperationException;
    }

    /**
     * What happened, and why as far as it is known.
     *
     * @param failure that ended something.
     * @return one line: its message, followed by those of its causes that say more.
     */
    static String line(final Throwable failure)
    {
        final StringBuilder line = new StringBuilder(text(failure));
        Throwable cause = failure.getCause();
        for (int i = 0; i < CAUSES_MAX && null != cause; i++)
        {
            final String text = text(cause);
            final String told = null == cause.getMessage() ? text : firstLine(cause.getMessage());
            if (line.indexOf(told) < 0)
            {
                line.append(": ").append(text);
            }
            cause = cause.getCause();
        }
        return line.toString();
    }

    /** Many exceptions of the platform have a message that says nothing without their name, or none. */
    private static String text(final Throwable failure)
    {
        final boolean isOurs = failure instanceof IllegalArgumentException ||
            failure instanceof IllegalStateException || failure instanceof UncheckedIOException;
        final boolean isOfPlatform = failure.getClass().getName().startsWith("java") && !isOurs;
        return null == failure.getMessage() || isOfPlatform ?
            firstLine(failure.toString().replaceFirst("^[a-z]+(\\.[a-z]+)*\\.", "")) : firstLine(failure.getMessage());
    }

    private static String firstLine(final String text)
    {
        return text.strip().lines().findFirst().orElse("");
    }
}
