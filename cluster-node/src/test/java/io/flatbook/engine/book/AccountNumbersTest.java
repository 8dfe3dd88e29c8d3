package io.flatbook.engine.book;

import io.flatbook.engine.TestBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts get numbers from 0 as they come, and keep them. */
class AccountNumbersTest
{
    private static final long SEED = Long.getLong("flatbook.seed", 5L);

    @Test
    void eachGetsTheNextNumberOnceAndKeepsIt()
    {
        System.out.println("AccountNumbersTest -Dflatbook.seed=" + SEED);
        final SplittableRandom random = new SplittableRandom(SEED);
        final TestBook book = new TestBook();
        final List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < 500; i++)
        {
            // Some in a row, some in steps of a power of two, some anywhere.
            final long id = switch (i % 3)
            {
                case 0 -> 1 + i;
                case 1 -> (long)i << 32;
                default -> 1_000 + random.nextLong(1L << 40);
            };
            book.account(id, id, 0);
            accounts.add(book.account(id));
        }
        final AccountNumbers numbers = new AccountNumbers();
        final Map<Account, Integer> expected = new HashMap<>();
        for (int i = 0; i < 3_000; i++)
        {
            final Account account = accounts.get(random.nextInt(accounts.size()));
            final Account other = accounts.get(random.nextInt(accounts.size()));
            assertThat(numbers.of(other)).isEqualTo(expected.getOrDefault(other, AccountNumbers.NONE));
            final int number = expected.computeIfAbsent(account, (one) -> expected.size());
            assertThat(numbers.add(account)).isEqualTo(number);
            assertThat(numbers.count()).isEqualTo(expected.size());
        }
    }
}
