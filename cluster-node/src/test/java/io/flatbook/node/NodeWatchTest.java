package io.flatbook.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.aeron.cluster.client.ClusterException;
import io.aeron.cluster.service.ClusteredServiceContainer;
import io.aeron.exceptions.DriverTimeoutException;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.CountedErrorHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which errors end a node. */
class NodeWatchTest
{
    private final List<Throwable> failures = new ArrayList<>();
    private final NodeWatch watch = new NodeWatch((what, cause) -> failures.add(cause), () -> { });
    private final ErrorHandler ofService = watch.ofService();

    @AfterEach
    void close()
    {
        watch.close();
    }

    @Test
    void whateverTheServiceDidNotEndEndsTheNode()
    {
        final RuntimeException cause = new DriverTimeoutException("no response from MediaDriver within 10s");
        ofService.onError(cause);
        assertThat(failures).containsExactly(cause);
        assertThat(watch.isRunning()).isFalse();
    }

    @Test
    void theSameEndsNoOtherThread()
    {
        watch.onError(new DriverTimeoutException("no response from MediaDriver within 10s"));
        assertThat(failures).isEmpty();
        assertThat(watch.isRunning()).isTrue();
    }

    @Test
    void aServiceThatStopsItselfEndsTheNodeOnce()
    {
        final RuntimeException cause = new AgentTerminationException("stopped in onSessionMessage");
        ofService.onError(cause);
        ofService.onError(new IllegalStateException());
        assertThat(failures).containsExactly(cause);
    }

    @Test
    void aSnapshotThatCannotBeTakenEndsNoNode() throws ReflectiveOperationException
    {
        assertThat(Class.forName(NodeWatch.SERVICE_AGENT).getDeclaredMethods()).extracting(Method::getName)
            .contains(NodeWatch.SERVICE_ACTION);
        final RuntimeException failed = new ClusterException("recording stopped unexpectedly");
        failed.setStackTrace(new StackTraceElement[]{
            new StackTraceElement(NodeWatch.SERVICE_AGENT, "onTakeSnapshot", null, 1),
            new StackTraceElement(NodeWatch.SERVICE_AGENT, NodeWatch.SERVICE_ACTION, null, 1)});
        ofService.onError(failed);
        assertThat(failures).isEmpty();
    }

    /** By Aeron's own code, which would need a whole node to come to it. */
    @Test
    void whatAeronHasDealtWithEndsNoNode() throws ReflectiveOperationException
    {
        final CountersManager counters = new CountersManager(
            direct(64 * 1024), direct(16 * 1024));
        final AtomicCounter counter = counters.newCounter("errors");
        final Class<?> type = Class.forName(NodeWatch.SERVICE_AGENT);
        final Class<?> unsafeType = Class.forName("sun.misc.Unsafe");
        final Field unsafe = unsafeType.getDeclaredField("theUnsafe");
        unsafe.setAccessible(true);
        final Object agent =
            unsafeType.getMethod("allocateInstance", Class.class).invoke(unsafe.get(null), type);
        final Field context = type.getDeclaredField("ctx");
        context.setAccessible(true);
        context.set(agent, new ClusteredServiceContainer.Context()
            .countedErrorHandler(new CountedErrorHandler(ofService, counter)));
        final Method reporting = type.getDeclaredMethod("handleError", Throwable.class);
        reporting.setAccessible(true);
        reporting.invoke(agent, new ClusterException("failed to connect session response publication"));
        assertThat(counter.get()).isEqualTo(1);
        assertThat(failures).isEmpty();
    }

    private static UnsafeBuffer direct(final int length)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }
}
