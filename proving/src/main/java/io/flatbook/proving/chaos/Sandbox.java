package io.flatbook.proving.chaos;

import io.flatbook.ops.link.Ground;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The ground of one run, with what a fault needs beneath the nodes: links, disks or clocks of their own. Closing it
 * removes all of that, once the nodes have ended.
 */
interface Sandbox extends Ground, AutoCloseable
{
    /**
     * Makes the ground that a fault needs; what is not loopback wants the namespaces that {@code scripts/chaos} makes.
     *
     * @param need      of the fault.
     * @param directory of the run.
     * @return the ground, with all its faults off.
     * @throws IOException if this machine cannot make it.
     */
    static Sandbox of(final Need need, final Path directory) throws IOException
    {
        return switch (need)
        {
            case LOOPBACK -> () ->
            {
            };
            case NETWORK -> new NetworkGround();
            case DISKS -> new DiskGround(directory);
            case CLOCKS -> new ClockGround(directory);
        };
    }

    @Override
    void close();
}
