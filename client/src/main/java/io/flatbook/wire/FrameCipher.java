package io.flatbook.wire;

/**
 * Authenticated encryption under one key at a time, with a nonce of 12 and a tag of 16 bytes. For one thread.
 */
public interface FrameCipher
{
    /** Length of a tag in bytes. */
    int TAG_LENGTH = 16;
    /** Length of a nonce in bytes. */
    int NONCE_LENGTH = 12;
    /** Length of a key in bytes. */
    int KEY_LENGTH = 32;

    /**
     * Uses a key from now on.
     *
     * @param key of 32 bytes.
     */
    void key(byte[] key);

    /**
     * Encrypt a frame and append its tag.
     *
     * @param trailer     what is authenticated beside the frame, as a whole; its last 12 bytes are the nonce, which
     *                    must never have been used before with this key.
     * @param plain       the frame, from 0.
     * @param plainLength of the frame in bytes.
     * @param sealed      receives ciphertext and tag, from 0: 16 bytes more than the frame.
     */
    void seal(byte[] trailer, byte[] plain, int plainLength, byte[] sealed);

    /**
     * Checks the tag and decrypts a frame.
     *
     * @param trailer      as it was when the frame was sealed.
     * @param sealed       ciphertext and tag, from 0.
     * @param sealedLength of both in bytes, 16 or more.
     * @param plain        receives the frame, from 0; what it holds if the tag is wrong says nothing.
     * @return whether the tag is right.
     */
    boolean open(byte[] trailer, byte[] sealed, int sealedLength, byte[] plain);

    /**
     * Makes ciphers of one kind.
     */
    @FunctionalInterface
    interface Supplier
    {
        /**
         * Makes a cipher that has no key yet.
         *
         * @return the cipher.
         */
        FrameCipher newCipher();
    }
}
