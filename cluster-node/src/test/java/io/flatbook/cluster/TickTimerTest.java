package io.flatbook.cluster;

import io.aeron.cluster.service.Cluster;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/** Ticks of two nodes over one log, with the timers of their consensus modules as Aeron keeps them. */
class TickTimerTest
{
    private static final long TICK_MS = 100;

    /** A node: its timer, and what its consensus module does with what it is asked for. */
    private static final class Node
    {
        private long logPosition;
        private long timeMs;
        private boolean hears = true;
        private final TickTimer timer = new TickTimer();
        private final TreeMap<Long, Long> deadlineById = new TreeMap<>();
        private final Map<Long, Integer> toSwallow = new HashMap<>();
        private final Cluster cluster = (Cluster)Proxy.newProxyInstance(
            Cluster.class.getClassLoader(), new Class<?>[]{Cluster.class}, (proxy, method, args) ->
                switch (method.getName())
                {
                    case "logPosition" -> logPosition;
                    case "time" -> timeMs;
                    case "scheduleTimer" -> hears && schedule((Long)args[0], (Long)args[1]);
                    case "cancelTimer" -> cancel((Long)args[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        private boolean schedule(final long id, final long deadline)
        {
            final int count = toSwallow.getOrDefault(id, 0);
            if (0 == count)
            {
                deadlineById.put(id, deadline);
            }
            else
            {
                toSwallow.put(id, count - 1);
            }
            return true;
        }

        private boolean cancel(final long id)
        {
            if (hears)
            {
                deadlineById.remove(id);
            }
            return hears;
        }

        /** The log has a tick; a node that did not send it finds it there. */
        private void tick(final long id, final boolean isOwn)
        {
            if (null == deadlineById.remove(id) && !isOwn)
            {
                toSwallow.merge(id, 1, Integer::sum);
            }
            entry();
            assertThat(timer.ends(cluster, id)).isTrue();
            timer.schedule(cluster, TICK_MS);
        }

        private void term()
        {
            entry();
            timer.forget(cluster);
            timer.schedule(cluster, TICK_MS);
        }

        private void entry()
        {
            logPosition += 64;
            timeMs += TICK_MS;
        }
    }

    private final Node first = new Node();
    private final Node second = new Node();

    /** The timer of the leader that is due first goes into the log. */
    private void tick(final Node leader)
    {
        final long id =
            leader.deadlineById.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
        first.tick(id, leader == first);
        second.tick(id, leader == second);
    }

    private void term()
    {
        first.term();
        second.term();
    }

    @Test
    void eachTickHasTheNextOneScheduledOnAllNodesUnderOneId()
    {
        term();
        for (int i = 0; i < 10; i++)
        {
            tick(first);
            assertThat(first.deadlineById).hasSize(1);
            assertThat(second.deadlineById).isEqualTo(first.deadlineById);
        }
    }

    @Test
    void aNodeThatAskedLessOftenThanTheLogHasTicksTicksWhenItLeads()
    {
        term();
        for (int i = 0; i < 3; i++)
        {
            second.hears = false;
            tick(first);
            second.hears = true;
            tick(first);
            tick(first);
        }
        term();
        for (int i = 0; i < 10; i++)
        {
            tick(second);
        }
        assertThat(second.deadlineById).as("one at a time").hasSize(1);
    }

    @Test
    void aTickOfALeaderBeforeTakesThePlaceOfTheOther()
    {
        term();
        // It could not be cancelled, and comes in the next term.
        second.hears = false;
        term();
        second.hears = true;
        final long stale = second.deadlineById.firstKey();
        first.tick(stale, false);
        second.tick(stale, true);
        assertThat(second.deadlineById).hasSize(1).doesNotContainKey(stale);
        assertThat(first.deadlineById).isEqualTo(second.deadlineById);
        tick(second);
        assertThat(second.deadlineById).hasSize(1);
    }

    @Test
    void aTimerOfStorageIsNoTick()
    {
        for (int changes = 0; changes < 4; changes++)
        {
            assertThat(first.timer.ends(first.cluster, StorageTimer.id(changes, true))).isFalse();
            assertThat(first.timer.ends(first.cluster, StorageTimer.id(changes, false))).isFalse();
        }
    }
}
