package io.flatbook.ops.console;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Callers on threads of their own, of whom the first works until it is let go. */
@Timeout(60)
final class TurnsTest
{
    private final Turns turns = new Turns(2);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicInteger atOnce = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void letGo()
    {
        letGo.countDown();
    }

    @Test
    void whoWaitedLongestGivesWayAndAllOthersHaveTheirTurn()
    {
        final CompletableFuture<Integer> works = caller(1);
        await().until(() -> 1 == atOnce.get());
        final CompletableFuture<Integer> oldest = waiting(2);
        final CompletableFuture<Integer> second = waiting(3);
        assertThat(oldest).isNotDone();
        final CompletableFuture<Integer> third = waiting(4);

        assertThatThrownBy(oldest::join).hasCauseInstanceOf(BusyException.class)
            .hasMessageContaining("ask again in a moment");
        assertThat(List.of(works, second, third)).noneMatch(CompletableFuture::isDone);
        letGo.countDown();
        assertThat(List.of(works.join(), second.join(), third.join())).containsExactly(1, 3, 4);
    }

    @Test
    void aTurnEndsAlsoIfTheWorkFails()
    {
        assertThatThrownBy(() -> turns.take(() ->
        {
            throw new IllegalArgumentException("no such instrument");
        })).hasMessage("no such instrument");
        assertThat(turns.take(() -> 5)).isEqualTo(5);
    }

    private CompletableFuture<Integer> waiting(final int number)
    {
        final CompletableFuture<Integer> caller = caller(number);
        final Thread thread = threads.get(threads.size() - 1);
        await().until(() -> Thread.State.WAITING == thread.getState());
        return caller;
    }

    private CompletableFuture<Integer> caller(final int number)
    {
        final CompletableFuture<Integer> result = new CompletableFuture<>();
        final Thread thread = new Thread(
            () -> result.completeAsync(() -> turns.take(() -> work(number)), Runnable::run));
        threads.add(thread);
        thread.start();
        return result;
    }

    private int work(final int number)
    {
        assertThat(atOnce.incrementAndGet()).isEqualTo(1);
        try
        {
            letGo.await();
        }
        catch (final InterruptedException ex)
        {
            throw new AssertionError(ex);
        }
        atOnce.decrementAndGet();
        return number;
    }
}
