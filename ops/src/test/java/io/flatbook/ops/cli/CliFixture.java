package io.flatbook.ops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.link.StatusPages;
import io.flatbook.ops.scenario.BadLineException;
import io.flatbook.ops.scenario.EngineTarget;
import io.flatbook.ops.scenario.Reply;
import io.flatbook.ops.scenario.ScenarioRunner;
import io.flatbook.ops.scenario.ScenarioTarget;
import io.flatbook.ops.wire.WireMessage;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line whose cluster is an engine in this process.
 */
final class CliFixture
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EngineTarget target = new EngineTarget();
    private final List<WireMessage> events = new ArrayList<>();
    private final List<WireMessage> history = new ArrayList<>();
    private final List<StatusPages.Page> pages = new ArrayList<>();
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private boolean hasLeader = true;
    private boolean endsWithCommand;
    private boolean givesEvents = true;
    private long nowMs = 999;
    private Screen screen = Screen.NONE;
    private Path profiles = Path.of(".");

    CliFixture with(final String... lines) throws BadLineException
    {
        new ScenarioRunner(new Recorded(), line ->
        {
        }, true).run("fixture", List.of(lines));
        return this;
    }

    CliFixture on(final Screen other)
    {
        screen = other;
        return this;
    }

    CliFixture withoutLeader()
    {
        hasLeader = false;
        return this;
    }

    /** Nobody answers any more once the next command has its outcome, as when it approved a shutdown. */
    CliFixture endingWithTheNextCommand()
    {
        endsWithCommand = true;
        return this;
    }

    CliFixture withoutEvents()
    {
        givesEvents = false;
        return this;
    }

    CliFixture withPage(final String url, final String json)
    {
        try
        {
            pages.add(new StatusPages.Page(
                url, null == json ? null : MAPPER.readTree(json), null == json ? "refused" : null));
        }
        catch (final JsonProcessingException ex)
        {
            throw new UncheckedIOException(ex);
        }
        return this;
    }

    /** Lets time pass of which the engine knows nothing. */
    CliFixture later(final long ms)
    {
        nowMs += ms;
        return this;
    }

    int run(final String... arguments)
    {
        out = new StringWriter();
        err = new StringWriter();
        nowMs++;
        return RootCommand.execute(surroundings(), arguments);
    }

    /**
     * The parser of a command line that writes to a new page.
     */
    CommandLine root()
    {
        out = new StringWriter();
        err = new StringWriter();
        return RootCommand.line(surroundings());
    }

    CliFixture profiles(final Path directory)
    {
        profiles = directory;
        return this;
    }

    /** Of a run, with all that it prints kept here. */
    Surroundings surroundings()
    {
        return new Surroundings(new PrintWriter(out), new PrintWriter(err), profiles,
            (profile, principal, eventsFrom, timeoutMs) -> open(principal, eventsFrom),
            (profile, timeoutMs) -> List.copyOf(pages), (profile, timeoutMs) -> snapshotTaken(),
            EngineTarget::new, EngineTarget::new, () -> nowMs, screen);
    }

    String out()
    {
        return out.toString();
    }

    String err()
    {
        return err.toString();
    }

    JsonNode json()
    {
        try
        {
            return MAPPER.readTree(out());
        }
        catch (final JsonProcessingException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private void snapshotTaken()
    {
        pages.replaceAll(page -> new StatusPages.Page(page.url(), ((ObjectNode)page.page().deepCopy())
            .put("snapshots", page.page().path("snapshots").asLong() + 1), page.problem()));
    }

    private BookLink open(final String principal, final long eventsFrom)
    {
        checkLeader();
        if (0 < eventsFrom)
        {
            events.addAll(0, history);
        }
        return new EngineLink(principal);
    }

    private void checkLeader()
    {
        if (!hasLeader)
        {
            throw new NoLeaderException("no leader answers at localhost");
        }
    }

    /**
     * The engine, whose events are kept for links that ask for past ones.
     */
    private final class Recorded implements ScenarioTarget
    {
        @Override
        public Reply submit(final String principal, final WireMessage command)
        {
            final Reply reply = target.submit(principal, command);
            history.addAll(reply.events());
            return reply;
        }

        @Override
        public List<WireMessage> ask(final String principal, final WireMessage query)
        {
            return target.ask(principal, query);
        }

        @Override
        public List<WireMessage> advanceTo(final long timestampMs)
        {
            final List<WireMessage> ticked = target.advanceTo(timestampMs);
            history.addAll(ticked);
            return ticked;
        }

        @Override
        public long firstNumber()
        {
            return target.firstNumber();
        }

        @Override
        public void close()
        {
            target.close();
        }
    }

    private final class EngineLink implements BookLink
    {
        private final String principal;

        private EngineLink(final String principal)
        {
            this.principal = principal;
        }

        @Override
        public WireMessage submit(final WireMessage command)
        {
            final Reply reply = target.submit(principal, command);
            events.addAll(reply.events());
            hasLeader = !endsWithCommand;
            return reply.outcome();
        }

        @Override
        public void poll()
        {
            // Nothing waits.
        }

        @Override
        public List<WireMessage> takeEvents()
        {
            final List<WireMessage> taken = givesEvents ? List.copyOf(events) : List.of();
            events.clear();
            return taken;
        }

        @Override
        public List<WireMessage> ask(final WireMessage query)
        {
            checkLeader();
            return target.ask(principal, query);
        }

        @Override
        public void close()
        {
            // Nothing is held.
        }
    }
}
