package io.flatbook.ops.console;

import java.nio.file.Path;
import java.util.Set;

/**
 * How a console is run.
 *
 * @param bind        address to listen on.
 * @param port        to listen on; 0: any that is free.
 * @param hostNames   by which browsers may name the console, without port; IPv6 addresses in brackets.
 * @param eventsFrom  first event that is wanted: 1 for all that the cluster retains, 0 for those from now on.
 * @param pollMs      between two looks at the cluster, in milliseconds.
 * @param history     file of DuckDB with what is past; null for none.
 * @param isBehindTls whether browsers come by way of a proxy that ends TLS.
 */
public record ConsoleSettings(String bind, int port, Set<String> hostNames, long eventsFrom, long pollMs, Path history,
    boolean isBehindTls)
{
    /**
     * Names of this machine for itself.
     */
    public static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /**
     * A host as it is written in the address of a page.
     *
     * @param host name or address.
     * @return the same, in brackets if it is an IPv6 address.
     */
    public static String inAddress(final String host)
    {
        return 0 > host.indexOf(':') || host.startsWith("[") ? host : '[' + host + ']';
    }
}
