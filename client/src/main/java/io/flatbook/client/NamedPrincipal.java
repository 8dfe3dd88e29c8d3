package io.flatbook.client;

import io.aeron.security.CredentialsSupplier;

import java.nio.charset.StandardCharsets;

/**
 * Credentials without a secret: {@code role/name}. For trials, with nodes that do not ask for proof.
 */
final class NamedPrincipal implements CredentialsSupplier
{
    private final byte[] name;

    NamedPrincipal(final String principal)
    {
        name = principal.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] encodedCredentials()
    {
        return name.clone();
    }

    @Override
    public byte[] onChallenge(final byte[] encodedChallenge)
    {
        throw new IllegalStateException("the cluster asks for a secret: set secretFile or a credentialsSupplier");
    }
}
