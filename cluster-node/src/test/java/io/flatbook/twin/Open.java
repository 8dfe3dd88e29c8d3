package io.flatbook.twin;

/** Temporary: branches on which engine and text differ at the moment. */
final class Open
{
    static final boolean D1 = !Boolean.getBoolean("d1");
    static final boolean D2 = !Boolean.getBoolean("d2");
    static final boolean D3 = !Boolean.getBoolean("d3");
    static final boolean D4 = !Boolean.getBoolean("d4");

    static final boolean D5 = !Boolean.getBoolean("d5");

    private Open()
    {
    }
}
