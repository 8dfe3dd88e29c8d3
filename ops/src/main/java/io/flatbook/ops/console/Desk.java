package io.flatbook.ops.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.ops.link.BookLink;
import io.flatbook.ops.link.NoLeaderException;
import io.flatbook.ops.view.BookReader;
import io.flatbook.ops.view.FieldNames;
import io.flatbook.ops.view.RefusalText;
import io.flatbook.ops.wire.Protocol;
import io.flatbook.ops.wire.WireMessage;
import io.flatbook.ops.wire.WireRow;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sends what people decided: each command over a session of its own that the person's secret opens, so the cluster
 * judges every act by that person's rights, and the console has none. One act at a time.
 */
final class Desk
{
    private static final String DECLARE = "DeclareDefault";
    private static final long TURN_SECONDS = 15;

    private final PersonLinks links;
    private final ReentrantLock turn = new ReentrantLock(true);

    /**
     * @param links of people.
     */
    Desk(final PersonLinks links)
    {
        this.links = links;
    }

    private interface Act<T>
    {
        T over(BookLink link);
    }

    /**
     * Has the cluster check who somebody is.
     *
     * @throws io.flatbook.ops.link.NotPermittedException if it does not let the person in.
     */
    void prove(final String principal, final String secret)
    {
        withLink(principal, secret, true, link -> link.ask(Protocol.wire().create("AssetsQuery")));
    }

    /**
     * Proposes that an account be declared in default, whether four eyes are on or off.
     */
    ObjectNode proposeDefault(final SignIns.Person person, final long account)
    {
        final byte[] bytes =
            Protocol.wire().bytes(message(DECLARE).with("commandId", 0L).with("account", account));
        return send(person, message("Propose").with("proposedCommand", bytes));
    }

    /**
     * Lets a proposed command take effect.
     *
     * @throws IllegalArgumentException if it activates a version.
     */
    ObjectNode approve(final SignIns.Person person, final long proposal)
    {
        return withLink(person.principal(), person.secret(), false, link ->
        {
            for (final BookReader.Entry entry : new Book(link).reader().proposals())
            {
                final byte[] bytes = (byte[])entry.row().value("proposedCommand");
                if (proposal == entry.row().required("proposal") &&
                    "ActivateVersion".equals(Protocol.wire().decode(new UnsafeBuffer(bytes), 0).name()))
                {
                    throw new IllegalArgumentException("a version is approved by flatbook proposal approve, " +
                        "which asks all nodes whether they know it (VER-2)");
                }
            }
            return submit(message("Approve").with("proposal", proposal), link);
        });
    }

    /**
     * Rejects a proposal, or withdraws one's own.
     */
    ObjectNode reject(final SignIns.Person person, final long proposal)
    {
        return send(person, message("RejectProposal").with("proposal", proposal));
    }

    private ObjectNode send(final SignIns.Person person, final WireMessage command)
    {
        return withLink(person.principal(), person.secret(), false, link -> submit(command, link));
    }

    private static ObjectNode submit(final WireMessage command, final BookLink link)
    {
        final WireRow outcome = link.submit(command).row();
        final String reason = outcome.text("reason");
        final ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("command", FieldNames.lowerFirst(command.name())).put("reason", reason);
        answer.put("commandId", outcome.number("commandId")).put("detail", outcome.number("detail"));
        return "NONE".equals(reason) ? answer : answer.put("problem", RefusalText.of(command, outcome));
    }

    private <T> T withLink(
        final String principal, final String secret, final boolean onlyReads, final Act<T> act)
    {
        try
        {
            if (!turn.tryLock(TURN_SECONDS, TimeUnit.SECONDS))
            {
                throw new NoLeaderException("the console is busy with the acts of others: try again");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
            throw new NoLeaderException("the console ends", ex);
        }
        try (BookLink link = links.open(principal, secret, onlyReads))
        {
            return act.over(link);
        }
        finally
        {
            turn.unlock();
        }
    }

    private static WireMessage message(final String name)
    {
        return Protocol.wire().create(name);
    }
}
