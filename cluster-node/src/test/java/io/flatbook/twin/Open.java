package io.flatbook.twin;

/** Temporary: branches on which engine and text differ at the moment. */
final class Open
{

    static final boolean D5 = !Boolean.getBoolean("d5");

    static final boolean D6 = !Boolean.getBoolean("d6");

    private Open()
    {
    }
}
