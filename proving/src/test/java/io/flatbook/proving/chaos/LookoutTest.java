package io.flatbook.proving.chaos;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

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
}
