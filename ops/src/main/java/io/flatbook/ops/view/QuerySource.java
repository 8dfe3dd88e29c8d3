package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireMessage;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers queries: a cluster, or an engine in this process.
 */
@FunctionalInterface
public interface QuerySource
{
    /**
     * Asks a query.
     *
     * @param query without a correlation id, which is given here.
     * @return the reports that answer it, or one QueryRefused.
     */
    List<WireMessage> ask(WireMessage query);

    /**
     * Asks queries none of which needs the answer of another. A cluster gets all at once: they take one round trip.
     *
     * @param queries without correlation ids.
     * @return for each, what {@link #ask} answers.
     */
    default List<List<WireMessage>> askAll(final List<WireMessage> queries)
    {
        final List<List<WireMessage>> answers = new ArrayList<>();
        queries.forEach(query -> answers.add(ask(query)));
        return answers;
    }
}
