package io.flatbook.ops.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The five audits after a run: what gateways were told against an offline replay of the leader's log.
 */
final class Audits
{
    private final List<String> violations = new ArrayList<>();
    private final HashWatch hashWatch;
    private long lost;
    private long twice;

    /**
     * Does them.
     *
     * @param leaderDirectory data of the stopped leader.
     * @param books           of the gateways.
     * @param hashWatch       what the nodes told of their hashes.
     */
    Audits(final Path leaderDirectory, final List<CommandBook> books, final HashWatch hashWatch)
    {
        this.hashWatch = hashWatch;
        violations.addAll(hashWatch.differences());
    }

    List<String> violations()
    {
        return violations;
    }

    long lost()
    {
        return lost;
    }

    long twice()
    {
        return twice;
    }

    String hashes()
    {
        return hashWatch.compared() + " same";
    }
}
