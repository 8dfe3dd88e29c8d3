package io.flatbook.wire;

import java.security.GeneralSecurityException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM by the JDK, which uses the instructions that the processor has for it.
 */
final class AesGcm implements FrameCipher
{
    private static final int TAG_BITS = TAG_LENGTH * 8;

    private final Cipher cipher;
    private SecretKeySpec key;

    AesGcm()
    {
        try
        {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException("this JDK has no AES-GCM", ex);
        }
    }

    @Override
    public void key(final byte[] newKey)
    {
        key = new SecretKeySpec(newKey, 0, KEY_LENGTH, "AES");
    }

    @Override
    public void seal(final byte[] trailer, final byte[] plain, final int plainLength, final byte[] sealed)
    {
        try
        {
            begin(Cipher.ENCRYPT_MODE, trailer);
            cipher.doFinal(plain, 0, plainLength, sealed, 0);
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    @Override
    public boolean open(final byte[] trailer, final byte[] sealed, final int sealedLength, final byte[] plain)
    {
        try
        {
            begin(Cipher.DECRYPT_MODE, trailer);
            cipher.doFinal(sealed, 0, sealedLength, plain, 0);
            return true;
        }
        catch (final AEADBadTagException ex)
        {
            return false;
        }
        catch (final GeneralSecurityException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private void begin(final int mode, final byte[] trailer) throws GeneralSecurityException
    {
        cipher.init(mode, key,
            new GCMParameterSpec(TAG_BITS, trailer, trailer.length - NONCE_LENGTH, NONCE_LENGTH));
        cipher.updateAAD(trailer);
    }
}
