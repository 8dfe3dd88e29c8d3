package io.flatbook.node;

/**
 * Notified when a running node can no longer go on. A process halts; an embedded node is closed from another thread.
 */
@FunctionalInterface
public interface NodeFailure
{
    /**
     * The node failed. Called at most once per node, on the failing thread, which must not be used to close the node.
     *
     * @param what  failed, in words.
     * @param cause of it, or null if a thread ended without one.
     */
    void onFailure(String what, Throwable cause);
}
