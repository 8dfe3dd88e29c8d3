package io.flatbook.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of one ring as a file holds them: one line {@code number:hex}, or two while the key is being changed. The
 * first seals, either opens. The file must be closed to all but its owner (mode 0400), and is read again when it has
 * changed; an invalid file changes nothing. No message of this class contains any part of a key.
 */
public final class KeyRing
{
    /** Most keys of a ring at a time. */
    public static final int KEYS_MAX = 2;

    private static final int FILE_LENGTH_MAX = 4096;
    private static final int PROOF_LENGTH = 32;
    private static final Pattern LINE = Pattern.compile("([1-9][0-9]{0,4}):([0-9a-f]{64})");

    private final Path file;
    /** Setting and file, as messages begin. */
    private final String named;
    private volatile Read last;
    private String seen;

    /** Of one reading of the file. */
    private record Read(WireKey[] keys, long changedMs)
    {
    }

    private KeyRing(final String setting, final Path file)
    {
        this.file = file;
        named = setting + " " + file;
        seen = OwnerFile.fingerprint(file);
        last = read();
    }

    private KeyRing(final WireKey key)
    {
        file = null;
        named = null;
        last = new Read(new WireKey[]{key}, 0);
    }

    /**
     * Reads a ring.
     *
     * @param setting that names the file, for messages.
     * @param file    of the keys.
     * @return the ring.
     * @throws KeyFileException if the file is missing, open to others than its owner, or wrong.
     */
    public static KeyRing read(final String setting, final Path file)
    {
        return new KeyRing(setting, file.toAbsolutePath().normalize());
    }

    static KeyRing of(final WireKey key)
    {
        return new KeyRing(key);
    }

    /** A ring of one key that nobody else has, for trials. */
    static KeyRing random()
    {
        final byte[] secret = new byte[FrameCipher.KEY_LENGTH];
        new SecureRandom().nextBytes(secret);
        return new KeyRing(new WireKey(1, secret));
    }

    /**
     * @return numbers of the keys; the first seals.
     */
    public int[] keyIds()
    {
        final WireKey[] keys = last.keys();
        final int[] ids = new int[keys.length];
        for (int i = 0; i < keys.length; i++)
        {
            ids[i] = keys[i].id();
        }
        return ids;
    }

    /**
     * @return when the file was last changed, in milliseconds since the epoch: the age of the newest key is no more.
     */
    public long changedMs()
    {
        return last.changedMs();
    }

    /**
     * Answer a challenge, with the key that seals.
     *
     * @param challenge random bytes of who asks.
     * @return number of the key (2 bytes, big endian) and HMAC-SHA256 of the challenge (32 bytes), under a key that is
     *         derived for nothing else.
     */
    public byte[] prove(final byte[] challenge)
    {
        return proof(last.keys()[0], challenge);
    }

    /**
     * Whether an answer to a challenge comes from who has a key of this ring, either of two.
     *
     * @param challenge random bytes, used once.
     * @param answer    as {@link #prove(byte[])} gives it; null is refused.
     * @return whether it proves that. Takes equally long for every answer.
     */
    public boolean isProof(final byte[] challenge, final byte[] answer)
    {
        boolean isProof = false;
        for (final WireKey key : last.keys())
        {
            isProof |= MessageDigest.isEqual(proof(key, challenge), answer);
        }
        return isProof;
    }

    private static byte[] proof(final WireKey key, final byte[] challenge)
    {
        return ByteBuffer.allocate(Short.BYTES + PROOF_LENGTH)
            .putShort((short)key.id()).put(key.prove(challenge)).array();
    }

    /** Whether a key of this ring is one of another ring. */
    boolean sharesKeyWith(final KeyRing other)
    {
        for (final WireKey key : keys())
        {
            for (final WireKey otherKey : other.keys())
            {
                if (key.hasSecretOf(otherKey))
                {
                    return true;
                }
            }
        }
        return false;
    }

    /** The first seals. Not to be changed. */
    WireKey[] keys()
    {
        return last.keys();
    }

    /**
     * Looks whether the file has changed, and reads it then. By one thread.
     *
     * @throws KeyFileException if it has become wrong, once for each change; the keys stay as they were.
     */
    void refresh()
    {
        final String now = OwnerFile.fingerprint(file);
        if (!now.equals(seen))
        {
            seen = now;
            last = read();
        }
    }

    private Read read()
    {
        try
        {
            final String exposure = OwnerFile.exposure(file);
            if (null != exposure)
            {
                throw new KeyFileException(named + " " + exposure);
            }
            if (Files.size(file) > FILE_LENGTH_MAX)
            {
                throw new KeyFileException(named + " is longer than " + FILE_LENGTH_MAX + " bytes");
            }
            final List<WireKey> keys = new ArrayList<>();
            final List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < lines.size(); i++)
            {
                final String line = lines.get(i).strip();
                if (!line.isEmpty() && '#' != line.charAt(0))
                {
                    keys.add(key(named + ":" + (i + 1), line));
                }
            }
            check(keys);
            return new Read(keys.toArray(new WireKey[0]), Files.getLastModifiedTime(file).toMillis());
        }
        catch (final IOException ex)
        {
            throw new KeyFileException(named + " cannot be read: " + ex, ex);
        }
    }

    private void check(final List<WireKey> keys)
    {
        if (keys.isEmpty() || keys.size() > KEYS_MAX)
        {
            throw new KeyFileException(named + " must hold one key, or two while it is being changed: it holds " +
                keys.size());
        }
        if (2 == keys.size() && (keys.get(0).id() == keys.get(1).id() || keys.get(0).hasSecretOf(keys.get(1))))
        {
            throw new KeyFileException(named + ": the two keys must differ, and so must their numbers");
        }
    }

    private static WireKey key(final String where, final String line)
    {
        final Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > WireKey.ID_MAX)
        {
            throw new KeyFileException(where + ": not 'number:key', the number from 1 to " + WireKey.ID_MAX +
                ", the key 64 hexadecimal digits in lower case");
        }
        return new WireKey(Integer.parseInt(matcher.group(1)), HexFormat.of().parseHex(matcher.group(2)));
    }
}
