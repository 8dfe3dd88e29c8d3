package io.flatbook.ops.cli;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;

import java.io.IOException;
import java.util.Map;

/**
 * One thread of another process that stands still, as under a debugger, while all its others go on. It goes on when
 * this is closed.
 */
final class HeldThread implements AutoCloseable
{
    private final VirtualMachine machine;

    private HeldThread(final VirtualMachine machine)
    {
        this.machine = machine;
    }

    /**
     * What a process is to find in its environment so that its threads can be held.
     *
     * @param port of this machine that it will listen on.
     */
    static Map<String, String> environment(final int port)
    {
        return Map.of("JAVA_TOOL_OPTIONS",
            "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=localhost:" + port);
    }

    /**
     * Holds a thread.
     *
     * @param port that its process listens on.
     * @param name that the thread's begins with.
     */
    static HeldThread hold(final int port, final String name) throws IOException
    {
        final AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter((each) -> "dt_socket".equals(each.transport().name())).findFirst().orElseThrow();
        final Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("localhost");
        arguments.get("port").setValue(Integer.toString(port));
        try
        {
            final VirtualMachine machine = connector.attach(arguments);
            machine.allThreads().stream().filter((thread) -> thread.name().startsWith(name)).findFirst()
                .orElseThrow(() -> new AssertionError("no thread " + name + " in " + machine.allThreads().stream()
                    .map(ThreadReference::name).toList())).suspend();
            return new HeldThread(machine);
        }
        catch (final IllegalConnectorArgumentsException ex)
        {
            throw new IOException(ex);
        }
    }

    @Override
    public void close()
    {
        machine.dispose();
    }
}
