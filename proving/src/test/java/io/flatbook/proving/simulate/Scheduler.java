package io.flatbook.proving.simulate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Runs the duty cycles of everything, one at a time, in an order drawn by a seed, under a clock of its own.
 *
 * <p>A duty cycle is called on the scheduler's thread. One that waits in the midst of its work, by {@link #idle()},
 * keeps that thread and its stack, and another thread goes on as the scheduler until it is this one's turn again. One
 * thread runs at any time, so all is as if there were one. What must always be called by the same thread, as an
 * archive, is bound: all such cycles have their turn together, on one thread, and never wait.
 *
 * <p>Time moves on between rounds: by a short step after a round in which somebody did work, and by longer and longer
 * ones while nobody does, but never past the next thing that is known to be due.
 */
final class Scheduler
{
    private static final long START_MS = 1_700_000_000_000L;
    private static final long CLOSE_MS = 5_000;
    private static final long NS_PER_MS = 1_000_000L;
    private static final long BUSY_STEP_NS = 20_000;
    private static final long IDLE_STEP_NS = 500_000;
    private static final long IDLE_STEP_GROWTH = 6;
    private static final long IDLE_STEP_MAX_NS = 20_000_000;

    private final SplittableRandom random;
    private final LongSupplier nextDueNs;
    private final List<Task> tasks = new ArrayList<>();
    private final ArrayDeque<Worker> spare = new ArrayDeque<>();
    private final List<Task> round = new ArrayList<>();
    private final List<Task> bound = new ArrayList<>();
    private final List<Task> boundRound = new ArrayList<>();
    private final Task boundTurn = new Task("bound", null, null);
    private final List<Worker> all = new ArrayList<>();
    private final Semaphore ended = new Semaphore(0);
    private boolean isOver;
    private int cursor;
    private int workCount;
    private long idleStepNs = IDLE_STEP_NS;
    private long nowNs = START_MS * NS_PER_MS;
    private long rounds;
    private long switches;
    private Worker owner;
    /** The thread of a stack that goes on, while it does. */
    private Worker resumed;
    private Worker binder;
    private Task current;
    private boolean isEnding;
    private Throwable failure;

    /** Ends the stack of a duty cycle that waits when its node is killed. */
    @SuppressWarnings("serial")
    static final class KilledError extends Error
    {
        KilledError()
        {
            super("killed", null, false, false);
        }
    }

    /** A duty cycle. */
    static final class Task
    {
        private final String name;
        private final Host host;
        private final IntSupplier duty;
        private Worker waiting;
        private long wakeNs;
        private boolean isKilled;

        private Task(final String name, final Host host, final IntSupplier duty)
        {
            this.name = name;
            this.host = host;
            this.duty = duty;
        }

        @Override
        public String toString()
        {
            return name;
        }
    }

    /** A thread that runs only while it holds the baton. */
    private final class Worker
    {
        private final Semaphore baton = new Semaphore(0);

        private final Thread thread = new Thread(this::run, "simulate-" + all.size());

        private Worker()
        {
            all.add(this);
            thread.setDaemon(true);
            thread.start();
        }

        private void awaitTurn()
        {
            baton.acquireUninterruptibly();
            if (isOver)
            {
                throw new KilledError();
            }
        }

        private void run()
        {
            try
            {
                awaitTurn();
                if (this == binder)
                {
                    bind(this);
                }
                schedule(this);
            }
            catch (final KilledError over)
            {
                // The run is over.
            }
            catch (final Throwable throwable)
            {
                failure = throwable;
                isEnding = true;
                ended.release();
            }
        }
    }

    /**
     * @param seed      of the order.
     * @param nextDueNs when the next datagram arrives, in this clock.
     */
    Scheduler(final long seed, final LongSupplier nextDueNs)
    {
        random = new SplittableRandom(seed);
        this.nextDueNs = nextDueNs;
    }

    long nowNs()
    {
        return nowNs;
    }

    long sinceStartNs()
    {
        return nowNs - START_MS * NS_PER_MS;
    }

    long rounds()
    {
        return rounds;
    }

    long switches()
    {
        return switches;
    }

    /** The host whose code runs. */
    Host host()
    {
        return null == current ? null : current.host;
    }

    Task add(final String name, final Host host, final IntSupplier duty)
    {
        final Task task = new Task(name, host, duty);
        tasks.add(task);
        return task;
    }

    /** As {@link #add}, for what must not change its thread. */
    Task addBound(final String name, final Host host, final IntSupplier duty)
    {
        final Task task = new Task(name, host, duty);
        bound.add(task);
        return task;
    }

