package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Positions come and go in any order of their accounts and are walked as a tree of the JDK would. */
class BlockPositionTableTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 23L);
    private static final StateHash HASH = new StateHash();

    private final SplittableRandom random = new SplittableRandom(SEED);

    private static Position position(final long accountId)
    {
        return new Position(new Account(HASH, new ChangedAccounts(), accountId, accountId, new Owner(1, 1),
            new Asset(HASH, 1, "USD", 0)), null);
    }

    @Test
    void keepsTheOrderOfATree()
    {
        System.out.println("BlockPositionTableTest -Dflatbook.seed=" + SEED);
        for (int round = 0; round < 60; round++)
        {
            final BlockPositionTable table = new BlockPositionTable();
            final TreeMap<Long, Position> expected = new TreeMap<>();
            final int most = 1 << random.nextInt(12);
            grow(table, expected, most, round % 4);
            check(table, expected);
            // Down to nothing, in order, in reverse or at random, with some that come back.
            while (!expected.isEmpty())
            {
                final long id = 0 == round % 3 ? expected.firstKey() :
                    1 == round % 3 ? expected.lastKey() : any(expected);
                table.remove(expected.remove(id));
                if (0 == random.nextInt(8))
                {
                    final Position position = position(id);
                    table.add(position);
                    expected.put(id, position);
                    table.remove(expected.remove(any(expected)));
                }
                if (0 == random.nextInt(64))
                {
                    check(table, expected);
                }
            }
            check(table, expected);
        }
    }

    private void grow(
        final BlockPositionTable table, final TreeMap<Long, Position> expected, final int most, final int shape)
    {
        for (int i = 1; i <= most; i++)
        {
            final long id = 0 == shape ? i : 1 == shape ? most + 1 - i : 2 == shape ? 1 + random.nextLong(4L * most) :
                random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63) | 1;
            if (!expected.containsKey(id))
            {
                final Position position = position(id);
                table.add(position);
                expected.put(id, position);
            }
        }
    }

    private long any(final TreeMap<Long, Position> expected)
    {
        return expected.ceilingKey(random.nextLong(expected.firstKey(), expected.lastKey() + 1));
    }

    private void check(final BlockPositionTable table, final TreeMap<Long, Position> expected)
    {
        assertThat(table.count()).isEqualTo(expected.size());
        final List<Position> walked = new ArrayList<>();
        table.forEach(walked::add);
        assertThat(walked).containsExactlyElementsOf(expected.values());
        for (int i = 0; i < 20; i++)
        {
            final long after = 0 == i || expected.isEmpty() ? random.nextInt(3) :
                expected.lastKey() - random.nextLong(expected.lastKey() + 1) + random.nextInt(2);
            final Map.Entry<Long, Position> next = expected.higherEntry(after);
            assertThat(table.next(after)).as("after %d", after).isSameAs(null == next ? null : next.getValue());
        }
        expected.keySet().stream().limit(300).forEach((id) ->
        {
            final Map.Entry<Long, Position> next = expected.higherEntry(id);
            assertThat(table.next(id)).as("after %d", id).isSameAs(null == next ? null : next.getValue());
        });
    }

    @Test
    void aWalkDuringWhichAPositionComesFails()
    {
        final BlockPositionTable table = new BlockPositionTable();
        table.add(position(1));
        table.add(position(2));
        assertThatThrownBy(() -> table.forEach((position) -> table.add(position(3))))
            .isInstanceOf(IllegalStateException.class).hasMessageContaining("during a walk");
    }
}
