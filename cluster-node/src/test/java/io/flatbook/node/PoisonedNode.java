package io.flatbook.node;

/**
 * Runs a node that echoes, with a planted bug, as a process.
 */
final class PoisonedNode
{
    private PoisonedNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, EchoService::poisonable));
    }
}
