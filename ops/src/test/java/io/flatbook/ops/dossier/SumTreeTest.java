package io.flatbook.ops.dossier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A path leads from every leaf to the root, and what stands to its left is what comes before it.
 */
final class SumTreeTest
{
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 100})
    void everyPathLeadsToTheRootAndCountsWhatIsAhead(final int count)
    {
        final List<ObjectNode> leaves = new ArrayList<>();
        final List<BigInteger> sums = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            leaves.add(JSON.objectNode().put("account", i).put("lots", -10 - i));
            sums.add(BigInteger.valueOf(10L + i));
        }
        final SumTree tree = new SumTree(leaves, sums);

        long ahead = 0;
        for (int i = 0; i < count; i++)
        {
            ArrayNode node = JSON.arrayNode()
                .add(hash(new byte[1], Canonical.text(leaves.get(i)).getBytes(StandardCharsets.UTF_8)))
                .add(sums.get(i)).add(1L);
            long left = 0;
            long rank = 0;
            for (final JsonNode step : tree.path(i))
            {
                final ArrayNode other = JSON.arrayNode().add(step.get(1)).add(step.get(2)).add(step.get(3));
                final boolean isLeft = "left".equals(step.get(0).asText());
                left += isLeft ? step.get(2).asLong() : 0;
                rank += isLeft ? step.get(3).asLong() : 0;
                node = JSON.arrayNode()
                    .add(hash(new byte[]{1}, bytes(isLeft ? other : node), bytes(isLeft ? node : other)))
                    .add(other.get(1).bigIntegerValue().add(node.get(1).bigIntegerValue()))
                    .add(other.get(2).asLong() + node.get(2).asLong());
            }
            assertThat(Canonical.text(node)).isEqualTo(Canonical.text(tree.root()));
            assertThat(left).isEqualTo(ahead);
            assertThat(rank).isEqualTo(i);
            ahead += sums.get(i).longValue();
        }
        assertThat(tree.root().get(1).asLong()).isEqualTo(ahead);
    }

    private static String hash(final byte[]... parts)
    {
        final MessageDigest digest = Canonical.sha256();
        for (final byte[] part : parts)
        {
            digest.update(part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(final ArrayNode node)
    {
        return ByteBuffer.allocate(56).put(HexFormat.of().parseHex(node.get(0).textValue()))
            .putLong(0).putLong(node.get(1).longValue()).putLong(node.get(2).longValue()).array();
    }

    @Test
    void anEmptyTreeHasARootOfNothing()
    {
        final ArrayNode root = new SumTree(List.of(), List.of()).root();

        assertThat(root.get(1).asLong()).isZero();
        assertThat(root.get(2).asLong()).isZero();
    }

    @Test
    void thereIsOneSpellingOfAValue()
    {
        final ObjectNode value = JSON.objectNode();
        value.put("b", new BigInteger("123456789012345678901234567890")).put("a", "\"\\\u001f\u00e9");
        value.putArray("c").add(-1).add(true).addNull().addObject();

        assertThat(Canonical.text(value)).isEqualTo(
            "{\"a\":\"\\\"\\\\\\u001f\u00e9\",\"b\":123456789012345678901234567890,\"c\":[-1,true,null,{}]}");
    }
}
