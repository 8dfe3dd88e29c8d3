package io.flatbook.node;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.flatbook.metrics.MetricFamily;
import io.flatbook.metrics.MetricSamples;

/**
 * Memory, pauses, threads and CPU time of the process.
 */
final class JvmMetrics
{
    private static final double MS_PER_S = TimeUnit.SECONDS.toMillis(1);
    private static final double NS_PER_S = TimeUnit.SECONDS.toNanos(1);

    private static final MetricFamily USED = MetricFamily.gauge("jvm_memory_used_bytes", "bytes",
        "Memory that the JVM uses; old: the part of the heap that keeps what stays.", "area");
    private static final MetricFamily MAX = MetricFamily.gauge("jvm_memory_max_bytes", "bytes",
        "Memory that the JVM may use; missing if there is no bound.", "area");
    private static final MetricFamily COLLECTIONS = MetricFamily.counter("jvm_gc_collections", "",
        "Collections of garbage.", "gc");
    private static final MetricFamily COLLECTION_TIME = MetricFamily.counter("jvm_gc_seconds", "seconds",
        "Time that collections of garbage took.", "gc");
    private static final MetricFamily THREADS = MetricFamily.gauge("jvm_threads", "", "Threads that run.");
    private static final MetricFamily CPU = MetricFamily.counter("process_cpu_seconds", "seconds",
        "CPU time of the process.");
    private static final MetricFamily START = MetricFamily.gauge("process_start_time_seconds", "seconds",
        "When the process started, in seconds since 1970.");

    private JvmMetrics()
    {
    }

    static List<MetricFamily> families()
    {
        return List.of(USED, MAX, COLLECTIONS, COLLECTION_TIME, THREADS, CPU, START);
    }

    static void collect(final MetricSamples samples)
    {
        memory(samples, "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage());
        memory(samples, "nonheap", ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage());
        ManagementFactory.getMemoryPoolMXBeans().stream().filter(JvmMetrics::isOld)
            .forEach((pool) -> memory(samples, "old", pool.getUsage()));
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans())
        {
            samples.set(COLLECTIONS, collector.getCollectionCount(), collector.getName());
            samples.set(COLLECTION_TIME, collector.getCollectionTime() / MS_PER_S, collector.getName());
        }
        samples.set(THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
        {
            samples.set(CPU, system.getProcessCpuTime() / NS_PER_S);
        }
        samples.set(START, ManagementFactory.getRuntimeMXBean().getStartTime() / MS_PER_S);
    }

    /** Whether a pool is the part of the heap that keeps what stays; each collector has one. */
    private static boolean isOld(final MemoryPoolMXBean pool)
    {
        return MemoryType.HEAP == pool.getType() && pool.isUsageThresholdSupported();
    }

    private static void memory(final MetricSamples samples, final String area, final MemoryUsage usage)
    {
        samples.set(USED, usage.getUsed(), area);
        if (usage.getMax() > 0)
        {
            samples.set(MAX, usage.getMax(), area);
        }
    }
}
