package io.flatbook.ops.view;

import io.flatbook.ops.wire.WireMessage;

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
}
