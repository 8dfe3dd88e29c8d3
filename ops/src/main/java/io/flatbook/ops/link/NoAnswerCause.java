package io.flatbook.ops.link;

import com.fasterxml.jackson.databind.JsonNode;
import io.aeron.exceptions.DriverTimeoutException;
import io.flatbook.wire.KeyRing;

import java.util.ArrayList;
import java.util.List;

/**
 * Why a cluster may not answer: a node drops what is not sealed with its keys without a word, so that this looks as if
 * there was none. The status pages of the nodes tell more.
 */
final class NoAnswerCause
{
    private static final long PAGE_TIMEOUT_MS = 500;

    private NoAnswerCause()
    {
    }

    private static List<JsonNode> nodes(final Profile profile)
    {
        final List<JsonNode> nodes = new ArrayList<>();
        for (final StatusPages.Page page : StatusPages.read(profile, PAGE_TIMEOUT_MS))
        {
            if (null != page.page())
            {
                nodes.add(page.page());
            }
        }
        return nodes;
    }

    /**
     * What is thrown if nobody lets a client in. If no node answers either, what the client tried adds nothing, unless
     * it could not even try.
     *
     * @param cause what the client met.
     */
    static NoLeaderException noLeader(final Profile profile, final Exception cause)
    {
        if (null != profile.aeronDirectory() &&
            (cause instanceof DriverTimeoutException || cause.getCause() instanceof DriverTimeoutException))
        {
            return new NoLeaderException("nobody was asked: no media driver lives in " + profile.aeronDirectory() +
                ", the aeronDirectory of the profile");
        }
        final List<JsonNode> nodes = nodes(profile);
        return new NoLeaderException("no leader answers at " + profile.ingressEndpoints() + of(profile, nodes),
            nodes.isEmpty() ? null : cause);
    }

    /** @return what is likely, to be put behind a sentence; empty if the nodes say nothing that explains it. */
    static String of(final Profile profile, final List<JsonNode> nodes)
    {
        if (nodes.isEmpty())
        {
            return ", nor does any node at " + String.join(", ", profile.statusUrls()) +
                "; scripts/demo --keep or scripts/cluster start DIR starts a cluster here, --profile names another";
        }
        for (final JsonNode node : nodes)
        {
            final String cause = wire(profile, node.path("wire"));
            if (null != cause)
            {
                return "; the nodes run, and " + cause;
            }
        }
        return "";
    }

    private static String wire(final Profile profile, final JsonNode wire)
    {
        final boolean isSealed = wire.path("sealed").asBoolean();
        if (null != profile.aeronDirectory())
        {
            return isSealed ? "the likely cause is the wire: the media driver at " + profile.aeronDirectory() +
                " must have their clientKeyFile" : null;
        }
        if (null == profile.transportKeyFile())
        {
            return isSealed ? "the cause is the wire: theirs is sealed, and the profile has no transportKeyFile" : null;
        }
        if (!isSealed)
        {
            return "the cause is the wire: theirs is not sealed, and the profile has a transportKeyFile";
        }
        final JsonNode clients = wire.path("clients");
        if (!hasSharedKey(profile, clients.path("keys")))
        {
            return "the cause is the wire: they have keys " + clients.path("keys") + ", of which " +
                profile.transportKeyFile() + " has none";
        }
        if (clients.path("tagSuspect").asBoolean())
        {
            return "the likely cause is the wire: somebody sends them datagrams with a key of the same number and " +
                "another text, as in " + profile.transportKeyFile();
        }
        return clients.path("clockSuspect").asBoolean() ?
            "the likely cause is a clock: somebody sends them datagrams that are too old" : null;
    }

    private static boolean hasSharedKey(final Profile profile, final JsonNode theirs)
    {
        for (final int own : KeyRing.read("transportKeyFile", profile.transportKeyFile()).keyIds())
        {
            for (final JsonNode their : theirs)
            {
                if (their.asInt() == own)
                {
                    return true;
                }
            }
        }
        return false;
    }
}
