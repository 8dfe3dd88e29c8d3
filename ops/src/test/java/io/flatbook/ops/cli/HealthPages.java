package io.flatbook.ops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flatbook.ops.link.StatusPages;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Status page of a node that serves, with what a test changes of it. */
final class HealthPages
{
    private final int member;
    private final String role;
    private String election = "CLOSED";
    private String module = "ACTIVE";
    private boolean hasService = true;
    private long committed = 640;
    private long applied = 640;
    private long hashedAt = 512;
    private int errors;

    private HealthPages(final int member, final String role)
    {
        this.member = member;
        this.role = role;
    }

    static HealthPages node(final int member, final String role)
    {
        return new HealthPages(member, role);
    }

    HealthPages election(final String state)
    {
        election = state;
        return this;
    }

    HealthPages module(final String state)
    {
        module = state;
        return this;
    }

    HealthPages withoutService()
    {
        hasService = false;
        return this;
    }

    HealthPages committed(final long position)
    {
        committed = position;
        return this;
    }

    HealthPages applied(final long position)
    {
        applied = position;
        return this;
    }

    HealthPages hashedAt(final long position)
    {
        hashedAt = position;
        return this;
    }

    HealthPages errors(final int count)
    {
        errors = count;
        return this;
    }

    String json()
    {
        return "{\"member\":" + member + ",\"role\":\"" + role + "\",\"election\":\"" + election +
            "\",\"module\":\"" + module + "\",\"commitPosition\":" + committed + ",\"errors\":" + errors +
            (hasService ? ",\"service\":{\"appliedPosition\":" + applied + ",\"hashes\":[{\"position\":" + hashedAt +
            ",\"replicaHash\":\"00ff\"}],\"assets\":[]}" : "") + "}";
    }

    static List<StatusPages.Page> pages(final HealthPages... nodes)
    {
        final List<StatusPages.Page> pages = new ArrayList<>();
        for (final HealthPages node : nodes)
        {
            try
            {
                pages.add(new StatusPages.Page("http://node" + node.member,
                    new ObjectMapper().readTree(node.json()), null));
            }
            catch (final JsonProcessingException ex)
            {
                throw new UncheckedIOException(ex);
            }
        }
        return pages;
    }
}
