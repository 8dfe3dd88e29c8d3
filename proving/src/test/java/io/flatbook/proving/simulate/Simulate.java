package io.flatbook.proving.simulate;

import java.nio.file.Path;

public final class Simulate
{
    public static void main(final String[] args)
    {
        SeededChance.install();
        final long seed = Long.parseLong(args[0]);
        final Plan plan = new Plan(seed, Long.parseLong(args[1]) * 1_000_000_000L, Integer.parseInt(args[2]), 1_000_000, 8_000, 60,
            Bug.valueOf(args[3]), Path.of("/dev/shm/flatbook-simulate-" + ProcessHandle.current().pid()), (share) -> { if (Boolean.getBoolean("say")) { System.out.printf("%.3f%n", share); } });
        final Result result = Simulation.run(plan);
        result.counts().all().forEach((k, v) -> System.out.println(k + " " + v));
        System.out.printf("seed %d hash %016x virtual %.1f s wall %.1f s audit %.1f s%n", seed, result.traceHash(), result.virtualNs() / 1e9, result.playNs() / 1e9, result.auditNs() / 1e9);
        result.violations().forEach(System.out::println);
        Runtime.getRuntime().halt(result.isGood() ? 0 : 1);
    }
}
