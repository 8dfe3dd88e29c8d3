package io.flatbook.ops.view;

import com.fasterxml.jackson.databind.node.LongNode;

/**
 * How many of something there are, or how far something is counted: a number in JSON, and for people one with its
 * thousands separated. Numbers that name something, such as an account, are not counts.
 */
public final class Count extends LongNode
{
    private static final long serialVersionUID = 1L;

    private Count(final long value)
    {
        super(value);
    }

    /**
     * A count.
     *
     * @param value of it.
     * @return the number.
     */
    public static Count of(final long value)
    {
        return new Count(value);
    }
}
