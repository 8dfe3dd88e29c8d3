package io.flatbook.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.UnaryOperator;

import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ClusterBackup;
import io.aeron.driver.MediaDriver;

/**
 * The contexts of a copy as the product makes them, for a caller who runs the parts in steps.
 */
public final class SimulatedFollower
{
    private final FollowerSettings settings;
    private final LogFollower follower;

    /**
     * Of a copy that is about to be made, or gone on with.
     *
     * @param settings of it.
     * @param clients  changes what connects to an archive.
     */
    public SimulatedFollower(final FollowerSettings settings, final UnaryOperator<AeronArchive.Context> clients)
    {
        this.settings = settings;
        follower = new LogFollower(settings);
        follower.clients(clients);
        try
        {
            follower.prepare();
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * How far it is.
     *
     * @return now.
     */
    public FollowedLog followed()
    {
        return follower.followed();
    }

    /**
     * Asks the member that is fetched from.
     *
     * @return as {@link LogCopy#sourcePosition()} has it.
     */
    public long sourcePosition()
    {
        return follower.sourcePosition();
    }

    /** Writes beside the copy how far it is, as a backup does once a second. */
    public void writeStatus()
    {
        new BackupStatus(follower.followed(), 0, 0, "simulated", settings.checksums()).write(settings.directory());
    }

    /**
     * Of the driver.
     *
     * @return a new one.
     */
    public MediaDriver.Context driver()
    {
        return follower.driverContext().receiverWildcardPortRange(follower.passingPorts());
    }

    /**
     * Of the archive.
     *
     * @return a new one.
     */
    public Archive.Context archive()
    {
        return follower.archiveContext();
    }

    /**
     * Of what fetches; after the archive's.
     *
     * @return a new one.
     */
    public ClusterBackup.Context backup()
    {
        return follower.backupContext();
    }
}
