package io.flatbook.proving.chaos;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

class LookoutTest
{
    @Test
    void looksUntilItIsClosedAndThenNoMore()
    {
        final AtomicInteger looks = new AtomicInteger();
        final Lookout lookout = new Lookout("test", 1, looks::incrementAndGet);
        assertThat(looks).hasValue(0);
        lookout.start();
        Awaitility.await().until(() -> looks.get() > 2);
        lookout.close();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("test");
    }

    @Test
    void aLookThatFailsIsTheLastAndIsTold()
    {
        final AtomicInteger looks = new AtomicInteger();
        try (Lookout lookout = new Lookout("test", 1, () ->
        {
            if (2 == looks.incrementAndGet())
            {
                throw new IllegalStateException("blind");
            }
        }))
        {
            assertThat(lookout.failure()).isNull();
            lookout.start();
            Awaitility.await().until(() -> null != lookout.failure());
            assertThat(lookout.failure()).isEqualTo("test looks no more: java.lang.IllegalStateException: blind");
            assertThat(looks).hasValue(2);
        }
    }

    @Test
    void aLookThatTheEndBreaksOffHasNotFailed()
    {
        final CountDownLatch looking = new CountDownLatch(1);
        final Lookout lookout = new Lookout("test", 1, () ->
        {
            looking.countDown();
            try
            {
                Thread.sleep(TimeUnit.MINUTES.toMillis(1));
            }
            catch (final InterruptedException ex)
            {
                throw new IllegalStateException(ex);
            }
        });
        lookout.start();
        Awaitility.await().until(() -> 0 == looking.getCount());
        lookout.close();
        assertThat(lookout.failure()).isNull();
    }
}
