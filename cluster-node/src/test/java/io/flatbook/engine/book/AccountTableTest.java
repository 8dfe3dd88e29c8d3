package io.flatbook.engine.book;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts are found by id whatever the bits of their ids, as a hash map of the JDK finds them. */
class AccountTableTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 17L);
    private static final StateHash HASH = new StateHash();

    private static Account account(final long id)
    {
        return new Account(HASH, new ChangedAccounts(), id, id, new Owner(1, 1), new Asset(HASH, 1, "USD", 0));
    }

    @Test
    void findsWhatAHashMapFinds()
    {
        System.out.println("AccountTableTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 100; round++)
        {
            final AccountTable table = new AccountTable();
            final Map<Long, Account> expected = new HashMap<>();
            final List<Long> ids = new ArrayList<>();
            final long step = 1L << random.nextInt(64);
            final int shape = random.nextInt(4);
            final int most = 1 + random.nextInt(200);
            for (int i = 0; i < 4 * most; i++)
            {
                final long id = 0 == shape ? random.nextLong() : 1 == shape ? i * step + 1 :
                    2 == shape ? random.nextLong() >>> random.nextInt(64) : random.nextInt(8) * step + i;
                if (!expected.containsKey(id))
                {
                    final Account account = account(id);
                    table.add(account);
                    expected.put(id, account);
                    ids.add(id);
                }
                if (ids.size() > most || random.nextInt(3) == 0)
                {
                    table.remove(expected.remove(ids.remove(random.nextInt(ids.size()))));
                }
                final long other = random.nextLong();
                assertThat(table.get(other)).as("round %d", round).isSameAs(expected.get(other));
                assertThat(table.count()).isEqualTo(expected.size());
            }
            ids.forEach((id) ->
            {
                assertThat(table.get(id)).as("id %d", id).isSameAs(expected.get(id));
                assertThat(table.get(id ^ 1L << 45)).isSameAs(expected.get(id ^ 1L << 45));
            });
        }
    }

    /** Ids in a row and in steps of every power of two go to enough places for short searches. */
    @Test
    void idsInStepsOfPowersOfTwoHavePlacesOfTheirOwn()
    {
        final int bits = 12;
        final int ids = 1 << bits - 1;
        for (int shift = 0; shift <= Long.SIZE - bits; shift++)
        {
            final Set<Integer> places = new HashSet<>();
            for (long i = 1; i <= ids; i++)
            {
                places.add(IdPlaces.place(i << shift, bits));
            }
            assertThat(places.size()).as("step 2^%d", shift).isGreaterThan(ids / 2);
        }
    }
}
