package io.flatbook.engine.book;

/**
 * Salted hashes of account ids. The salt of an account follows from a secret, which follows from the whole book: so all
 * nodes give the same, whoever knows a salt can check it, and nobody can guess it without the book.
 *
 * <p>Contract: CMD-11.
 */
public final class AccountHashes
{
    private static final String DOMAIN = "flatbook accounts 1 ";

    private final Sha256 sha256;
    private final byte[] secret = new byte[Sha256.LENGTH];
    private final byte[] salt = new byte[Sha256.LENGTH];

    private AccountHashes(final Sha256 sha256)
    {
        this.sha256 = sha256;
    }

    /**
     * Hashes for one document.
     *
     * @param book    as it is now.
     * @param purpose of the document, in ASCII: nobody may recognize an account of one document in another.
     * @param key     further secret of the exchange, may be empty.
     * @return the hashes.
     */
    public static AccountHashes of(final Book book, final String purpose, final byte[] key)
    {
        return of(new Sha256(), book, purpose, key);
    }

    /** Hashes of the book of a day. */
    static AccountHashes ofDay(final Sha256 sha256, final Book book, final int date)
    {
        return of(sha256, book, "day " + date, new byte[0]);
    }

    private static AccountHashes of(
        final Sha256 sha256, final Book book, final String purpose, final byte[] key)
    {
        final AccountHashes hashes = new AccountHashes(sha256);
        final String domain = DOMAIN + purpose + '\n';
        for (int i = 0; i < domain.length(); i++)
        {
            sha256.put((byte)domain.charAt(i));
        }
        for (final Account account : book.accounts())
        {
            sha256.put(account.id()).put(account.collateral()).put(account.legCount()).putPositions(account);
        }
        sha256.put(key).finish(hashes.secret);
        return hashes;
    }

    /**
     * The salt of an account: whoever has it and the id can compute the hash.
     *
     * @param accountId of the account.
     * @return SHA-256 of the secret and the id.
     */
    public byte[] salt(final long accountId)
    {
        findSalt(accountId);
        return salt.clone();
    }

    /**
     * What an account is called.
     *
     * @param accountId of the account.
     * @return SHA-256 of its salt and its id.
     */
    public byte[] hash(final long accountId)
    {
        final byte[] hash = new byte[Sha256.LENGTH];
        hash(accountId, hash);
        return hash;
    }

    void hash(final long accountId, final byte[] hash)
    {
        findSalt(accountId);
        sha256.put(salt).put(accountId).finish(hash);
    }

    private void findSalt(final long accountId)
    {
        sha256.put(secret).put(accountId).finish(salt);
    }
}
