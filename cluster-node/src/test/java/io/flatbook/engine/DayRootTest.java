package io.flatbook.engine;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.DayRoot;
import io.flatbook.engine.book.Position;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The root of a day against trees that are built here level by level, from the text of CMD-11. */
class DayRootTest
{
    private static final int DATE = 20251010;
    private static final int EUR = 2;
    private static final long MAKER = 1_000;
    private static final int WIDE_LENGTH = 16;

    private final TestBook book = new TestBook();

    /** Hash, sum and number of the leaves below. */
    private record Node(byte[] hash, BigInteger sum, long count)
    {
        byte[] bytes()
        {
            final ByteBuffer bytes = ByteBuffer.allocate(hash.length + WIDE_LENGTH + Long.BYTES).put(hash);
            return bytes.putLong(sum.shiftRight(Long.SIZE).longValue()).putLong(sum.longValue()).putLong(count).array();
        }
    }

    DayRootTest()
    {
        book.accepted(book.engine.defineAsset(book.alice, 2, "EUR"));
    }

    private String root()
    {
        return DayRoot.of(book.engine.book(), book.engine.margin(), DATE);
    }

    /** Opens accounts of an asset from the highest id down, each with another deposit. */
    private void open(final int asset, final int count)
    {
        for (int i = count; i > 0; i--)
        {
            final long id = 10L * i + asset;
            book.accepted(book.engine.openAccount(book.gateway, id, id, asset));
            book.deposit(id, 100 + 7L * i * i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void isThatOfTreesBuiltLevelByLevel(final int leaves)
    {
        open(TestBook.USD, leaves);
        assertThat(root()).isEqualTo(expected());
        open(EUR, 3);
        assertThat(root()).as("beside another asset").isEqualTo(expected());
    }

    @Test
    void aTreeSumsUpWhatAccountsAreOwedAndADeficitCountsAsNothing()
    {
        final int perp = book.perpetual("COIN", 200);
        book.waterfall(new TestWaterfall().operator());
        book.account(MAKER, 9, 1_000_000).account(1, 1, 500).account(2, 2, 500);
        book.book(perp, 1, MAKER, 10, 200).book(perp, MAKER, 2, 10, 200).mark(perp, 130);
        assertThat(book.equity(1)).isEqualTo(-200);
        assertThat(top(TestBook.USD).sum()).isEqualTo(1_000_000 + 1_200);
        assertThat(root()).isEqualTo(expected());
        book.mark(perp, 131);
        assertThat(root()).as("equity at mark is in it").isEqualTo(expected());
    }

    @Test
    void aChangeOfAnyLeafChangesTheRoot()
    {
        open(TestBook.USD, 9);
        final Set<String> roots = new HashSet<>(Set.of(root()));
        for (int i = 1; i <= 9; i++)
        {
            book.deposit(10L * i + TestBook.USD, 1);
            assertThat(roots.add(root())).as("leaf %d", i).isTrue();
        }
        assertThat(DayRoot.of(book.engine.book(), book.engine.margin(), DATE + 1)).as("day").isNotIn(roots);
        book.withdraw(11, 1).deposit(21, 1);
        assertThat(roots.add(root())).as("a unit moved to the next leaf").isTrue();
        assertThat(root()).isEqualTo(expected());
    }

    @Test
    void leavesStandByAccountWhateverTheOrderInWhichTheyWereOpened()
    {
        final TestBook other = new TestBook();
        other.accepted(other.engine.defineAsset(other.alice, 2, "EUR"));
        for (final long id : new long[]{5, 1, 4, 2, 3})
        {
            book.account(id, 7, 10 * id);
            other.account(6 - id, 7, 10 * (6 - id));
        }
        assertThat(DayRoot.of(other.engine.book(), other.engine.margin(), DATE)).isEqualTo(root())
            .isEqualTo(expected());
    }

    private String expected()
    {
        return HexFormat.of().formatHex(sha256(new byte[]{2}, top(TestBook.USD).bytes(), top(EUR).bytes()));
    }

    private Node top(final int asset)
    {
        final byte[] secret = secret();
        List<Node> level = new ArrayList<>();
        for (final Account account : book.engine.book().accounts())
        {
            if (account.asset().id() == asset)
            {
                level.add(leaf(account, secret));
            }
        }
        while (level.size() > 1)
        {
            level = above(level);
        }
        return level.isEmpty() ? new Node(sha256(), BigInteger.ZERO, 0) : level.get(0);
    }

    private static List<Node> above(final List<Node> level)
    {
        final List<Node> above = new ArrayList<>();
        for (int i = 0; i < level.size(); i += 2)
        {
            final Node left = level.get(i);
            final Node right = i + 1 < level.size() ? level.get(i + 1) : null;
            above.add(null == right ? left : new Node(sha256(new byte[]{1}, left.bytes(), right.bytes()),
                left.sum.add(right.sum), left.count + right.count));
        }
        return above;
    }

    private Node leaf(final Account account, final byte[] secret)
    {
        final long equity = book.equity(account.id());
        final byte[] salt = sha256(secret, longs(account.id()));
        final byte[] name = sha256(salt, longs(account.id()));
        return new Node(
            sha256(new byte[]{0}, name, longs(account.collateral(), equity), positions(account)),
            BigInteger.valueOf(Math.max(0, equity)), 1);
    }

    private byte[] secret()
    {
        final List<byte[]> parts = new ArrayList<>();
        parts.add(("flatbook accounts 1 day " + DATE + "\n").getBytes(StandardCharsets.US_ASCII));
        for (final Account account : book.engine.book().accounts())
        {
            parts.add(longs(account.id(), account.collateral(), account.legCount()));
            parts.add(positions(account));
        }
        return sha256(parts.toArray(new byte[0][]));
    }

    private static byte[] positions(final Account account)
    {
        final long[] values = new long[3 * account.legCount()];
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            values[3 * i] = leg.instrument().id();
            values[3 * i + 1] = leg.quantityLots();
            values[3 * i + 2] = leg.cost();
        }
        return longs(values);
    }

    private static byte[] longs(final long... values)
    {
        final ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
        for (final long value : values)
        {
            bytes.putLong(value);
        }
        return bytes.array();
    }

    private static byte[] sha256(final byte[]... parts)
    {
        try
        {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (final byte[] part : parts)
            {
                digest.update(part);
            }
            return digest.digest();
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new AssertionError(ex);
        }
    }
}
