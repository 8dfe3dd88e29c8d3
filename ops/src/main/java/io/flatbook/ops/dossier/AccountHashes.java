package io.flatbook.ops.dossier;

import io.flatbook.engine.book.Account;
import io.flatbook.engine.book.Book;
import io.flatbook.engine.book.Position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Salted hashes of account ids. The salt of an account follows from a secret, which follows from the whole book: so all
 * nodes give the same, whoever knows a salt can check it, and who does not know the book cannot guess it.
 */
final class AccountHashes
{
    private static final String DOMAIN = "flatbook accounts 1 ";

    private final byte[] secret;

    private AccountHashes(final byte[] secret)
    {
        this.secret = secret;
    }

    /**
     * Hashes for one document.
     *
     * @param book    as it is now.
     * @param purpose of the document: accounts of two documents are not to be told to be the same.
     * @param key     further secret of the exchange, may be empty.
     */
    static AccountHashes of(final Book book, final String purpose, final byte[] key)
    {
        final MessageDigest digest = Canonical.sha256();
        digest.update((DOMAIN + purpose + '\n').getBytes(StandardCharsets.UTF_8));
        final StringBuilder line = new StringBuilder();
        for (Account account = book.nextAccount(Long.MIN_VALUE); null != account;
            account = book.nextAccount(account.id()))
        {
            line.setLength(0);
            line.append(account.id()).append(' ').append(account.collateral());
            for (int i = 0; i < account.legCount(); i++)
            {
                final Position leg = account.leg(i);
                line.append(' ').append(leg.instrument().id()).append(' ').append(leg.quantityLots()).append(' ')
                    .append(leg.cost());
            }
            digest.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        digest.update(key);
        return new AccountHashes(digest.digest());
    }

    /** The salt of an account, in hex: who is told it, and the id, can compute the hash. */
    String salt(final long accountId)
    {
        return HexFormat.of().formatHex(saltBytes(accountId));
    }

    private byte[] saltBytes(final long accountId)
    {
        return hash(secret, accountId);
    }

    /** What an account is called: SHA-256 of its salt and its id in 8 bytes, the highest first; in hex. */
    String hash(final long accountId)
    {
        return HexFormat.of().formatHex(hash(saltBytes(accountId), accountId));
    }

    private static byte[] hash(final byte[] first, final long accountId)
    {
        final MessageDigest digest = Canonical.sha256();
        digest.update(first);
        return digest.digest(ByteBuffer.allocate(Long.BYTES).putLong(accountId).array());
    }
}
