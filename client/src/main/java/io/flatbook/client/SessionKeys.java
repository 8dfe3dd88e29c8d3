package io.flatbook.client;

/**
 * Credentials that agree with the nodes on a key for the session that they open. Every message of that session then
 * ends with a {@link Seal} under it, and the nodes accept no other.
 */
public interface SessionKeys
{
    /**
     * The key of the session.
     *
     * @return 32 bytes, null before a challenge was answered.
     */
    byte[] sessionKey();
}
