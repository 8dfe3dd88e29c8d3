package io.flatbook.proving.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * Where members listen.
 */
final class MemberPorts
{
    static final int BASE_PORT = 20_000;

    private static final int PORTS_APART = 100;

    private MemberPorts()
    {
    }

    /** What a backup asks. */
    static List<String> consensusEndpoints(final List<Host> members)
    {
        final List<String> endpoints = new ArrayList<>();
        for (int i = 0; i < members.size(); i++)
        {
            endpoints.add(members.get(i).addressText() + ":" + (BASE_PORT + PORTS_APART * i + 2));
        }
        return endpoints;
    }

    /** What clients connect to. */
    static String ingress(final List<Host> members)
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < members.size(); i++)
        {
            text.append(0 == i ? "" : ",").append(i).append('=').append(members.get(i).addressText()).append(':')
                .append(BASE_PORT + PORTS_APART * i + 1);
        }
        return text.toString();
    }
}
