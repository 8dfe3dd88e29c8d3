package io.flatbook.engine.book;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over numbers and bytes. It holds back what it is given and hashes it in larger pieces.
 */
final class Sha256
{
    /** Bytes of a hash. */
    static final int LENGTH = 32;

    private static final int PENDING_MAX = 4096;

    private final MessageDigest digest;
    private final byte[] pending = new byte[PENDING_MAX];
    private int length;

    Sha256()
    {
        try
        {
            digest = MessageDigest.getInstance("SHA-256");
        }
        catch (final NoSuchAlgorithmException ex)
        {
            throw new IllegalStateException("every Java platform has SHA-256", ex);
        }
    }

    Sha256 put(final byte value)
    {
        room(1);
        pending[length++] = value;
        return this;
    }

    /** Adds 8 bytes, the highest first. */
    Sha256 put(final long value)
    {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE)
        {
            pending[length++] = (byte)(value >> shift);
        }
        return this;
    }

    Sha256 put(final byte[] values)
    {
        room(values.length);
        if (values.length > PENDING_MAX)
        {
            digest.update(values);
            return this;
        }
        System.arraycopy(values, 0, pending, length, values.length);
        length += values.length;
        return this;
    }

    /** Adds the positions of an account by ascending instrument: id, lots and cost of each. */
    Sha256 putPositions(final Account account)
    {
        for (int i = 0; i < account.legCount(); i++)
        {
            final Position leg = account.leg(i);
            put(leg.instrument().id()).put(leg.quantityLots()).put(leg.cost());
        }
        return this;
    }

    /** Writes the hash of what was given since the last one. */
    void finish(final byte[] hash)
    {
        digest.update(pending, 0, length);
        length = 0;
        try
        {
            digest.digest(hash, 0, LENGTH);
        }
        catch (final DigestException ex)
        {
            throw new IllegalStateException("a hash has 32 bytes", ex);
        }
    }

    private void room(final int count)
    {
        if (length + count > PENDING_MAX)
        {
            digest.update(pending, 0, length);
            length = 0;
        }
    }
}
