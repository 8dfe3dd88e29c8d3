package io.flatbook.node;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * That a client knows a secret:
 * {@code HMAC-SHA256(secret, LABEL || client nonce || node nonce || instance || epoch || principal)}. A challenge is
 * one byte of format and the node's nonce, the answer one byte of format and the proof.
 */
final class Proof
{
    static final byte FORMAT = 2;
    static final int NONCE_LENGTH = 32;

    private static final byte[] LABEL = "flatbook session proof 2".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY_LABEL = "flatbook session key 2".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";

    private Proof()
    {
    }

    static byte[] challenge(final byte[] nodeNonce)
    {
        return prefixed(nodeNonce);
    }

    /** The answer that a client with this secret gives. */
    static byte[] answer(final byte[] secret, final Claim claim, final byte[] nodeNonce)
    {
        return prefixed(hmac(LABEL, secret, claim, nodeNonce));
    }

    /** Key of the session that was opened by that answer, under which its messages are sealed. */
    static byte[] sessionKey(final byte[] secret, final Claim claim, final byte[] nodeNonce)
    {
        return hmac(KEY_LABEL, secret, claim, nodeNonce);
    }

    /** Takes equally long for every answer of the right length. */
    static boolean isAnswer(final byte[] given, final byte[] secret, final Claim claim, final byte[] nodeNonce)
    {
        return null != given && MessageDigest.isEqual(answer(secret, claim, nodeNonce), given);
    }

    private static byte[] hmac(
        final byte[] label, final byte[] secret, final Claim claim, final byte[] nodeNonce)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            mac.update(label);
            mac.update(claim.clientNonce());
            mac.update(nodeNonce);
            return mac.doFinal(claim.proven());
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }

    private static byte[] prefixed(final byte[] bytes)
    {
        final byte[] message = Arrays.copyOf(new byte[]{FORMAT}, 1 + bytes.length);
        System.arraycopy(bytes, 0, message, 1, bytes.length);
        return message;
    }
}
