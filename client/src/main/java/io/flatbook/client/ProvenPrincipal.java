package io.flatbook.client;

import io.aeron.security.CredentialsSupplier;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Credentials that prove knowledge of a secret without sending it: the first message names the principal, the version
 * of its secret, a nonce, and the client's instance and epoch (ONCE-2); the nodes answer with a nonce of theirs; the
 * proof is {@code HMAC-SHA256(secret, LABEL || client nonce || node nonce || instance || epoch || principal)}.
 *
 * <p>The key of the session is made in the same way under another label; it crosses no network of clients.
 *
 * <p>Each request has a nonce of its own and answers one challenge. For one attempt to open a session.
 */
final class ProvenPrincipal implements CredentialsSupplier, SessionKeys
{
    static final byte FORMAT = 2;
    static final int NONCE_LENGTH = 32;

    private static final byte[] LABEL = "flatbook session proof 2".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEY_LABEL = "flatbook session key 2".getBytes(StandardCharsets.US_ASCII);
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] principal;
    private final Instance instance;
    private final Secret secret;
    private byte[] clientNonce;
    private byte[] writer;
    private byte[] sessionKey;

    ProvenPrincipal(final String principal, final Secret secret, final Instance instance)
    {
        this.principal = principal.getBytes(StandardCharsets.US_ASCII);
        this.instance = instance;
        this.secret = secret;
    }

    @Override
    public byte[] encodedCredentials()
    {
        clientNonce = new byte[NONCE_LENGTH];
        RANDOM.nextBytes(clientNonce);
        writer = ByteBuffer.allocate(2 * Long.BYTES).putLong(instance.number()).putLong(instance.epoch()).array();
        return ByteBuffer.allocate(1 + Integer.BYTES + NONCE_LENGTH + writer.length + principal.length)
            .put(FORMAT).putInt(secret.version()).put(clientNonce).put(writer).put(principal).array();
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge)
    {
        if (null == clientNonce)
        {
            throw new IllegalStateException("the cluster challenged twice: refused");
        }
        if (1 + NONCE_LENGTH != encodedChallenge.length || FORMAT != encodedChallenge[0])
        {
            throw new IllegalStateException("the cluster's challenge is of an unknown format: refused");
        }
        final byte[] nodeNonce = Arrays.copyOfRange(encodedChallenge, 1, encodedChallenge.length);
        final byte[] proven = ByteBuffer.allocate(writer.length + principal.length).put(writer).put(principal).array();
        final byte[] proof = proof(secret.key(), clientNonce, nodeNonce, proven);
        sessionKey = sessionKey(secret.key(), clientNonce, nodeNonce, proven);
        clientNonce = null;
        return ByteBuffer.allocate(1 + proof.length).put(FORMAT).put(proof).array();
    }

    @Override
    public byte[] sessionKey()
    {
        return sessionKey;
    }

    static byte[] proof(final byte[] key, final byte[] clientNonce, final byte[] nodeNonce, final byte[] proven)
    {
        return proof(LABEL, key, clientNonce, nodeNonce, proven);
    }

    static byte[] sessionKey(
        final byte[] key, final byte[] clientNonce, final byte[] nodeNonce, final byte[] proven)
    {
        return proof(KEY_LABEL, key, clientNonce, nodeNonce, proven);
    }

    private static byte[] proof(
        final byte[] label, final byte[] key, final byte[] clientNonce, final byte[] nodeNonce, final byte[] proven)
    {
        try
        {
            final Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(label);
            mac.update(clientNonce);
            mac.update(nodeNonce);
            return mac.doFinal(proven);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, ex);
        }
    }
}
