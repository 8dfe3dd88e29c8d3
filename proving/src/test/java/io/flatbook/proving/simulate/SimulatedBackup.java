package io.flatbook.proving.simulate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;

import io.aeron.cluster.ClusterBackup.SourceType;
import io.flatbook.backup.FollowerSettings;
import io.flatbook.backup.SimulatedFollower;
import io.flatbook.wire.SimulatedWire;
import org.agrona.ErrorHandler;

/**
 * A backup host: it follows the cluster into a directory of its own, as {@code flatbook backup run} does, with Aeron's
 * cluster backup unmodified. It can be killed and started again.
 */
final class SimulatedBackup
{
    private static final int PORT = 20_908;
    private static final int SNAPSHOTS_KEPT = 2;
    private static final int SEGMENT_LENGTH = 4 * 1024 * 1024;

    private final Host host;
    private final Scheduler scheduler;
    private final Path directory;
    private final List<String> members;
    private final Function<IntPredicate, SimulatedWire> wire;
    private final int segmentLength;
    private final ErrorHandler errors;
    private final List<Scheduler.Task> tasks = new ArrayList<>();
    private SimulatedFollower follower;
    private int incarnation;

    /**
     * @param members consensus endpoints of the members.
     * @param wire    null if it is not sealed.
     */
    SimulatedBackup(
        final Host host, final Scheduler scheduler, final Path base, final List<String> members,
        final Function<IntPredicate, SimulatedWire> wire, final int segmentLength, final ErrorHandler errors)
    {
        this.host = host;
        this.scheduler = scheduler;
        directory = base.resolve("backup");
        this.members = members;
        this.wire = wire;
        this.segmentLength = Math.min(segmentLength, SEGMENT_LENGTH);
        this.errors = errors;
    }

    Path directory()
    {
        return directory;
    }

    /** Log position up to which it has the log; -1 while it does not run. */
    long position()
    {
        return null == follower ? -1 : follower.followed().position();
    }

    boolean isRunning()
    {
        return !tasks.isEmpty();
    }

    /** Starts it by a duty cycle of its host. */
    void start()
    {
        final Scheduler.Task[] task = new Scheduler.Task[1];
        task[0] = scheduler.add(host + " boot", host, () ->
        {
            scheduler.kill(task[0]);
            boot();
            return 1;
        });
        tasks.add(task[0]);
    }

    /** Nothing of it runs any more, as after kill -9. */
    void kill()
    {
        tasks.forEach(scheduler::kill);
        tasks.clear();
        host.crash();
        follower = null;
    }

    /** As the backup's own command does when it ends. */
    void writeStatus()
    {
        follower.writeStatus();
    }

    private void boot()
    {
        final Path shared = directory.resolveSibling("shm-backup-" + ++incarnation);
        follower = new FollowerParts(host, scheduler, new FollowerSettings(directory, shared, members,
            host.addressText(), PORT, SourceType.ANY, false, true, segmentLength, null, SNAPSHOTS_KEPT), wire, errors,
            tasks::add).follower();
    }
}
