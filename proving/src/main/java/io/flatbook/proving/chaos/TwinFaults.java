package io.flatbook.proving.chaos;

import io.flatbook.client.ClientListener;
import io.flatbook.client.FlatbookClient;
import io.flatbook.client.GatewayCommands;
import io.flatbook.client.NoAnswerException;
import io.flatbook.client.Queries;
import io.flatbook.ops.link.NotAsPromisedException;
import io.flatbook.sbe.AccountsReportDecoder;
import io.flatbook.sbe.RejectField;
import io.flatbook.sbe.RejectReason;
import org.agrona.CloseHelper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Two live instances of one gateway that both send: the one that took over last goes on, the other is out for good.
 */
final class TwinFaults
{
    private static final long GAP_MAX_MS = 3_000;
    private static final int WINDOW_MAX = 64;
    private static final int ANSWERS = 200;
    private static final long AFTERWARDS_MS = 2_000;
    /** Longer than the cluster keeps the session of a client that says nothing. */
    private static final long ASLEEP_MS = 13_000;
    private static final long PARK_NS = 500_000;

    private TwinFaults()
    {
    }

    static List<Fault> all()
    {
        return List.of(Fault.of("two-writers", "two busy instances of one gateway, one after the other and at once, " +
            "and one that comes back when its session is long gone: the older is fenced for good, never the newer",
            TwinFaults::twoWriters).gapMaxMs(GAP_MAX_MS));
    }

    private static void twoWriters(final ChaosCluster rig, final RandomGenerator chance)
    {
        GuestGateway.admit(rig);
        final long before = collateral(rig);
        final List<Instance> instances = new ArrayList<>();
        try
        {
            final Instance older = start(rig, chance, instances);
            older.awaitAccepted(ANSWERS);
            final Instance newer = start(rig, chance, instances);
            awaitFenced(List.of(older));
            goesOn(newer);

            final Instance one = start(rig, chance, instances);
            final Instance other = start(rig, chance, instances);
            awaitFenced(List.of(newer));
            ChaosCluster.await("one of two that came at once is fenced", () -> one.isFenced() || other.isFenced());
            final Instance winner = one.isFenced() ? other : one;
            goesOn(winner);

            winner.isAsleep = true;
            final Instance late = start(rig, chance, instances);
            late.awaitAccepted(ANSWERS);
            ChaosCluster.pass(ASLEEP_MS);
            winner.isAsleep = false;
            awaitFenced(List.of(winner));
            goesOn(late);
            late.end();
            check(rig, instances, late, before);
        }
        finally
        {
            CloseHelper.closeAll(instances);
        }
    }

    private static Instance start(final ChaosCluster rig, final RandomGenerator chance, final List<Instance> instances)
    {
        final Instance instance = new Instance(rig, instances.size(), 1 + chance.nextInt(WINDOW_MAX));
        instances.add(instance);
        instance.thread.start();
        return instance;
    }

    private static void awaitFenced(final List<Instance> instances)
    {
        ChaosCluster.await("the older instance is fenced", () -> instances.stream().allMatch(Instance::isFenced));
    }

    /** For a while, with all others around. */
    private static void goesOn(final Instance instance)
    {
        ChaosCluster.pass(AFTERWARDS_MS);
        instance.awaitAccepted(instance.accepted + ANSWERS);
        if (instance.isFenced())
        {
            throw new NotAsPromisedException("instance " + instance.number + " was fenced, though the last one");
        }
    }

    private static void check(
        final ChaosCluster rig, final List<Instance> instances, final Instance last, final long before)
    {
        long accepted = 0;
        long unknown = 0;
        for (final Instance instance : instances)
        {
            instance.close();
            accepted += instance.accepted;
            unknown += instance.unknown;
            rig.note("instance " + instance.number + ": " + instance.accepted + " accepted, " +
                instance.fencedOutcomes + " refused as FENCED, " + instance.unknown + " unknown");
            if (null != instance.failure || 0 < instance.otherOutcomes ||
                (instance == last ? 0 : 1) != instance.fences)
            {
                throw new NotAsPromisedException("instance " + instance.number + " was fenced " + instance.fences +
                    " times, had " + instance.otherOutcomes + " other refusals and " + instance.failure);
            }
        }
        final long arrived = collateral(rig) - before;
        if (arrived < accepted || accepted + unknown < arrived)
        {
            throw new NotAsPromisedException(accepted + " deposits of 1 were accepted, " + unknown +
                " are unknown, and " + arrived + " arrived");
        }
    }

    private static long collateral(final ChaosCluster rig)
    {
        try (FlatbookClient guest = FlatbookClient.connect(rig.context(GuestGateway.PRINCIPAL).onlyReads(true)))
        {
            final AccountsReportDecoder report =
                guest.query(Queries.account(GuestGateway.ACCOUNT), GuestGateway.TIMEOUT);
            return report.accounts().next().collateral();
        }
    }

    /** An instance of the guest's client in a thread of its own; it deposits 1 again and again. */
    private static final class Instance implements ClientListener, Runnable, AutoCloseable
    {
        private final ChaosCluster rig;
        private final int number;
        private final int window;
        private final Thread thread;
        private volatile boolean isAsleep;
        private volatile boolean isEnding;
        private volatile long accepted;
        private volatile long unknown;
        private volatile long fencedOutcomes;
        private volatile long otherOutcomes;
        private volatile int fences;
        private volatile Throwable failure;

        private Instance(final ChaosCluster rig, final int number, final int window)
        {
            this.rig = rig;
            this.number = number;
            this.window = window;
            thread = new Thread(this, "instance-" + number);
            thread.setDaemon(true);
        }

        @Override
        public void run()
        {
            long reference = (long)(1 + number) << Integer.SIZE;
            try (FlatbookClient client = rig.connect(GuestGateway.PRINCIPAL, this))
            {
                while (!isEnding || 0 < client.unacknowledged())
                {
                    if (!isAsleep)
                    {
                        client.poll();
                        reference += !isEnding && client.unacknowledged() < window && 0 < client.trySubmit(
                            GatewayCommands.deposit(GuestGateway.ACCOUNT, 1, reference)) ? 1 : 0;
                    }
                    LockSupport.parkNanos(PARK_NS);
                }
            }
            catch (final Throwable throwable)
            {
                // One that is overtaken while it connects is notified twice.
                failure = isFenced() && throwable instanceof NoAnswerException ? null : throwable;
            }
        }

        @Override
        public void onOutcome(
            final long commandId,
            final RejectReason reason,
            final RejectField field,
            final long detail,
            final long firstEventSequence)
        {
            accepted += RejectReason.NONE == reason ? 1 : 0;
            fencedOutcomes += RejectReason.FENCED == reason ? 1 : 0;
            otherOutcomes += RejectReason.NONE == reason || RejectReason.FENCED == reason ? 0 : 1;
        }

        @Override
        public void onOutcomeUnknown(final long commandId)
        {
            unknown++;
        }

        @Override
        public void onFenced(final long lastCommandId)
        {
            fences++;
        }

        @Override
        public void close()
        {
            end();
        }

        private boolean isFenced()
        {
            return 0 < fences;
        }

        private void awaitAccepted(final long count)
        {
            ChaosCluster.await(count + " deposits of instance " + number, () ->
                count <= accepted || null != failure || isFenced());
        }

        /** Waits for the last answers. */
        private void end()
        {
            isAsleep = false;
            isEnding = true;
            try
            {
                thread.join(TimeUnit.SECONDS.toMillis(60));
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }
    }
}
