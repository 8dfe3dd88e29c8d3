package io.flatbook.cluster;

import io.aeron.security.CredentialsSupplier;
import io.flatbook.client.Seal;
import io.flatbook.client.SessionKeys;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** The client's seal as a node sees it. */
class SessionSealTest
{
    private static final int OFFSET = 24;
    private static final int LENGTHS = 2_000;

    @Test
    void takesWhatTheClientSealedAndNothingElse()
    {
        final long seed = System.nanoTime();
        System.out.println("SessionSealTest seed " + seed);
        final Random random = new Random(seed);
        final byte[] key = new byte[32];
        final byte[] otherKey = new byte[32];
        random.nextBytes(key);
        random.nextBytes(otherKey);
        final SessionSeal seal = new SessionSeal(key);
        final SessionSeal otherSession = new SessionSeal(otherKey);
        final Seal client = Seal.of(new Agreed(key));
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(OFFSET + LENGTHS + 2 * Seal.LENGTH);
        for (int length = 0; length < LENGTHS; length += 1 + random.nextInt(20))
        {
            final byte[] message = new byte[length];
            random.nextBytes(message);
            buffer.putBytes(OFFSET, message);
            final int sealedLength = client.append(buffer, OFFSET, length);
            assertThat(sealedLength).isEqualTo(length + Seal.LENGTH);
            assertThat(seal.open(buffer, OFFSET, sealedLength)).isEqualTo(length);
            assertThat(otherSession.open(buffer, OFFSET, sealedLength)).isEqualTo(SessionSeal.FORGED);
            assertThat(seal.open(buffer, OFFSET, length)).as("without the seal").isEqualTo(SessionSeal.FORGED);
            assertThat(seal.open(buffer, OFFSET, sealedLength + 1)).isEqualTo(SessionSeal.FORGED);
            final int flipped = OFFSET + random.nextInt(sealedLength);
            buffer.putByte(flipped, (byte)(buffer.getByte(flipped) ^ 1 << random.nextInt(8)));
            assertThat(seal.open(buffer, OFFSET, sealedLength)).as("a bit flipped").isEqualTo(SessionSeal.FORGED);
        }
    }

    @Test
    void isWhatTheDocumentationShows()
    {
        final byte[] key = HexFormat.of().parseHex("4d16058e1d44110f88a5620cdc07681febba3d3d62b19e4694784cf62559dbef");
        final byte[] message = "12345678".getBytes(StandardCharsets.US_ASCII);
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        buffer.putBytes(0, message);
        Seal.of(new Agreed(key)).append(buffer, 0, message.length);
        final byte[] sealed = new byte[Seal.LENGTH];
        buffer.getBytes(message.length, sealed);
        assertThat(HexFormat.of().formatHex(sealed)).isEqualTo("ea79c8919d967f7c8185fab1205a688e");
    }

    @Test
    void asksForNoneWhereClientsAreTakenAtTheirWord()
    {
        assertThat(new SessionSeal(null).open(new UnsafeBuffer(new byte[9]), 0, 9)).isEqualTo(9);
        assertThat(Seal.of(new Agreed(null))).isNull();
    }

    @Test
    void theLogNamesThePrincipalTheVersionOfItsSecretAndTheKey()
    {
        final byte[] key = new byte[32];
        Arrays.fill(key, (byte)0);
        final SessionPrincipal read = SessionPrincipal.decode(
            new SessionPrincipal(Desk.GATEWAY, 5, 3, 7, key).encode());
        assertThat(read.name()).isEqualTo(Desk.GATEWAY);
        assertThat(read.secretVersion()).isEqualTo(7);
        assertThat(read.key()).isEqualTo(key);
        // ONCE-2
        assertThat(read.instance()).isEqualTo(5);
        assertThat(read.epoch()).isEqualTo(3);
        assertThat(read.onlyReads()).isFalse();
        final SessionPrincipal named = SessionPrincipal.decode(
            new SessionPrincipal(Desk.GATEWAY, 0, 0, 0, null).encode());
        assertThat(named.name()).isEqualTo(Desk.GATEWAY);
        assertThat(named.key()).isNull();
        assertThat(named.onlyReads()).isTrue();
    }

    private record Agreed(byte[] sessionKey) implements CredentialsSupplier, SessionKeys
    {
        @Override
        public byte[] encodedCredentials()
        {
            return new byte[0];
        }

        @Override
        public byte[] onChallenge(final byte[] encodedChallenge)
        {
            return encodedChallenge;
        }
    }
}
