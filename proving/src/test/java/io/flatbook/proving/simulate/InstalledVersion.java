package io.flatbook.proving.simulate;

import java.util.List;
import java.util.function.IntSupplier;

import io.flatbook.engine.Sender;

/**
 * Takes the place of what tells the engine which versions its binary knows (VER-2), in this JVM only: so each node
 * runs the binary that was installed on its host, and whatever else reads the log knows all versions.
 */
public final class InstalledVersion
{
    /** What all nodes know at first. */
    static final int OLD = 1;
    /** What the next binary knows: no less than the workload names. */
    static final int NEXT = 16;

    private static final String REPLACED = "io/flatbook/engine/KnownVersion";

    private static IntSupplier installed = () -> NEXT;

    private InstalledVersion()
    {
    }

    /**
     * Called by the engine.
     *
     * @return the newest version that the binary knows.
     */
    public static int newest()
    {
        return installed.getAsInt();
    }

    /** Of the binary whose code runs now. */
    static void of(final IntSupplier newInstalled)
    {
        installed = newInstalled;
    }

    /** Before the engine is loaded; first what the others load. */
    static void install()
    {
        for (final String reader : List.of("UnknownVersionException", "BusinessDays", "SnapshotAccess"))
        {
            Renaming.of(Sender.class, reader, REPLACED, InstalledVersion.class);
        }
    }
}
