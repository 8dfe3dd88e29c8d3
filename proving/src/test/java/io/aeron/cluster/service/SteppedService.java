package io.aeron.cluster.service;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;

/**
 * Makes the agent of a service container, which Aeron starts on a thread only, so that it can be called in steps.
 */
public final class SteppedService
{
    private SteppedService()
    {
    }

    /**
     * The agent of a container.
     *
     * @param context of the container, not concluded.
     * @param errors  takes what its duty cycle throws.
     * @return its invoker, not started.
     */
    public static AgentInvoker of(final ClusteredServiceContainer.Context context, final ErrorHandler errors)
    {
        context.conclude();
        return new AgentInvoker(errors, null, new ClusteredServiceAgent(context));
    }
}
