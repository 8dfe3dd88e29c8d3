package io.flatbook.fuzz;

import io.flatbook.cluster.LocalClearing;
import io.flatbook.twin.Swarm;
import java.util.function.Consumer;

/** Records of a snapshot: they are refused as documented, or loaded, and then the same snapshot comes out again. */
final class SnapshotFuzz implements Consumer<byte[]>
{
    @Override
    public void accept(final byte[] bytes)
    {
        final LocalClearing restored;
        try
        {
            restored = LocalClearing.restore(Swarm.limits(), bytes);
        }
        catch (final IllegalStateException ex)
        {
            // As documented, also of a version that this binary does not know.
            return;
        }
        final LocalClearing again = LocalClearing.restore(Swarm.limits(), restored.snapshot());
        if (again.engine().replicaHash() != restored.engine().replicaHash())
        {
            throw new AssertionError("I9: the state restored again differs");
        }
    }
}
