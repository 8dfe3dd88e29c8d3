package io.flatbook.client;

import io.aeron.security.CredentialsSupplier;

import java.nio.file.Path;

/**
 * The client's credentials, for a tool that opens a cluster session itself.
 */
public final class Credentials
{
    private Credentials()
    {
    }

    /**
     * Credentials for one attempt to open a session that only reads: it takes over from nobody (ONCE-2).
     *
     * @param principal  who asks, {@code role/name}.
     * @param secretFile that proves it, see {@link FlatbookClient.Context#secretFile}; null if the nodes do not
     *                   ask for proof.
     * @return the credentials.
     * @throws IllegalArgumentException if the file is missing, readable by others, or holds no secret.
     */
    public static CredentialsSupplier of(final String principal, final Path secretFile)
    {
        return of(principal, secretFile, Instance.READER);
    }

    /**
     * Credentials for one attempt to open a session that may send commands: it takes over from all other instances of
     * the principal's clients, for good (ONCE-2).
     *
     * @param principal  who asks, {@code role/name}.
     * @param secretFile that proves it; null if the nodes do not ask for proof.
     * @return the credentials.
     * @throws IllegalArgumentException if the file is missing, readable by others, or holds no secret.
     */
    public static CredentialsSupplier ofNewInstance(final String principal, final Path secretFile)
    {
        return of(principal, secretFile, Instance.next());
    }

    static CredentialsSupplier of(final String principal, final Path secretFile, final Instance instance)
    {
        return null == secretFile ? new NamedPrincipal(principal, instance) :
            new ProvenPrincipal(principal, Secret.read(secretFile), instance);
    }
}
