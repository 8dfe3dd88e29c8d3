package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flatbook.engine.book.AccountHashes;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * A document with a body, and leaves of accounts in trees, with accounts by salted hashes; and a root over all of it
 * that the proof of a single account leads to. See {@code docs/dossier.md}.
 */
public final class ProvenDocument
{
    private static final Set<String> ACCOUNT_FIELDS = Set.of("account", "defaulter");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * Leaves in order, with ids of accounts, to be built into a tree.
     *
     * @param id     of the instrument or asset that they belong to.
     * @param leaves an object for each account.
     * @param sums   what each adds to the sum, at or above 0.
     */
    record Leaves(int id, List<ObjectNode> leaves, List<BigInteger> sums)
    {
    }

    private final String format;
    private final ObjectNode body;
    private final List<Leaves> groups;
    private final AccountHashes hashes;
    private final List<SumTree> trees = new ArrayList<>();
    private final TreeMap<Long, Integer> numbers = new TreeMap<>();

    private ProvenDocument(
        final String format, final ObjectNode body, final List<Leaves> groups, final AccountHashes hashes)
    {
        this.format = format;
        this.body = body;
        this.groups = groups;
        this.hashes = hashes;
    }

    /** Makes a document of what was captured; the leaves are its own from here on. */
    static ProvenDocument of(
        final String format, final ObjectNode captured, final List<Leaves> groups, final AccountHashes hashes)
    {
        final ProvenDocument document = new ProvenDocument(format, captured.deepCopy(), groups, hashes);
        document.findAccounts(document.body);
        groups.forEach((group) -> group.leaves().forEach(document::findAccounts));
        final ArrayNode accounts = JSON.arrayNode();
        final TreeMap<Long, String> hashById = new TreeMap<>();
        int number = 0;
        for (final long id : document.numbers.keySet())
        {
            document.numbers.put(id, number++);
            hashById.put(id, HexFormat.of().formatHex(hashes.hash(id)));
            accounts.add(hashById.get(id));
        }
        document.replaceAccounts(document.body);
        document.body.set("accounts", accounts);
        for (final Leaves group : groups)
        {
            for (final ObjectNode leaf : group.leaves())
            {
                leaf.put("hash", hashById.get(leaf.get("account").longValue()));
                document.replaceAccounts(leaf);
            }
            document.trees.add(new SumTree(group.leaves(), group.sums()));
        }
        return document;
    }

    private void findAccounts(final JsonNode node)
    {
        node.properties().forEach((field) ->
        {
            if (ACCOUNT_FIELDS.contains(field.getKey()))
            {
                numbers.put(field.getValue().longValue(), 0);
            }
        });
        node.forEach((child) ->
        {
            if (child.isContainerNode())
            {
                findAccounts(child);
            }
        });
    }

    // An account becomes its place among the document's accounts by id: ties of ids can be seen, ids cannot.
    private void replaceAccounts(final JsonNode node)
    {
        for (final String name : ACCOUNT_FIELDS)
        {
            if (node.isObject() && node.has(name))
            {
                ((ObjectNode)node).put(name, (int)numbers.get(node.get(name).longValue()));
            }
        }
        node.forEach((child) ->
        {
            if (child.isContainerNode())
            {
                replaceAccounts(child);
            }
        });
    }

    /**
     * A number of the body: the run of a dossier, the date of a day.
     *
     * @param name of the field.
     * @return the number.
     */
    public long number(final String name)
    {
        return body.get(name).longValue();
    }

    /**
     * Hash over all of it.
     *
     * @return SHA-256 in hex.
     */
    public String root()
    {
        return Canonical.hash(JSON.arrayNode().add(format).add(Canonical.hash(body)).add(roots()));
    }

    private ArrayNode roots()
    {
        final ArrayNode roots = JSON.arrayNode();
        for (int i = 0; i < groups.size(); i++)
        {
            roots.add(JSON.arrayNode().add(groups.get(i).id()).addAll(trees.get(i).root()));
        }
        return roots;
    }

    /**
     * The document.
     *
     * @return canonical JSON, without a line end.
     */
    public String text()
    {
        final ObjectNode document = JSON.objectNode().put("format", format).put("root", root());
        document.set("body", body);
        final ArrayNode rows = document.putArray("leaves");
        for (final Leaves group : groups)
        {
            rows.addArray().addAll(group.leaves());
        }
        document.set("trees", roots());
        return Canonical.text(document);
    }

    /**
     * What one account may see: its own leaves, how many leaves and how much stand before each, and the way to the
     * root.
     *
     * @param accountId of the account.
     * @return canonical JSON, without a line end; null if it has no leaf.
     */
    public String proof(final long accountId)
    {
        final ObjectNode document = JSON.objectNode().put("format", format + "-proof").put("root", root())
            .put("id", accountId).put("salt", HexFormat.of().formatHex(hashes.salt(accountId)))
            .put("body", Canonical.hash(body));
        document.set("trees", roots());
        final ArrayNode rows = document.putArray("leaves");
        final Integer number = numbers.get(accountId);
        for (int i = 0; i < groups.size() && null != number; i++)
        {
            BigInteger ahead = BigInteger.ZERO;
            final Leaves group = groups.get(i);
            for (int k = 0; k < group.leaves().size(); k++)
            {
                final ObjectNode leaf = group.leaves().get(k);
                if (leaf.get("account").intValue() == number)
                {
                    final ObjectNode row = rows.addObject().put("tree", i).put("rank", k + 1).put("ahead", ahead)
                        .put("sum", group.sums().get(k));
                    row.set("leaf", leaf);
                    row.set("path", trees.get(i).path(k));
                }
                ahead = ahead.add(group.sums().get(k));
            }
        }
        return rows.isEmpty() ? null : Canonical.text(document);
    }
}
