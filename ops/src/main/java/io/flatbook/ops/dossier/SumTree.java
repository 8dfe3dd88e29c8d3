package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A Merkle tree whose nodes carry the sum and the count of the leaves below them, so that a path from a leaf to the
 * root also proves how much comes before it. A node without a neighbor moves up unchanged.
 */
final class SumTree
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Hash, sum and count of a part of the leaves. */
    private record Node(byte[] hash, BigInteger sum, long count)
    {
        private ArrayNode json()
        {
            return JSON.arrayNode().add(HexFormat.of().formatHex(hash)).add(sum).add(count);
        }
    }

    private final List<List<Node>> levels = new ArrayList<>();

    /** A tree over leaves that are complete. */
    SumTree(final List<ObjectNode> leaves, final List<BigInteger> sums)
    {
        List<Node> level = new ArrayList<>(leaves.size());
        for (int i = 0; i < leaves.size(); i++)
        {
            level.add(new Node(leafHash(leaves.get(i)), sums.get(i), 1));
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

    private static byte[] leafHash(final ObjectNode leaf)
    {
        final MessageDigest digest = Canonical.sha256();
        digest.update((byte)0);
        if (leaf.has("lots"))
        {
            return digest.digest(Canonical.bytes(leaf));
        }
        digest.update(HexFormat.of().parseHex(leaf.get("hash").textValue()));
        digest.update(bytes(leaf.get("collateral").longValue()));
        digest.update(bytes(leaf.get("equity").longValue()));
        leaf.get("positions").forEach((position) ->
            position.forEach((number) -> digest.update(bytes(number.longValue()))));
        return digest.digest();
    }

    private static Node parent(final Node left, final Node right)
    {
        final MessageDigest digest = Canonical.sha256();
        digest.update((byte)1);
        for (final Node node : List.of(left, right))
        {
            digest.update(node.hash());
            digest.update(bytes(node.sum().shiftRight(Long.SIZE).longValueExact()));
            digest.update(bytes(node.sum().longValue()));
            digest.update(bytes(node.count()));
        }
        return new Node(digest.digest(), left.sum().add(right.sum()), left.count() + right.count());
    }

    private static byte[] bytes(final long number)
    {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    /** Hash, sum and count of all leaves, as in the documents. */
    ArrayNode root()
    {
        final List<Node> top = levels.get(levels.size() - 1);
        return top.isEmpty() ?
            new Node(Canonical.sha256().digest(), BigInteger.ZERO, 0).json() : top.get(0).json();
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
