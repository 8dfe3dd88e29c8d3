package io.flatbook.client;

import io.aeron.security.CredentialsSupplier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Credentials without a secret: {@code role/name}, and, if the client may send commands, a zero, its instance and its
 * epoch (ONCE-2). For trials, with nodes that do not ask for proof.
 */
final class NamedPrincipal implements CredentialsSupplier
{
    private final byte[] name;
    private final Instance instance;

    NamedPrincipal(final String principal, final Instance instance)
    {
        name = principal.getBytes(StandardCharsets.US_ASCII);
        this.instance = instance;
    }

    @Override
    public byte[] encodedCredentials()
    {
        return instance.onlyReads() ? name.clone() : ByteBuffer.allocate(name.length + 1 + 2 * Long.BYTES)
            .put(name).put((byte)0).putLong(instance.number()).putLong(instance.epoch()).array();
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge)
    {
        throw new IllegalStateException("the cluster asks for a secret: set secretFile or a credentialsSupplier");
    }
}
