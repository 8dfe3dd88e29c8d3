package io.flatbook.proving.simulate;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The disk of one node begins to lie, and its power is cut a while later. Then the manual has its member fetch all from
 * the others before it runs ("A disk that lied"), which {@link SimulatedNode} does at its next start.
 *
 * <p>In every second run it happens as badly as it can: one of the others is cut off for a while, so that what is
 * committed then stands on the lying disk and one more; both end at once, and the one that was cut off and the one that
 * lost its log are there first. A member that took part in votes with what it has left would elect a leader that lacks
 * what was acknowledged.
 */
final class LyingDisk
{
    private static final int LATEST_SHARE = 3;

    private final Director director;
    private final FaultMaker faults;
    private final VirtualNetwork network;
    private final Counts counts;
    private final SplittableRandom random;
    private final SimulatedNode liar;
    private final SimulatedNode apart;
    private final SimulatedNode witness;

    LyingDisk(
        final Director director,
        final FaultMaker faults,
        final Scene scene,
        final SplittableRandom random)
    {
        this.director = director;
        this.faults = faults;
        network = scene.network();
        counts = scene.counts();
        this.random = random;
        final List<SimulatedNode> nodes = scene.nodes();
        // Not the first: the audits replay its log from its beginning.
        final int member = 1 + random.nextInt(nodes.size() - 1);
        final int step = 1 + random.nextInt(nodes.size() - 1);
        liar = nodes.get(member);
        apart = nodes.get((member + step) % nodes.size());
        witness = nodes.get((member + nodes.size() - step) % nodes.size());
    }

    /** @param playNs time in which the faults come. */
    void beginWithin(final long playNs)
    {
        director.in(random.nextLong(playNs / LATEST_SHARE + 1), random.nextBoolean() ? this::lie : this::lieToOne);
    }

    private void lie()
    {
        liar.disk().lie();
        director.in(drawNs(100, 6_000), () ->
        {
            // In the midst of a write, if there is one.
            faults.cutPower(liar);
            director.in(drawNs(1, 500), () -> faults.powerFails(liar, drawNs(300, 5_000)));
        });
    }

    private void lieToOne()
    {
        counts.add("disks that lied while a member was apart");
        liar.disk().lie();
        director.in(drawNs(100, 1_000), () ->
        {
            faults.cutOff(apart, true);
            director.in(drawNs(1_500, 5_000), () ->
            {
                faults.powerFails(liar, drawNs(100, 1_000));
                faults.kill(witness, drawNs(4_000, 9_000));
                network.mend();
                director.start(apart);
            });
        });
    }

    private long drawNs(final int leastMs, final int mostMs)
    {
        return TimeUnit.MILLISECONDS.toNanos(leastMs + random.nextInt(mostMs - leastMs));
    }
}
