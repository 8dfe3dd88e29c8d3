package io.flatbook.node;

import io.aeron.archive.Archive;
import io.aeron.archive.client.AeronArchive;
import io.aeron.cluster.ConsensusModule;
import io.aeron.cluster.service.ClusteredService;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.driver.MediaDriver;
import io.flatbook.archive.ArchiveAccess;
import io.flatbook.backup.BackupException;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.LogCopy;
import io.flatbook.cluster.ClearingService;
import io.flatbook.wire.SimulatedWire;
import org.agrona.concurrent.NanoClock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * The contexts of a node as its own main makes them, for a caller who runs the parts in steps.
 */
public final class SimulatedContexts
{
    private final NodeConfig config;
    private final NodeContexts contexts;
    private final ArchiveAccess access = new ArchiveAccess(null);

    /**
     * Contexts of a node that is about to start.
     *
     * @param config of the node.
     */
    public SimulatedContexts(final NodeConfig config)
    {
        this.config = config;
        final NodeWatch watch = new NodeWatch((what, cause) ->
        {
            throw new IllegalStateException(what, cause);
        }, () -> { });
        contexts = new NodeContexts(config, watch);
        watch.close();
    }

    /**
     * Does to the directories what a node does before it starts.
     *
     * @param cutsTornTail false: a bug that must be found.
     */
    public void prepare(final boolean cutsTornTail)
    {
        try
        {
            Files.createDirectories(contexts.clusterDirectory());
            Files.createDirectories(contexts.archiveDirectory());
            MarkFiles.release(contexts.clusterDirectory(), contexts.archiveDirectory());
            if (cutsTornTail)
            {
                TornTail.cut(contexts.archiveDirectory(), contexts.checksum());
            }
            DamageCheck.run(contexts.archiveDirectory(), contexts.clusterDirectory(), contexts.checksum());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    /**
     * Whether a node would start on what is in its directories; else it fetches all from the others by itself.
     *
     * @return false if something is not as it was written.
     */
    public boolean isWhole()
    {
        try
        {
            prepare(true);
            return true;
        }
        catch (final DamagedException ex)
        {
            return false;
        }
    }

    /**
     * Fetches snapshot and log from the members that run, and moves what is there aside.
     *
     * @param launcher begins to fetch.
     * @param clock    of the host.
     * @param pause    waits a moment.
     * @throws BackupException if it cannot be done now.
     */
    public void rejoin(
        final Function<FollowerSettings, LogCopy> launcher, final NanoClock clock, final Runnable pause)
    {
        new Rejoin(config, Rejoin.ANSWER_TIMEOUT_MS, launcher, clock, pause).run(true);
    }

    /**
     * Of the driver.
     *
     * @return a new one.
     */
    public MediaDriver.Context driver()
    {
        return contexts.driver(null);
    }

    /**
     * Of the driver.
     *
     * @param wire makes a sealed wire, told which ports are for clients.
     * @return a new one.
     */
    public MediaDriver.Context driver(final Function<IntPredicate, SimulatedWire> wire)
    {
        return wire.apply((port) -> 0 != port && config.endpoints().isClientPort(port)).install(
            driver().receiverWildcardPortRange(config.endpoints().passingPorts(config.memberId())));
    }

    /**
     * Of the archive. It answers on its control channel itself, without the gate, which has a thread of its own.
     *
     * @return a new one.
     */
    public Archive.Context archive()
    {
        return contexts.archive(access)
            .controlChannelEnabled(true)
            .controlChannel("aeron:udp?term-length=64k|endpoint=" +
                config.endpoints().archiveControl(config.memberId()))
            .authenticatorSupplier(io.aeron.security.DefaultAuthenticatorSupplier.INSTANCE)
            .authorisationServiceSupplier(() -> io.aeron.security.AuthorisationService.ALLOW_ALL);
    }

    /**
     * Of the consensus module.
     *
     * @return a new one.
     */
    public ConsensusModule.Context consensus()
    {
        return contexts.consensus(access);
    }

    /**
     * Lets a client of the node's archive in.
     *
     * @return a new one.
     */
    public AeronArchive.Context archiveClient()
    {
        return NodeContexts.localArchive(access);
    }

    NodeContexts contexts()
    {
        return contexts;
    }

    /**
     * Of the service's container.
     *
     * @param service   that it runs.
     * @param clearing  the service that is or is inside of it.
     * @return a new one.
     */
    public ClusteredServiceContainer.Context service(final ClusteredService service, final ClearingService clearing)
    {
        clearing.signals().refuseAt(config.refuseAt());
        clearing.signals().frameLength(contexts.egressLength());
        return contexts.service(service, access);
    }
}
