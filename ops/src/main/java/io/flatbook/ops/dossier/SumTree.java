package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree whose nodes carry the sum and the count of the leaves below them, so that a path from a leaf to the
 * root also proves how much stands before it. A node without a neighbor goes up as it is.
 */
final class SumTree
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Hash, sum and count of a part of the leaves. */
    private record Node(String hash, BigInteger sum, long count)
    {
        private ArrayNode json()
        {
            return JSON.arrayNode().add(hash).add(sum).add(count);
        }
    }

    private final List<List<Node>> levels = new ArrayList<>();

    /** A tree over leaves that are complete. */
    SumTree(final List<ObjectNode> leaves, final List<BigInteger> sums)
    {
        List<Node> level = new ArrayList<>(leaves.size());
        for (int i = 0; i < leaves.size(); i++)
        {
            level.add(new Node(
                Canonical.hash(JSON.arrayNode().add("leaf").add(leaves.get(i)).add(sums.get(i))), sums.get(i), 1));
        }
        levels.add(level);
        while (level.size() > 1)
        {
            final List<Node> above = new ArrayList<>((level.size() + 1) / 2);
            for (int i = 0; i < level.size(); i += 2)
            {
                above.add(i + 1 == level.size() ? level.get(i) : parent(level.get(i), level.get(i + 1)));
            }
            level = above;
            levels.add(level);
        }
    }

    private static Node parent(final Node left, final Node right)
    {
        return new Node(Canonical.hash(JSON.arrayNode().add("node").add(left.json()).add(right.json())),
            left.sum().add(right.sum()), left.count() + right.count());
    }

    /** Hash, sum and count of all leaves, as in the documents. */
    ArrayNode root()
    {
        final List<Node> top = levels.get(levels.size() - 1);
        return top.isEmpty() ?
            new Node(Canonical.hash(JSON.arrayNode().add("empty")), BigInteger.ZERO, 0).json() : top.get(0).json();
    }

    /** The neighbors on the way up from a leaf: side, hash, sum, count. */
    ArrayNode path(final int leaf)
    {
        final ArrayNode path = JSON.arrayNode();
        int at = leaf;
        for (int i = 0; i < levels.size() - 1; i++)
        {
            final int neighbor = at ^ 1;
            if (neighbor < levels.get(i).size())
            {
                final ArrayNode step = JSON.arrayNode().add(neighbor < at ? "left" : "right");
                path.add(step.addAll(levels.get(i).get(neighbor).json()));
            }
            at >>>= 1;
        }
        return path;
    }
}