    /** Takes part in no round any more; if it waits, its stack ends first. */
    void kill(final Task task)
    {
        task.isKilled = true;
    }

    /** Runs until {@link #end()} is called. @return what a duty cycle threw, or null. */
    Throwable run()
    {
        binder = new Worker();
        owner = new Worker();
        owner.baton.release();
        ended.acquireUninterruptibly();
        close();
        return failure;
    }

    /** Ends one stack after the other. */
    private void close()
    {
        isOver = true;
        for (final Worker worker : List.copyOf(all))
        {
            worker.baton.release();
            try
            {
                worker.thread.join(CLOSE_MS);
            }
            catch (final InterruptedException ex)
            {
                Thread.currentThread().interrupt();
            }
        }
    }

    void end()
    {
        isEnding = true;
    }

    /** Called by a duty cycle that can do nothing but wait. */
    void idle()
    {
        final Task task = current;
        if (isOver || task.isKilled)
        {
            throw new KilledError();
        }
        final Worker me = handOver(task);
        me.awaitTurn();
        if (task.isKilled)
        {
            throw new KilledError();
        }
    }

    /** Called by a duty cycle that has nothing to do for a while. */
    void sleep(final long sleepNs)
    {
        current.wakeNs = nowNs + sleepNs;
        idle();
    }

    /** The thread that calls is that of the task's stack: the owner's, if the task has not waited before. */
    private Worker handOver(final Task task)
    {
        switches++;
        final Worker me = null == resumed ? owner : resumed;
        final boolean isOwner = null == resumed;
        task.waiting = me;
        resumed = null;
        if (isOwner)
        {
            owner = spare.isEmpty() ? new Worker() : spare.pop();
        }
        owner.baton.release();
        return me;
    }

    private void schedule(final Worker me)
    {
        while (true)
        {
            if (cursor == round.size())
            {
                nextRound();
            }
            if (isEnding)
            {
                ended.release();
                return;
            }
            if (!round.isEmpty())
            {
                turn(me, round.get(cursor++));
            }
        }
    }

    private void bind(final Worker me)
    {
        while (!isEnding)
        {
            for (final Task task : boundRound)
            {
                current = task;
                if (!task.isKilled)
                {
                    call(task);
                }
            }
            current = null;
            owner.baton.release();
            me.awaitTurn();
        }
    }

    private void turn(final Worker me, final Task task)
    {
        if (task == boundTurn)
        {
            binder.baton.release();
            me.awaitTurn();
            return;
        }
        if (null != task.waiting && nowNs < task.wakeNs && !task.isKilled)
        {
            return;
        }
        current = task;
        if (null != task.waiting)
        {
            resumed = task.waiting;
            task.waiting = null;
            switches++;
            resumed.baton.release();
            me.awaitTurn();
        }
        else if (!task.isKilled && !task.host.isPaused(nowNs))
        {
            call(task);
            if (owner != me)
            {
                // The duty cycle had waited and has come to its end on this thread.
                resumed = null;
                spare.push(me);
                current = null;
                owner.baton.release();
                me.awaitTurn();
                return;
            }
        }
        current = null;
    }

    private void call(final Task task)
    {
        try
        {
            final int work = task.duty.getAsInt();
            workCount += work;
        }
        catch (final KilledError killed)
        {
            task.isKilled = true;
        }
    }

    private void nextRound()
    {
        rounds++;
        tasks.removeIf((task) -> task.isKilled && null == task.waiting);
        round.clear();
        round.addAll(tasks);
        round.removeIf((task) -> task.host.isPaused(nowNs) && !task.isKilled);
        bound.removeIf((task) -> task.isKilled);
        boundRound.clear();
        boundRound.addAll(bound);
        boundRound.removeIf((task) -> task.host.isPaused(nowNs));
        if (!boundRound.isEmpty())
        {
            Collections.rotate(boundRound, random.nextInt(boundRound.size()));
            round.add(boundTurn);
        }
        if (!round.isEmpty())
        {
            Collections.rotate(round, random.nextInt(round.size()));
        }
        cursor = 0;
        if (0 < workCount)
        {
            idleStepNs = IDLE_STEP_NS;
            nowNs += BUSY_STEP_NS + random.nextInt((int)BUSY_STEP_NS);
        }
        else
        {
            nowNs = Math.min(nowNs + idleStepNs, nextDueNs.getAsLong());
            idleStepNs = Math.min(IDLE_STEP_MAX_NS, IDLE_STEP_GROWTH * idleStepNs);
        }
        workCount = 0;
    }
}
