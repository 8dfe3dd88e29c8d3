package io.flatbook.node;

/**
 * Runs a node that echoes, as a process.
 */
final class EchoNode
{
    private EchoNode()
    {
    }

    public static void main(final String[] args)
    {
        Runtime.getRuntime().halt(ClearingNode.run(args, EchoService::hosted));
    }
}
