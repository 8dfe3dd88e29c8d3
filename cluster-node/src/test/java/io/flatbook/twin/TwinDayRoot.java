package io.flatbook.twin;

import io.flatbook.twin.TwinNouns.Account;
import io.flatbook.twin.TwinNouns.Asset;
import io.flatbook.twin.TwinNouns.Position;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The root over all balances and positions of a day (CMD-11), with each tree built level by level. */
final class TwinDayRoot
{
    /** Hash, sum and number of the leaves below. */
    private record Node(byte[] hash, BigInteger sum, long count)
    {
        Bytes bytes()
        {
            return new Bytes().put(hash).put(sum, 16).put(BigInteger.valueOf(count), 8);
        }

        static Node above(final Node left, final Node right)
        {
            return new Node(new Bytes(1).put(left.bytes().array()).put(right.bytes().array()).hash(),
                left.sum.add(right.sum), left.count + right.count);
        }
    }

    /** Bytes to be hashed. */
    private static final class Bytes
    {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes(final int... first)
        {
            for (final int each : first)
            {
                out.write(each);
            }
        }

        Bytes put(final byte[] bytes)
        {
            out.writeBytes(bytes);
            return this;
        }

        Bytes put(final long value)
        {
            return put(BigInteger.valueOf(value), 8);
        }

        Bytes put(final BigInteger value, final int length)
        {
            for (int i = length - 1; i >= 0; i--)
            {
                out.write(value.shiftRight(8 * i).byteValue());
            }
            return this;
        }

        Bytes put(final Account account)
        {
            for (final Position leg : account.legs.values())
            {
                put(leg.instrument.id).put(leg.lots).put(leg.cost, 8);
            }
            return this;
        }

        byte[] array()
        {
            return out.toByteArray();
        }

        byte[] hash()
        {
            try
            {
                return MessageDigest.getInstance("SHA-256").digest(array());
            }
            catch (final NoSuchAlgorithmException ex)
            {
                throw new IllegalStateException(ex);
            }
        }
    }

    private TwinDayRoot()
    {
    }

    static String of(final TwinBook book, final int date)
    {
        final Bytes all = new Bytes()
            .put(("flatbook accounts 1 day " + date + "\n").getBytes(StandardCharsets.US_ASCII));
        book.accounts.values().forEach(account ->
            all.put(account.id).put(account.collateral, 8).put(account.legs.size()).put(account));
        final byte[] secret = all.hash();
        final Bytes trees = new Bytes(2);
        for (final Asset asset : book.assets.values())
        {
            final List<Node> leaves = new ArrayList<>();
            for (final Account account : book.accounts.values())
            {
                if (account.asset == asset)
                {
                    leaves.add(leaf(account, secret));
                }
            }
            trees.put(top(leaves).bytes().array());
        }
        return HexFormat.of().formatHex(trees.hash());
    }

    private static Node leaf(final Account account, final byte[] secret)
    {
        final byte[] salt = new Bytes().put(secret).put(account.id).hash();
        final byte[] name = new Bytes().put(salt).put(account.id).hash();
        final BigInteger equity = TwinMargin.equity(account);
        return new Node(new Bytes(0).put(name).put(account.collateral, 8).put(equity, 8).put(account).hash(),
            equity.max(BigInteger.ZERO), 1);
    }

    private static Node top(final List<Node> leaves)
    {
        List<Node> level = leaves;
        while (level.size() > 1)
        {
            final List<Node> above = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2)
            {
                above.add(i + 1 == level.size() ? level.get(i) : Node.above(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        return level.isEmpty() ? new Node(new Bytes().hash(), BigInteger.ZERO, 0) : level.get(0);
    }
}
