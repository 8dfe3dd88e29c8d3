package io.flatbook.fuzz;

import io.flatbook.client.EgressFuzz;
import io.flatbook.wire.WireFuzz;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Where bytes come in from outside. */
enum FuzzTarget
{
    /** Messages of sessions. */
    INGRESS(IngressFuzz::new),
    /** A snapshot that a node starts from. */
    SNAPSHOT(SnapshotFuzz::new),
    /** The lines of a scenario. */
    SCENARIO(ScenarioFuzz::new),
    /** What a client receives. */
    EGRESS(EgressFuzz::new),
    /** Datagrams of the sealed wire. */
    WIRE(WireFuzz::new),
    /** The settings of a node. */
    CONFIGURATION(ConfigurationFuzz::new);

    private final Supplier<Consumer<byte[]>> taker;

    FuzzTarget(final Supplier<Consumer<byte[]>> taker)
    {
        this.taker = taker;
    }

    /** Throws if bytes do what they must not. */
    Consumer<byte[]> taker()
    {
        return taker.get();
    }

    /** As scripts and directories call it. */
    String label()
    {
        return name().toLowerCase(Locale.ROOT);
    }
}
